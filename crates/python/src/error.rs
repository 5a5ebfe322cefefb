//! Rust's errors as Python's exceptions, with the same message.

use std::io;

use pyo3::PyErr;
use pyo3::exceptions::{PyOSError, PyValueError};

pyo3::create_exception!(
    emo,
    AudioError,
    PyOSError,
    "A recording that cannot be read, or holds nothing that can be used. The message names the file."
);

/// Why a call failed, in a form that another thread can send.
#[derive(Debug)]
pub(crate) enum Failure {
    /// `emo.AudioError`.
    Audio(String),
    /// `ValueError`.
    Value(String),
    /// The subclass of `OSError` that belongs to the kind.
    System(io::ErrorKind, String),
    /// What Python itself raised, such as `KeyboardInterrupt`.
    Raised(PyErr),
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Audio(message) => AudioError::new_err(message),
            Failure::Value(message) => PyValueError::new_err(message),
            Failure::System(kind, message) => io::Error::new(kind, message).into(),
            Failure::Raised(error) => error,
        }
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

impl From<emo_audio_io::Error> for Failure {
    fn from(error: emo_audio_io::Error) -> Self {
        use emo_audio_io::Error::{InvalidOption, NonFinite, Rates};
        let message = error.to_string();
        match error {
            InvalidOption { .. } | NonFinite { .. } | Rates { .. } => Self::Value(message),
            _ => Self::Audio(message),
        }
    }
}

impl From<emo_pipeline::Error> for Failure {
    fn from(error: emo_pipeline::Error) -> Self {
        use emo_pipeline::Error::{Audio, Features, File, Io};
        let message = error.to_string();
        match error {
            Audio(error) => error.into(),
            Io(error) => Self::System(error.kind(), message),
            File { error, .. } => match *error {
                Io(error) => Self::System(error.kind(), message),
                Audio(_) | Features(_) => Self::Audio(message),
                _ => Self::Value(message),
            },
            _ => Self::Value(message),
        }
    }
}

impl From<emo_live::Error> for Failure {
    fn from(error: emo_live::Error) -> Self {
        match error {
            emo_live::Error::Audio(error) => error.into(),
            other => Self::Value(other.to_string()),
        }
    }
}

/// Errors that are always about a value.
macro_rules! values {
    ($($error:ty),* $(,)?) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::Value(error.to_string())
            }
        })*
    };
}

values!(
    emo_dsp_features::Error,
    emo_learn::Error,
    emo_mlp::Error,
    emo_resample_smote::Error,
    emo_ridge::Error,
    serde_json::Error,
    std::num::TryFromIntError,
);
