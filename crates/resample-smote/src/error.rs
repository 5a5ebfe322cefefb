//! Why rows cannot be resampled.

/// What is wrong with the rows, the labels or the parameters.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The matrix has no rows or no columns.
    #[error("expected at least one row and one column, got {rows} x {columns}")]
    Empty {
        /// Rows of the matrix.
        rows: usize,
        /// Columns of the matrix.
        columns: usize,
    },
    /// There is not one label for each row.
    #[error("expected a label for each of {expected} rows, got {got} labels")]
    LabelCount {
        /// Rows of the matrix.
        expected: usize,
        /// Labels given.
        got: usize,
    },
    /// A value is NaN, infinite, or so large that squared distances overflow.
    #[error(
        "expected finite values of at most {limit:e}, got {got:e} in row {row}, column {column}"
    )]
    Value {
        /// Row of the value.
        row: usize,
        /// Column of the value.
        column: usize,
        /// The value.
        got: f64,
        /// Largest magnitude that is accepted.
        limit: f64,
    },
    /// All rows are of one class.
    #[error("expected at least two classes, got class {class} alone")]
    OneClass {
        /// The only class.
        class: usize,
    },
    /// `k_neighbors` is zero.
    #[error("expected k_neighbors of at least 1, got 0")]
    NoNeighbors,
    /// A class that is to grow has no more than `k_neighbors` rows.
    #[error("class {class}: expected at least {expected} rows (k_neighbors + 1), got {got}")]
    TooFewRows {
        /// The class.
        class: usize,
        /// `k_neighbors` + 1.
        expected: usize,
        /// Rows of the class.
        got: usize,
    },
    /// A count is given for a class that is not in the labels.
    #[error("sampling_strategy: expected classes from the labels, got class {class}")]
    UnknownClass {
        /// The class asked for.
        class: usize,
    },
    /// A class would have to shrink.
    #[error("sampling_strategy, class {class}: expected a count of at least {expected}, got {got}")]
    CountBelowPresent {
        /// The class.
        class: usize,
        /// Rows that the class has.
        expected: usize,
        /// Rows asked for.
        got: usize,
    },
    /// A ratio is not in (0, 1].
    #[error("sampling_strategy: expected a ratio above 0 and at most 1, got {got}")]
    RatioOutOfRange {
        /// The ratio.
        got: f64,
    },
    /// A ratio is given for other than two classes.
    #[error("sampling_strategy: expected two classes with a ratio, got {got}; give counts instead")]
    RatioNotBinary {
        /// How many classes there are.
        got: usize,
    },
    /// The smaller class has the ratio already, or more than it.
    #[error(
        "sampling_strategy, class {class}: expected a ratio that adds rows to {rows}, got {got}"
    )]
    RatioTooSmall {
        /// The smaller class.
        class: usize,
        /// Rows that it has.
        rows: usize,
        /// The ratio.
        got: f64,
    },
    /// What is asked for does not fit into memory.
    #[error("expected a size that fits into memory, got {rows} rows of {columns} values")]
    TooLarge {
        /// Rows asked for.
        rows: usize,
        /// Values a row.
        columns: usize,
    },
    /// A random number has no range to be drawn from.
    #[error(transparent)]
    Random(#[from] emo_random::Error),
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
