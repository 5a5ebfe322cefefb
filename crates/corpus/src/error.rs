//! What can go wrong with labels, manifests, tables and protocols.

use std::path::{Path, PathBuf};

/// Why something could not be done, with what was expected and what was there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Two things that belong together have different sizes.
    #[error("{what}: expected {expected}, got {got}")]
    Shape {
        /// What was counted, such as "rows of x".
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
    /// A row number points past the last row.
    #[error("row {row}: expected one of {n_rows} rows, counted from 0")]
    NoSuchRow {
        /// The row number.
        row: usize,
        /// How many rows there are.
        n_rows: usize,
    },
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
    /// Clips lack a key that a protocol divides by.
    #[error("{key}: expected one for every clip, got none for {clips}")]
    MissingKey {
        /// The key, such as "speaker".
        key: String,
        /// The first clips without it, and how many more there are.
        clips: String,
    },
    /// A cell of a table or a field of a line cannot be read.
    #[error("line {line}, column {column}: expected {expected}, got {got}")]
    Cell {
        /// Line of the file, from 1.
        line: u64,
        /// The column's or field's name.
        column: String,
        /// What the column holds.
        expected: String,
        /// What the cell holds.
        got: String,
    },
    /// A line of a table or a manifest cannot be read.
    #[error("line {line}: expected {expected}, got {got}")]
    Line {
        /// Line of the file, from 1.
        line: u64,
        /// What a good line has.
        expected: String,
        /// What this one has.
        got: String,
    },
    /// A file's name is not one of those that a corpus has.
    #[error("name: expected {expected}, got {got}")]
    Name {
        /// How the corpus names its files.
        expected: String,
        /// The name that is there.
        got: String,
    },
    /// Two files hold the same recording.
    #[error("expected one file per recording, got a second one of {}", first.display())]
    RepeatedClip {
        /// The file that is used.
        first: PathBuf,
    },
    /// Rows cannot be split, learnt from, predicted or scored.
    #[error(transparent)]
    Learn(#[from] emo_learn::Error),
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

impl Error {
    /// The same error, said of the file at `path`.
    pub(crate) fn in_file(self, path: &Path) -> Self {
        Self::File { path: path.to_owned(), error: Box::new(self) }
    }
}

/// What this crate's functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;
