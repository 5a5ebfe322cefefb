//! What can be wrong with a request to fit, to predict, to calibrate or to load.

use emo_learn::ClassWeightMismatch;

/// Why a classifier was not fitted, did not predict, or was not loaded.
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
        got: f64,
    },
    /// The matrix has no rows or no columns.
    #[error("{what}: expected at least one row and one column, got {rows} x {columns}")]
    EmptyInput {
        /// Which matrix.
        what: &'static str,
        /// Rows of the matrix.
        rows: usize,
        /// Columns of the matrix.
        columns: usize,
    },
    /// A value of the matrix is NaN or infinite.
    #[error("{what}: expected finite values, got {value} in row {row}, column {column}")]
    NonFiniteInput {
        /// Which matrix.
        what: &'static str,
        /// Row of the first such value, from 0.
        row: usize,
        /// Column of the first such value, from 0.
        column: usize,
        /// The value.
        value: f64,
    },
    /// A vector that goes with the rows has another length.
    #[error("{what}: expected {expected} values, one for each row, got {got}")]
    LengthMismatch {
        /// Which vector.
        what: &'static str,
        /// Rows of the matrix.
        expected: usize,
        /// Length of the vector.
        got: usize,
    },
    /// The matrix has another number of columns than it should.
    #[error("{what}: expected {expected} columns, got {got}")]
    ColumnMismatch {
        /// Which matrix.
        what: &'static str,
        /// Columns in training; for scores, one a class, or one for two classes.
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
    /// A label is none of the classes.
    #[error("y: expected one of the classes, got {label} in row {row}")]
    UnknownLabel {
        /// Row of the first such label, from 0.
        row: usize,
        /// The label.
        label: usize,
    },
    /// The classes are not as a fitted classifier gives them.
    #[error("classes: expected two or more in rising order, got {got:?}")]
    InvalidClasses {
        /// The classes given.
        got: Vec<usize>,
    },
    /// A weight of a sample is negative, NaN or infinite.
    #[error("sample weight: expected a finite value of at least 0, got {value} for row {row}")]
    InvalidSampleWeight {
        /// Row of the first such weight, from 0.
        row: usize,
        /// The weight, after the class weight was applied.
        value: f64,
    },
    /// All rows together weigh nothing.
    #[error("sample weight: expected a positive sum over all rows, got 0")]
    ZeroWeight,
    /// The table of class weights names classes that are not there and misses some that are.
    #[error("class_weight: expected a weight for class {missing}, got one for {unknown}, not in y")]
    ClassWeightMismatch {
        /// A class without a weight.
        missing: usize,
        /// A weighted label that no row has.
        unknown: usize,
    },
    /// The matrix of the normal equations would be too large.
    #[error("x: expected a matrix of at most {limit} x {limit} to solve, got {got} x {got}")]
    TooLarge {
        /// The largest number of rows allowed.
        limit: usize,
        /// How many there would be.
        got: usize,
    },
    /// The matrix to solve has no Cholesky factor, or the solution is not finite.
    #[error(
        "alpha: expected a penalty that makes the matrix positive definite, got {alpha}; \
         raise it, or scale the columns of x"
    )]
    Singular {
        /// The penalty.
        alpha: f64,
    },
    /// There is no penalty to choose from.
    #[error("alphas: expected at least one, got none")]
    NoAlphas,
    /// A fold names a row that is not there.
    #[error("fold {fold}: expected one of {rows} rows, counted from 0, got {row}")]
    NoSuchRow {
        /// The fold, from 0.
        fold: usize,
        /// The row that it names.
        row: usize,
        /// How many rows there are.
        rows: usize,
    },
    /// A fold's training rows have no row of a class.
    #[error("fold {fold}: expected training rows of every class, got none of class {class}")]
    MissingClass {
        /// The fold, from 0.
        fold: usize,
        /// The class that it does not train on.
        class: usize,
    },
    /// No fold holds a row out.
    #[error("folds: expected rows that are held out, got none")]
    NothingHeldOut,
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
