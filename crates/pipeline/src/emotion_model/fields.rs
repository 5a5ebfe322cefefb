//! Which fields a JSON text has, without their values.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::{Error, Result};

/// The fields of a JSON text.
///
/// A struct whose fields have defaults, or that is flattened into another, is read although a
/// field is missing or one too many is there. That a text has the fields of what was read from
/// it, no more and no less, shows that nothing was made up or passed over.
#[derive(Debug, PartialEq)]
pub(super) enum Fields {
    /// A number, a word, true, false or null.
    Value,
    /// The elements that have fields or elements themselves.
    List(Vec<Fields>),
    /// The fields by name.
    Map(BTreeMap<String, Fields>),
}

impl Fields {
    /// The fields of a JSON text.
    pub(super) fn read(text: &[u8]) -> Result<Self> {
        let mut json = serde_json::Deserializer::from_slice(text);
        let fields =
            serde_path_to_error::deserialize(&mut json).map_err(|error| Error::ModelField {
                field: error.path().to_string(),
                problem: error.inner().to_string(),
            })?;
        json.end().map_err(|error| Error::invalid_model("file", "JSON", error))?;
        Ok(fields)
    }

    /// Whether these are the expected fields; the error names the first that is not.
    pub(super) fn check_same(&self, expected: &Self) -> Result<()> {
        match self.difference(expected, "") {
            None => Ok(()),
            Some((field, problem)) => Err(Error::ModelField { field, problem: problem.into() }),
        }
    }

    fn difference(&self, expected: &Self, path: &str) -> Option<(String, &'static str)> {
        match (self, expected) {
            (Self::Value, Self::Value) => None,
            (Self::List(here), Self::List(there)) if here.len() == there.len() => {
                let mut pairs = here.iter().zip(there).enumerate();
                pairs.find_map(|(at, (a, b))| a.difference(b, &format!("{path}[{at}]")))
            }
            (Self::Map(here), Self::Map(there)) => {
                let dot = if path.is_empty() { "" } else { "." };
                let below = |name: &String| format!("{path}{dot}{name}");
                let missing = there.keys().find(|&name| !here.contains_key(name));
                let unknown = here.keys().find(|&name| !there.contains_key(name));
                let missing = missing.map(|name| (below(name), "the field is missing"));
                let unknown = unknown.map(|name| (below(name), "the field is not known"));
                missing.or(unknown).or_else(|| {
                    let pairs = here.iter().zip(there.values());
                    pairs.into_iter().find_map(|((name, a), b)| a.difference(b, &below(name)))
                })
            }
            _ => Some((path.to_owned(), "the value is of another kind than it should be")),
        }
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(json: D) -> std::result::Result<Self, D::Error> {
        json.deserialize_any(FieldsVisitor)
    }
}

struct FieldsVisitor;

/// The visits that a value without fields makes.
macro_rules! values {
    ($($visit:ident($kind:ty)),*) => {
        $(fn $visit<E>(self, _: $kind) -> std::result::Result<Fields, E> { Ok(Fields::Value) })*
    };
}

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    values!(visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str));

    fn visit_unit<E>(self) -> std::result::Result<Fields, E> {
        Ok(Fields::Value)
    }

    fn visit_seq<A: SeqAccess<'de>>(
        self,
        mut elements: A,
    ) -> std::result::Result<Fields, A::Error> {
        let mut kept = Vec::new();
        while let Some(element) = elements.next_element()? {
            if element != Fields::Value {
                kept.push(element);
            }
        }
        Ok(Fields::List(kept))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> std::result::Result<Fields, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some((name, value)) = entries.next_entry::<String, _>()? {
            if fields.contains_key(&name) {
                return Err(A::Error::custom(format_args!("the field {name} twice")));
            }
            fields.insert(name, value);
        }
        Ok(Fields::Map(fields))
    }
}
