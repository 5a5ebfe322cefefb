//! What can be wrong with data, parameters or a step.

use std::fmt::Debug;

/// Why something could not be learnt, split, predicted or scored, with what was expected and what
/// was there.
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
    /// A path leads to no hyperparameter.
    #[error("no hyperparameter {path}; there are {known}")]
    UnknownParameter {
        /// The path that was asked for.
        path: String,
        /// The paths that there are.
        known: String,
    },
    /// A search was told not to train its best candidate, and is asked for it.
    #[error("the best candidate is not trained: the search was made with refit(false)")]
    NotRefitted,
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
    /// There are no rows, no columns, or no classes.
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
    /// There is less of something than is needed.
    #[error("{what}: expected at least {expected}, got {got}")]
    TooFew {
        /// What was counted, such as "groups".
        what: String,
        /// The smallest count that is enough.
        expected: usize,
        /// The count that is there.
        got: usize,
    },
    /// Something that this call needs was not passed.
    #[error("{what}: expected one for each row, got none")]
    Missing {
        /// What is missing, such as "groups".
        what: &'static str,
    },
    /// A random draw that cannot be made.
    #[error(transparent)]
    Random(#[from] emo_random::Error),
    /// A label is none of the known ones.
    #[error("label {label}: expected one of {known}")]
    UnknownLabel {
        /// The label.
        label: String,
        /// Those that are known.
        known: String,
    },
    /// A row number points past the last row.
    #[error("row {row}: expected one of {n_rows} rows, counted from 0")]
    NoSuchRow {
        /// The row number.
        row: usize,
        /// How many rows there are.
        n_rows: usize,
    },
    /// A fitted step does not fit the rest of its pipeline.
    #[error("{step}: expected {expected}, got {got}")]
    Misfit {
        /// The step by its name in files, such as `scaler`.
        step: String,
        /// What would fit.
        expected: String,
        /// What is there.
        got: String,
    },
    /// A field of a stored pipeline cannot be read.
    #[error("{field}: {problem}")]
    StoredField {
        /// The path of the field, such as `transformers[0].scaler.mean`.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Something is wrong with the rows of one class.
    #[error("{step}: class {class}: {problem}")]
    OfClass {
        /// The step that found it, such as `SMOTE`.
        step: String,
        /// The class: the caller's label, or its number where a step was used without labels.
        class: String,
        /// The number of the class, in the order of the labels.
        number: usize,
        /// What was expected and what is there.
        problem: String,
    },
    /// An estimator of several, such as one that votes, has failed.
    #[error("{name}: {error}")]
    Of {
        /// The name of the estimator.
        name: String,
        /// Why it failed.
        #[source]
        error: Box<Error>,
    },
    /// A step of another crate refused its parameters or the data.
    #[error("{step}: {error}")]
    Step {
        /// The step, such as `MLP`.
        step: &'static str,
        /// Its error.
        #[source]
        error: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// The error of a step of another crate: `impl From<TheirError> for emo_learn::Error` calls it.
    pub fn step(
        step: &'static str,
        error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Step { step, error: error.into() }
    }

    /// A step's error about the rows of one class. A step sees classes as numbers; a pipeline puts
    /// the label in place of the number.
    pub fn of_class(step: impl Into<String>, number: usize, problem: impl Into<String>) -> Self {
        let class = number.to_string();
        Self::OfClass { step: step.into(), class, number, problem: problem.into() }
    }

    /// The same error, with the label in place of the class number.
    #[must_use]
    pub fn with_labels<L: Debug>(self, labels: &[L]) -> Self {
        match self {
            Self::OfClass { step, class, number, problem } => {
                let class = labels.get(number).map_or(class, |label| format!("{label:?}"));
                Self::OfClass { step, class, number, problem }
            }
            other => other,
        }
    }

    /// The same error, of the estimator `name` of several.
    pub(crate) fn of(self, name: &str) -> Self {
        Self::Of { name: name.to_owned(), error: Box::new(self) }
    }

    /// A step that does not fit the rest of its pipeline.
    pub(crate) fn misfit(step: &str, expected: impl ToString, got: impl ToString) -> Self {
        Self::Misfit { step: step.to_owned(), expected: expected.to_string(), got: got.to_string() }
    }

    /// The same error, in the field `place` of a stored pipeline.
    pub(crate) fn in_field(self, place: &str) -> Self {
        match self {
            Self::StoredField { field, problem } => {
                let dot = if field.is_empty() || field.starts_with('[') { "" } else { "." };
                Self::StoredField { field: format!("{place}{dot}{field}"), problem }
            }
            other => Self::StoredField { field: place.to_owned(), problem: other.to_string() },
        }
    }

    /// A label that is none of the known ones.
    pub fn unknown_label<L: Debug>(label: &L, known: impl IntoIterator<Item = impl Debug>) -> Self {
        let known: Vec<String> = known.into_iter().map(|label| format!("{label:?}")).collect();
        Self::UnknownLabel { label: format!("{label:?}"), known: known.join(", ") }
    }
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
