//! What can go wrong between blocks of audio and their events.

/// Why audio could not be measured, or a timeline not be written.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An option is out of its range.
    #[error("{option}: expected {expected}, got {got}")]
    InvalidOption {
        /// Which option.
        option: &'static str,
        /// Its range.
        expected: &'static str,
        /// The value given.
        got: String,
    },
    /// A sample is NaN or infinite.
    #[error("expected finite samples, got {value} at sample {at}")]
    NonFinite {
        /// Place of the sample, counted from the start of the stream.
        at: u64,
        /// Its value.
        value: f32,
    },
    /// The blocks of the channels differ in number or length.
    #[error("{what}: expected {expected}, got {got}")]
    Shape {
        /// What has the wrong size.
        what: &'static str,
        /// The size that is needed.
        expected: usize,
        /// The size that was given.
        got: usize,
    },
    /// The model failed on a part of the audio.
    #[error("from {start:.3} s to {end:.3} s: {source}")]
    Model {
        /// Where the part starts, s.
        start: f64,
        /// Where it ends, s.
        end: f64,
        /// What the model reports.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The audio cannot be resampled or decoded.
    #[error(transparent)]
    Audio(#[from] emo_audio_io::Error),
    /// The microphone is not there, or does not give what is expected.
    #[error("microphone: expected {expected}, got {got}")]
    Microphone {
        /// What is needed.
        expected: String,
        /// What was found.
        got: String,
    },
    /// The timeline could not be written.
    #[error("timeline: {0}")]
    Write(#[from] std::io::Error),
}

/// A result, or why there is none.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn option(option: &'static str, expected: &'static str, got: impl ToString) -> Self {
        Self::InvalidOption { option, expected, got: got.to_string() }
    }

    #[cfg(feature = "microphone")]
    pub(crate) fn microphone(expected: impl ToString, got: impl ToString) -> Self {
        Self::Microphone { expected: expected.to_string(), got: got.to_string() }
    }
}
