//! The form of a pipeline in a file.

use std::collections::BTreeMap;

use serde::ser::{Error as _, SerializeStruct};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::AnyPipeline;

/// What is read, before its steps are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredPipeline {
    pub(super) labels: Vec<String>,
    #[serde(default)]
    pub(super) transformers: Vec<NamedStep>,
    pub(super) classifier: NamedStep,
    #[serde(default)]
    pub(super) temperature: Option<f64>,
}

/// A map with one entry: the name of a step and what it holds.
#[derive(Deserialize)]
#[serde(try_from = "BTreeMap<String, Value>")]
pub(super) struct NamedStep {
    pub(super) name: String,
    pub(super) value: Value,
}

impl TryFrom<BTreeMap<String, Value>> for NamedStep {
    type Error = String;

    fn try_from(entries: BTreeMap<String, Value>) -> Result<Self, String> {
        let n_entries = entries.len();
        let mut entries = entries.into_iter();
        match (entries.next(), entries.next()) {
            (Some((name, value)), None) => Ok(Self { name, value }),
            _ => Err(format!("expected one step by its name, got {n_entries} entries")),
        }
    }
}

/// What a voting classifier holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredVoting {
    pub(super) estimators: Vec<StoredVoter>,
}

/// One of its pipelines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredVoter {
    pub(super) name: String,
    pub(super) weight: f64,
    pub(super) pipeline: Value,
}

impl Serialize for AnyPipeline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let transformers = self.transformers.iter();
        let transformers =
            transformers.map(|step| Ok(BTreeMap::from([(step.name(), step.tree()?)])));
        let transformers: Vec<BTreeMap<&str, Value>> =
            transformers.collect::<serde_json::Result<_>>().map_err(S::Error::custom)?;
        let classifier = self.classifier.tree().map_err(S::Error::custom)?;
        let n_fields = 3 + usize::from(self.temperature.is_some());
        let mut fields = serializer.serialize_struct("AnyPipeline", n_fields)?;
        fields.serialize_field("labels", &self.labels)?;
        fields.serialize_field("transformers", &transformers)?;
        fields.serialize_field(
            "classifier",
            &BTreeMap::from([(self.classifier.name(), classifier)]),
        )?;
        match &self.temperature {
            Some(temperature) => fields.serialize_field("temperature", temperature)?,
            None => fields.skip_field("temperature")?,
        }
        fields.end()
    }
}

/// Two pipelines are equal where all that a file would hold is.
impl PartialEq for AnyPipeline {
    fn eq(&self, other: &Self) -> bool {
        let trees = (serde_json::to_value(self), serde_json::to_value(other));
        matches!(trees, (Ok(one), Ok(another)) if one == another)
    }
}
