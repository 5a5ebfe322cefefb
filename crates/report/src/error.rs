//! Why a plot or a report cannot be made.

/// Why a plot or a report cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value is not one that can be drawn.
    #[error("{what}: expected {expected}, got {got}")]
    InvalidValue {
        /// What the value is, such as "counts of the confusion matrix".
        what: String,
        /// The values that can be drawn.
        expected: String,
        /// The value that is there.
        got: String,
    },
    /// A plot cannot be drawn or turned into pixels.
    #[error("plot {title:?}: {problem}")]
    Plot {
        /// The plot's title.
        title: String,
        /// What is wrong.
        problem: String,
    },
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
