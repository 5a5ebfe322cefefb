//! Which fields a JSON text has, without their values.

use std::collections::BTreeMap;
use std::fmt;

use emo_learn::stored::deserialize;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::{Error, Result};

/// The fields of a JSON text.
///
/// A struct whose fields have defaults, or that is flattened into another, is read although a
/// field is missing or one too many is there. That a text has the fields of what was read from
/// it, no more and no less, shows that nothing was made up or skipped.
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
        let fields = deserialize(&mut json).map_err(|error| Error::in_field(error, ""))?;
        json.end().map_err(|error| Error::invalid_model("file", "JSON", error))?;
        Ok(fields)
    }

    /// The fields of a JSON tree.
    pub(super) fn of(tree: &Value) -> Result<Self> {
        deserialize(tree).map_err(|error| Error::in_field(error, ""))
    }

    /// Whether each of these fields is one of `known`; the error names the first that is not.
    ///
    /// `known` are the fields of what was read, written again: a field that serde ignored is not
    /// among them. That a field may be missing is for serde to decide. A packed list of numbers has
    /// fields of its own, and the list itself has none: the two are not compared.
    pub(super) fn check_known(&self, known: &Self) -> Result<()> {
        match self.unknown(known, "") {
            None => Ok(()),
            Some(field) => {
                Err(Error::ModelField { field, problem: "the field is not known".into() })
            }
        }
    }

    fn unknown(&self, known: &Self, path: &str) -> Option<String> {
        match (self, known) {
            (Self::List(here), Self::List(there)) => {
                let mut pairs = here.iter().zip(there).enumerate();
                pairs.find_map(|(at, (a, b))| a.unknown(b, &format!("{path}[{at}]")))
            }
            (Self::Map(here), Self::Map(there)) => here.iter().find_map(|(name, own)| {
                let dot = if path.is_empty() { "" } else { "." };
                let below = format!("{path}{dot}{name}");
                match there.get(name) {
                    Some(known) => own.unknown(known, &below),
                    None => Some(below),
                }
            }),
            _ => None,
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
