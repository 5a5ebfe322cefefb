//! Hyperparameters by name, as scikit-learn's `get_params` and `set_params` reach them.
//!
//! A step answers to the plain names of its hyperparameters (`alpha`); in a
//! [`Pipeline`](crate::pipeline::Pipeline) each stands behind the step's name and two underscores
//! (`mlp__alpha`, `smote__k_neighbors`). A value is a JSON value, so that a grid can hold numbers,
//! names and lists side by side.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{Error, Result};

/// A value whose hyperparameters can be listed, and set by path.
pub trait Parameters: Clone + Send + Sync {
    /// Its name as a step of a pipeline, such as `mlp`; empty for a chain of steps, whose own
    /// names then stand in front.
    const STEP: &'static str;

    /// All hyperparameters by path, with their values.
    fn parameters(&self) -> BTreeMap<String, Value>;

    /// Sets one hyperparameter.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownParameter`] when there is none of that path, and
    /// [`Error::InvalidParameter`] when the value is of the wrong kind. Whether its size makes
    /// sense is checked by `fit`.
    fn set_parameter(&mut self, path: &str, value: Value) -> Result<()>;
}

/// The fields of a hyperparameter struct by name: what [`Parameters::parameters`] of a step is.
pub fn fields<T: Serialize>(of: &T) -> BTreeMap<String, Value> {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields.into_iter().collect(),
        _ => BTreeMap::new(),
    }
}

/// Sets one field of a hyperparameter struct: what [`Parameters::set_parameter`] of a step does.
///
/// # Errors
///
/// As there.
pub fn set_field<T>(of: &mut T, name: &str, value: Value) -> Result<()>
where
    T: Serialize + DeserializeOwned,
{
    let mut all: Map<String, Value> = fields(of).into_iter().collect();
    if !all.contains_key(name) {
        return Err(unknown(name, all.keys()));
    }
    all.insert(name.to_owned(), value.clone());
    *of = serde_json::from_value(Value::Object(all)).map_err(|error| Error::InvalidParameter {
        parameter: name.to_owned(),
        expected: error.to_string(),
        got: value.to_string(),
    })?;
    Ok(())
}

/// The error for a path that leads nowhere, with those that do.
pub fn unknown<'a>(path: &str, known: impl IntoIterator<Item = &'a String>) -> Error {
    let known: Vec<&str> = known.into_iter().map(String::as_str).collect();
    Error::UnknownParameter { path: path.to_owned(), known: known.join(", ") }
}

/// The parameters of a step, as its pipeline lists them.
pub(crate) fn scoped<T: Parameters>(step: &T) -> BTreeMap<String, Value> {
    let behind = |(name, value): (String, Value)| match T::STEP {
        "" => (name, value),
        step => (format!("{step}__{name}"), value),
    };
    step.parameters().into_iter().map(behind).collect()
}

/// Sets a parameter of a step by its path in the pipeline; `None` when the path is not one of
/// this step's.
pub(crate) fn set_scoped<T: Parameters>(
    step: &mut T,
    path: &str,
    value: &Value,
) -> Option<Result<()>> {
    let name = match T::STEP {
        "" => scoped(step).contains_key(path).then_some(path)?,
        name => path.strip_prefix(name)?.strip_prefix("__")?,
    };
    Some(step.set_parameter(name, value.clone()).map_err(|error| in_full(error, path)))
}

/// Names the whole path in an error about a step's own parameter.
fn in_full(error: Error, path: &str) -> Error {
    match error {
        Error::InvalidParameter { expected, got, .. } => {
            Error::InvalidParameter { parameter: path.to_owned(), expected, got }
        }
        other => other,
    }
}
