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
    /// Rows cannot be split, learnt from, predicted or scored.
    #[error(transparent)]
    Learn(#[from] emo_learn::Error),
    /// A random draw that cannot be made.
    #[error(transparent)]
    Random(#[from] emo_random::Error),
    /// Labels, clips, a table or a protocol are not as they should be.
    #[error(transparent)]
    Corpus(#[from] emo_corpus::Error),
    /// A recording cannot be read.
    #[error(transparent)]
    Audio(#[from] emo_audio_io::Error),
    /// A recording cannot be treated.
    #[error("treatment: {0}")]
    Augment(#[from] emo_augment::Error),
    /// No features can be computed from the samples.
    #[error(transparent)]
    Features(#[from] emo_dsp_features::Error),
    /// A value is not one of those that are known.
    #[error("{what}: expected {expected}, got {got}")]
    InvalidValue {
        /// What the value stands for, such as "emotion".
        what: &'static str,
        /// The values that are known.
        expected: String,
        /// The value that is there.
        got: String,
    },
    /// A cell of a table cannot be read.
    #[error("line {line}, column {column}: expected {expected}, got {got}")]
    Cell {
        /// Line of the file, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// What the column holds.
        expected: String,
        /// What the cell holds.
        got: String,
    },
    /// A line of a table cannot be read.
    #[error("line {line}: expected {expected}, got {got}")]
    Line {
        /// Line of the file, from 1.
        line: u64,
        /// What a good line has.
        expected: String,
        /// What this one has.
        got: String,
    },
    /// Two files hold the same recording.
    #[error("expected one file a recording, got a second one of {}", first.display())]
    RepeatedClip {
        /// The file that is used.
        first: std::path::PathBuf,
    },
    /// A model contradicts itself, or what is read is no model.
    #[error("model: {what}: expected {expected}, got {got}")]
    InvalidModel {
        /// What is wrong, such as "columns of the scaler".
        what: String,
        /// What would fit the rest.
        expected: String,
        /// What is there.
        got: String,
    },
    /// A field of a stored model is missing, not known, or cannot be read.
    #[error("model: {field}: {problem}")]
    ModelField {
        /// The way to the field, such as `pipeline.mlp.transformer`.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Columns or Parquet files are not as they should be.
    #[cfg(feature = "arrow")]
    #[error(transparent)]
    Arrow(#[from] emo_arrow::Error),
    /// A report or one of its plots cannot be made.
    #[cfg(feature = "report")]
    #[error(transparent)]
    Report(#[from] emo_report::Error),
    /// Something is wrong with a file.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: std::path::PathBuf,
        /// What is wrong with it.
        error: Box<Error>,
    },
    /// The system could not read or write.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Error {
    /// The same error, said of the file at `path`.
    pub(crate) fn in_file(self, path: &std::path::Path) -> Self {
        Self::File { path: path.to_owned(), error: Box::new(self) }
    }
}

impl Error {
    /// The error of a stored value, with the way to the field from the beginning of the file:
    /// `place` is the way to the value, and empty for the file itself.
    pub(crate) fn in_field(error: emo_learn::Error, place: &str) -> Self {
        let (field, problem) = match error {
            emo_learn::Error::StoredField { field, problem } => (field, problem),
            other => (String::new(), other.to_string()),
        };
        let field = match (place, field.as_str()) {
            ("", "") => ".".to_owned(),
            ("", _) => field,
            (_, "") => place.to_owned(),
            _ => format!("{place}.{field}"),
        };
        Self::ModelField { field, problem }
    }

    /// Something about a model that does not fit the rest of it.
    pub(crate) fn invalid_model(
        what: impl Into<String>,
        expected: impl ToString,
        got: impl ToString,
    ) -> Self {
        let (expected, got) = (expected.to_string(), got.to_string());
        Self::InvalidModel { what: what.into(), expected, got }
    }
}

impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
