//! Reading with errors that name the field.

use serde::{Deserialize, Deserializer};

use crate::{Error, Result};

/// Reads a value as serde does. The error has the path to the field that cannot be read, such as
/// `layers[1].weights`; in WebAssembly the path is empty, which saves a tenth of the program.
///
/// # Errors
///
/// [`Error::StoredField`] when the value cannot be read.
///
/// ```
/// use emo_learn::stored::deserialize;
/// use serde_json::json;
///
/// let error = deserialize::<Vec<u8>, _>(json!([1, "two"])).unwrap_err();
/// assert!(error.to_string().starts_with("[1]: "));
/// ```
#[cfg(not(target_family = "wasm"))]
pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<T> {
    serde_path_to_error::deserialize(from).map_err(|error| {
        let field = error.path().to_string();
        let field = if field == "." { String::new() } else { field };
        Error::StoredField { field, problem: error.inner().to_string() }
    })
}

/// Reads a value as serde does.
///
/// # Errors
///
/// [`Error::StoredField`] when the value cannot be read.
#[cfg(target_family = "wasm")]
pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<T> {
    T::deserialize(from)
        .map_err(|error| Error::StoredField { field: String::new(), problem: error.to_string() })
}
