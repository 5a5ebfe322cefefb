//! Why a clip cannot be augmented.

/// What is wrong with the clip or with the augmentation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A parameter is out of its range.
    #[error("{parameter}: expected {expected}, got {got}")]
    Parameter {
        /// Which parameter.
        parameter: &'static str,
        /// Its range.
        expected: &'static str,
        /// The value given.
        got: f64,
    },
    /// The name of an augmentation is not known.
    #[error("treatment: expected {expected}, got {got:?}")]
    Name {
        /// The known names.
        expected: &'static str,
        /// The name given.
        got: String,
    },
    /// A sample is NaN or infinite.
    #[error("expected finite samples, got {value} at {at}")]
    NonFinite {
        /// Index of the sample.
        at: usize,
        /// Its value.
        value: f32,
    },
    /// The augmented clip would be too loud for its samples to be finite.
    #[error("expected a clip that stays finite, got one that overflows at {at}")]
    Overflow {
        /// Index of the sample.
        at: usize,
    },
    /// There is no voice for the babble, or a voice has no samples.
    #[error("expected voices with samples, got {got}")]
    NoVoices {
        /// What was given.
        got: &'static str,
    },
    /// The clip cannot be resampled.
    #[error(transparent)]
    Resampling(#[from] emo_audio_io::Error),
    /// A transform failed.
    #[error("transform: {0}")]
    Transform(#[from] emo_fft::FftError),
}

/// What this crate's functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;
