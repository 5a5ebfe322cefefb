//! What can go wrong between clips, columns and files.

use std::path::PathBuf;

/// Why something could not be done, with what was expected and what was there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A column is missing, or is of another type.
    #[error("column {column}: expected {expected}, got {got}")]
    Column {
        /// The column's name.
        column: String,
        /// What the column should be.
        expected: String,
        /// What is there.
        got: String,
    },
    /// A cell has a value that it cannot have.
    #[error("row {row}, column {column}: expected {expected}, got {got}")]
    Cell {
        /// The row of the batch, from 0.
        row: usize,
        /// The column's name.
        column: String,
        /// What the cell should have.
        expected: String,
        /// What it has.
        got: String,
    },
    /// A value is not one of those that are known.
    #[error("{what}: expected {expected}, got {got}")]
    Value {
        /// What the value stands for, such as "layout".
        what: &'static str,
        /// The values that are known.
        expected: String,
        /// The value that is there.
        got: String,
    },
    /// Two runs, or two parts of one, do not belong together.
    #[error("expected {expected}, got {got}")]
    Run {
        /// What the folder holds.
        expected: String,
        /// What was started.
        got: String,
    },
    /// Columns do not fit each other.
    #[error("the columns do not fit each other: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// A file is damaged, or is not a Parquet file.
    #[cfg(feature = "parquet")]
    #[error("expected a Parquet file that is complete: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The clips or features cannot be a table.
    #[error(transparent)]
    Corpus(#[from] emo_corpus::Error),
    /// Something is wrong with a file.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: Box<Error>,
    },
    /// The system could not read or write.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

#[cfg(feature = "parquet")]
impl Error {
    /// The same error with the path of its file.
    pub(crate) fn in_file(self, path: &std::path::Path) -> Self {
        match self {
            Self::File { .. } => self,
            error => Self::File { path: path.to_owned(), error: Box::new(error) },
        }
    }
}

/// What this crate's functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;
