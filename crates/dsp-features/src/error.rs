//! The errors of this crate.

/// Why a feature could not be computed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There are no samples, or a matrix has no frames.
    #[error("{what} is empty, expected at least one value")]
    Empty {
        /// What was empty.
        what: &'static str,
    },
    /// A value is NaN, infinite, or so large that its power overflows, or negative where a
    /// spectrogram is expected.
    #[error("{what}[{index}] is {value}, expected {expected}")]
    BadValue {
        /// Which array the value is in.
        what: &'static str,
        /// Its place, counted in row-major order.
        index: usize,
        /// The value.
        value: f32,
        /// What is allowed there.
        expected: String,
    },
    /// A parameter lies outside its range.
    #[error("{name} is {got}, expected {expected}")]
    Parameter {
        /// The parameter, by librosa's name.
        name: &'static str,
        /// What is allowed.
        expected: String,
        /// What was given.
        got: String,
    },
    /// The samples are too few for a frame that is not padded.
    #[error("{got} samples, expected at least n_fft = {expected} where frames are not centred")]
    TooShort {
        /// The length of a frame.
        expected: usize,
        /// The number of samples given.
        got: usize,
    },
    /// A configuration combines descriptors whose frames lie at different times.
    #[error("{what} has {got}, expected that of the transform: {expected}")]
    Misaligned {
        /// The column whose frames lie elsewhere.
        what: String,
        /// Where the frames of the transform lie.
        expected: String,
        /// Where the frames of the column lie.
        got: String,
    },
    /// The learned encoder refuses its weights or the samples.
    #[error("speech encoder: {message}")]
    Encoder {
        /// What is wrong, in the encoder's words.
        message: String,
    },
    /// A configuration uses a learned encoder whose weights are not in the program and were not
    /// given.
    #[error("speech encoder: expected the weights {expected}, got none")]
    NoEncoderWeights {
        /// The weights that the configuration names.
        expected: String,
    },
    /// The values of a long recording, which do not stay in memory, cannot be written or read.
    #[error("cannot {action} the temporary file with the values of all frames: {message}")]
    TemporaryFile {
        /// What failed: `read from` or `write to`.
        action: &'static str,
        /// Why, in the system's words.
        message: String,
    },
    /// The result would not fit in memory.
    #[error("{frames} frames of {columns} values, expected at most {limit} values in all")]
    TooLarge {
        /// Frames of the result.
        frames: usize,
        /// Values a frame.
        columns: usize,
        /// The largest number of values.
        limit: usize,
    },
}

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Fails with [`Error::Parameter`] unless `ok`.
pub(crate) fn require(
    ok: bool,
    name: &'static str,
    expected: impl Into<String>,
    got: impl ToString,
) -> Result<()> {
    if ok {
        return Ok(());
    }
    Err(Error::Parameter { name, expected: expected.into(), got: got.to_string() })
}
