//! Protocols as text, and in files.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Protocol;
use crate::{Error, GroupKey, Result, quoted};

impl Protocol {
    /// Its name, if [`str::parse`] gives the same protocol for it.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Split { .. } if *self == Self::seed() => Some("seed".into()),
            Self::Split { test_size, seed } => Some(format!("split-{test_size}-seed-{seed}")),
            Self::Folds { key, n_folds: None } => Some(format!("{key}-folds")),
            Self::Folds { key, n_folds: Some(n_folds) } => Some(format!("{key}-folds-{n_folds}")),
            Self::NamedFolds { .. } if *self == Self::emobox_ravdess() => {
                Some("speaker-6fold".into())
            }
            Self::LeaveOneOut { key } => Some(format!("leave-one-{key}-out")),
            Self::NamedFolds { .. } | Self::TrainTest { .. } => None,
        }
        .filter(|name| name.parse().is_ok_and(|parsed: Self| parsed == *self))
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = self.name() {
            return f.pad(&name);
        }
        let list = |groups: &[GroupKey]| {
            groups.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        f.pad(&match self {
            Self::NamedFolds { key, .. } => format!("named folds by {key}"),
            Self::TrainTest { key, train, test } => {
                format!("{key} {} to {}", list(train), list(test))
            }
            other => format!("{other:?}"),
        })
    }
}

impl FromStr for Protocol {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        parse(name).ok_or_else(|| Error::InvalidValue {
            what: "protocol",
            expected: format!("{}, or another key in their places", Self::NAMES.join(", ")),
            got: quoted(name),
        })
    }
}

fn parse(name: &str) -> Option<Protocol> {
    let good_key = |key: &str| !key.is_empty() && key.trim() == key;
    if name == "seed" {
        return Some(Protocol::seed());
    }
    if name == "speaker-6fold" {
        return Some(Protocol::emobox_ravdess());
    }
    if let Some(key) = name.strip_prefix("leave-one-").and_then(|rest| rest.strip_suffix("-out")) {
        return Some(Protocol::leave_one_out(key)).filter(|_| good_key(key));
    }
    if let Some((test_size, seed)) =
        name.strip_prefix("split-").and_then(|rest| rest.split_once("-seed-"))
    {
        let test_size: f64 = test_size.parse().ok()?;
        let seed = seed.parse().ok()?;
        let fits = test_size > 0.0 && test_size < 1.0;
        return fits.then_some(Protocol::Split { test_size, seed });
    }
    let (key, n_folds) = match name.rsplit_once("-folds-") {
        Some((key, n_folds)) => (key, Some(n_folds.parse().ok().filter(|it| *it > 1)?)),
        None => (name.strip_suffix("-folds")?, None),
    };
    good_key(key).then(|| Protocol::Folds { key: key.into(), n_folds })
}

/// The parts of a protocol without a name, as they are stored.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Protocol", rename_all = "kebab-case", deny_unknown_fields)]
enum Parts {
    Split { test_size: f64, seed: u32 },
    Folds { key: String, n_folds: Option<usize> },
    NamedFolds { key: String, fold_of: BTreeMap<GroupKey, GroupKey> },
    LeaveOneOut { key: String },
    TrainTest { key: String, train: Vec<GroupKey>, test: Vec<GroupKey> },
}

/// By name where there is one, as cards of earlier versions have it.
impl Serialize for Protocol {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.name() {
            Some(name) => serializer.serialize_str(&name),
            None => Parts::serialize(self, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Protocol {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrParts;

        impl<'de> Visitor<'de> for NameOrParts {
            type Value = Protocol;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a protocol or its parts")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Protocol, E> {
                name.parse().map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<Protocol, A::Error> {
                Parts::deserialize(MapAccessDeserializer::new(parts))
            }
        }

        deserializer.deserialize_any(NameOrParts)
    }
}
