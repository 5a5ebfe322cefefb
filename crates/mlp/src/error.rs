//! Errors of training, prediction and loading.

use emo_learn::ClassWeightMismatch;

/// Why a network was not trained, did not predict, or was not loaded.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A hyperparameter is out of its range.
    #[error("{name}: expected {expected}, got {got}")]
    InvalidParameter {
        /// The hyperparameter, in scikit-learn's spelling.
        name: &'static str,
        /// What it may be.
        expected: &'static str,
        /// What it was.
        got: String,
    },
    /// The matrix has no rows or no columns.
    #[error("x: expected at least one row and one column, got {rows} x {columns}")]
    EmptyInput {
        /// Rows of the matrix.
        rows: usize,
        /// Columns of the matrix.
        columns: usize,
    },
    /// A value of the matrix is NaN or infinite.
    #[error("x: expected finite values, got {value} in row {row}, column {column}")]
    NonFiniteInput {
        /// Row of the first such value, from 0.
        row: usize,
        /// Column of the first such value, from 0.
        column: usize,
        /// The value.
        value: f64,
    },
    /// A vector that goes with the rows has another length.
    #[error("{what}: expected {expected} values, one for each row of x, got {got}")]
    LengthMismatch {
        /// Which vector.
        what: &'static str,
        /// Rows of the matrix.
        expected: usize,
        /// Length of the vector.
        got: usize,
    },
    /// The matrix has another number of columns than the one trained on.
    #[error("x: expected {expected} columns, as in training, got {got}")]
    FeatureMismatch {
        /// Columns in training.
        expected: usize,
        /// Columns given.
        got: usize,
    },
    /// All rows have the same label, so that there is nothing to learn.
    #[error("y: expected at least two classes, got only class {class}")]
    OneClass {
        /// The label of all rows.
        class: usize,
    },
    /// A weight of a sample is negative, NaN or infinite.
    #[error("sample weight: expected a finite value of at least 0, got {value} for row {row}")]
    InvalidSampleWeight {
        /// Row of the first such weight, from 0.
        row: usize,
        /// The weight, after the class weight was applied.
        value: f64,
    },
    /// Rows whose weighted mean is needed weigh nothing.
    #[error("sample weight: expected a positive sum over {over}, got 0")]
    ZeroWeight {
        /// Which rows.
        over: &'static str,
    },
    /// The table of class weights names classes that are not there and misses some that are.
    #[error("class_weight: expected a weight for class {missing}, got one for {unknown}, not in y")]
    ClassWeightMismatch {
        /// A class without a weight.
        missing: usize,
        /// A weighted label that no row has.
        unknown: usize,
    },
    /// The rows cannot be divided for early stopping.
    #[error("early stopping: expected {expected}, got {got}")]
    ValidationSplit {
        /// What the division needs.
        expected: String,
        /// What there is.
        got: usize,
    },
    /// The network or its buffers would be too large.
    #[error("network: expected at most {limit} numbers in {what}, got {got}")]
    TooLarge {
        /// Weights, or activations of a batch.
        what: &'static str,
        /// The largest count allowed.
        limit: usize,
        /// How many there would be; `usize::MAX` stands for more than can be counted.
        got: usize,
    },
    /// Training left the range of the number type: loss or weights are NaN or infinite.
    #[error(
        "training: expected finite loss and weights, got others in iteration {iteration}; \
         scale the input, or lower learning_rate_init"
    )]
    Diverged {
        /// The epoch, from 1.
        iteration: usize,
    },
    /// A stored model contradicts itself.
    #[error("stored model: {problem}")]
    InvalidModel {
        /// What does not fit.
        problem: String,
    },
}

impl From<ClassWeightMismatch> for Error {
    fn from(ClassWeightMismatch { missing, unknown, .. }: ClassWeightMismatch) -> Self {
        Self::ClassWeightMismatch { missing, unknown }
    }
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
