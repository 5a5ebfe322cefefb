//! What can be wrong with samples or with a file of weights.

use std::path::PathBuf;

/// Why samples were not encoded, or weights not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There are no samples.
    #[error("samples: expected at least one, got none")]
    NoSamples,
    /// A sample is NaN, infinite, or so large that its power overflows.
    #[error("samples: expected finite values of a magnitude below 1e15, got {value} at {at}")]
    Sample {
        /// The place of the first such sample, from 0.
        at: usize,
        /// The sample.
        value: f32,
    },
    /// More blocks were asked for than the weights have.
    #[error("blocks: expected 0 to {available}, got {got}")]
    Blocks {
        /// Blocks in the weights.
        available: usize,
        /// Blocks asked for.
        got: usize,
    },
    /// Frames were asked for after blocks that are not in order, or after none.
    #[error(
        "blocks after which frames are taken: expected one or more in ascending order, got {got:?}"
    )]
    Taps {
        /// Blocks asked for.
        got: Vec<usize>,
    },
    /// The chunks of a long recording would not advance, or are longer than Whisper's 30 s.
    #[error(
        "chunk: expected 1 s to 30 s, more than twice the context, got {seconds} s with a context \
         of {context} s"
    )]
    Chunk {
        /// Length of a chunk in seconds, context included.
        seconds: f64,
        /// Context on either side in seconds.
        context: f64,
    },
    /// The bytes are not a safetensors file with the tensors of an encoder.
    #[error("weights: expected {expected}, got {got}")]
    Weights {
        /// What should be there.
        expected: String,
        /// What is there.
        got: String,
    },
    /// A file of weights could not be read.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The contents of a file of weights are wrong.
    #[error("{}: {source}", path.display())]
    InFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<Error>,
    },
}

/// What this crate's functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An [`Error::Weights`].
pub(crate) fn weights(expected: impl Into<String>, got: impl Into<String>) -> Error {
    Error::Weights { expected: expected.into(), got: got.into() }
}
