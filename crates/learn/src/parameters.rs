//! Hyperparameters by name, as scikit-learn's `get_params` and `set_params` reach them.
//!
//! A step has the plain names of its hyperparameters (`alpha`); in a
//! [`Pipeline`](crate::pipeline::Pipeline) each stands behind the step's name and two underscores
//! (`mlp__alpha`, `smote__k_neighbors`). Where two steps have one name, the second is `clip_2`, the
//! third `clip_3`, in the order in which rows pass them; [`Parameters::named`] gives a step a name
//! of its own. A value is a [`Value`], so that a grid can hold numbers, texts and lists side by
//! side.

mod named;
mod steps;
mod value;

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result};

pub use named::Named;
pub(crate) use steps::{parameters_of, set_parameter_of};
pub use value::Value;

/// A value whose hyperparameters can be listed, and set by path.
pub trait Parameters: Send + Sync {
    /// Its name as a step of a pipeline, such as `mlp`; empty for a chain of steps, whose own
    /// names then come first.
    fn step_name(&self) -> &str;

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

    /// The same step under a name of the caller's, so that its paths differ from those of another
    /// step of its type. The name does not appear in files.
    #[must_use]
    fn named(self, name: impl Into<String>) -> Named<Self>
    where
        Self: Sized,
    {
        Named::new(name.into(), self)
    }
}

/// The fields of a hyperparameter struct by name: what [`Parameters::parameters`] of a step is.
pub fn fields<T: Serialize>(of: &T) -> BTreeMap<String, Value> {
    Value::of(of).into_fields()
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
    let mut all = fields(of);
    if !all.contains_key(name) {
        return Err(unknown(name, all.keys()));
    }
    let got = value.to_string();
    all.insert(name.to_owned(), value);
    *of = Value::of(&all).read().map_err(|error| match error {
        Error::InvalidParameter { expected, .. } => {
            Error::InvalidParameter { parameter: name.to_owned(), expected, got }
        }
        other => other,
    })?;
    Ok(())
}

/// The error for a path that leads nowhere, with those that do.
pub fn unknown<'a>(path: &str, known: impl IntoIterator<Item = &'a String>) -> Error {
    let known: Vec<&str> = known.into_iter().map(String::as_str).collect();
    Error::UnknownParameter { path: path.to_owned(), known: known.join(", ") }
}

/// Names the whole path in an error about a step's own parameter.
pub(crate) fn in_full(error: Error, path: &str) -> Error {
    match error {
        Error::InvalidParameter { expected, got, .. } => {
            Error::InvalidParameter { parameter: path.to_owned(), expected, got }
        }
        other => other,
    }
}
