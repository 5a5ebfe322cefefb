//! Parameters come as JSON with the names that serde gives them: those of librosa and scikit-learn.

use serde::de::DeserializeOwned;

use crate::error::Failure;

/// Reads the parameters.
pub(crate) fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    Ok(serde_json::from_str(text)?)
}

/// Writes a value.
pub(crate) fn written<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    Ok(serde_json::to_string(value)?)
}
