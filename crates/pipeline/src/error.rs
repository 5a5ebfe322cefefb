//! What can go wrong between a recording and a prediction.

/// Why something could not be done, with what was expected and what was there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A parameter has a value that it cannot have.
    #[error("{parameter}: expected {expected}, got {got}")]
    InvalidParameter {
        /// Its name, as in scikit-learn.
        parameter: String,
        /// The values that it can have.
        expected: String,
        /// The value that it has.
        got: String,
    },
    /// Two things that belong together have different sizes.
    #[error("{what}: expected {expected}, got {got}")]
    Shape {
        /// What was counted, such as "labels" or "columns of x".
        what: &'static str,
        /// The count that fits the rest.
        expected: usize,
        /// The count that is there.
        got: usize,
    },
    /// There are no rows, no columns, or no clips.
    #[error("{what}: expected at least one, got none")]
    Empty {
        /// What is missing.
        what: &'static str,
    },
    /// A number in a matrix is NaN or infinite.
    #[error("row {row}, column {column}: expected a finite number, got {value}")]
    NonFinite {
        /// Row, from 0.
        row: usize,
        /// Column, from 0.
        column: usize,
        /// The number.
        value: f64,
    },
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
