//! The value of a hyperparameter.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

use crate::{Error, Result};

/// The value of a hyperparameter: a number, a text, true or false, nothing, a list, or a map, so
/// that a grid can hold values of any kind side by side.
///
/// ```
/// use emo_learn::parameters::Value;
///
/// assert_eq!(Value::from(0.5), 0.5);
/// assert_eq!(Value::from([256, 64]).to_string(), "[256,64]");
/// assert_eq!(Value::from("relu").as_str(), Some("relu"));
/// assert_eq!(Value::from(vec![1, 2]).read::<Vec<usize>>()?, [1, 2]);
/// # Ok::<(), emo_learn::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Value(Json);

impl Value {
    /// The value that serde makes of `value`; nothing where that has no form in JSON, such as NaN
    /// or a map whose keys are no text.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Self {
        Self(serde_json::to_value(value).unwrap_or_default())
    }

    /// The value as a type that serde can read.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] when it is of another kind.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_value(self.0.clone()).map_err(|error| Error::InvalidParameter {
            parameter: "value".into(),
            expected: error.to_string(),
            got: self.to_string(),
        })
    }

    /// The number, if it is one.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }

    /// The whole number from 0, if it is one.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.as_u64()
    }

    /// True or false, if it is one of them.
    pub fn as_bool(&self) -> Option<bool> {
        self.0.as_bool()
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }

    /// The elements, if it is a list.
    pub fn as_list(&self) -> Option<Vec<Self>> {
        self.0.as_array().map(|list| list.iter().cloned().map(Self).collect())
    }

    /// Whether it is nothing, as an option that is not set is.
    pub fn is_null(&self) -> bool {
        self.0.is_null()
    }

    /// The fields of a struct by name; empty for another kind of value.
    pub(super) fn into_fields(self) -> BTreeMap<String, Self> {
        match self.0 {
            Json::Object(fields) => fields.into_iter().map(|(name, it)| (name, Self(it))).collect(),
            _ => BTreeMap::new(),
        }
    }
}

/// As JSON writes it.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! from {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Self(Json::from(value))
            }
        }

        impl PartialEq<$kind> for Value {
            fn eq(&self, other: &$kind) -> bool {
                self.0 == *other
            }
        }
    )*};
}

from!(bool, f32, f64, i32, i64, u32, u64, usize, &str, String);

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(list: Vec<T>) -> Self {
        Self(Json::Array(list.into_iter().map(|element| element.into().0).collect()))
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(list: [T; N]) -> Self {
        Self(Json::Array(list.into_iter().map(|element| element.into().0).collect()))
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::default, Into::into)
    }
}
