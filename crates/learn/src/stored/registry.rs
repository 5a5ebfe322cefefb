//! Which steps can be read, by name.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;

use super::path::deserialize;
use super::tree::{NamedStep, StoredPipeline, StoredVoting};
use super::{
    AnyClassifier, AnyPipeline, AnyTransformer, Single, StoredClassifier, StoredTransformer,
    VotingPipelines,
};
use crate::numeric::check_temperature;
use crate::preprocessing::{AdaptedGroupScaler, Clipper, FittedStandardScaler};
use crate::{Error, Result};

/// Pipelines that vote in pipelines that vote are read down to this depth.
const DEEPEST: usize = 8;

/// The steps that can be read from a file, by their names. It is a value: there is no global one.
///
/// [`standard`](Self::standard) knows this crate's steps; `emo_mlp::register` and
/// `emo_ridge::register` add theirs, and so can you.
#[derive(Clone, Default)]
pub struct Registry {
    transformers: BTreeMap<&'static str, fn(Value) -> Result<AnyTransformer>>,
    classifiers: BTreeMap<&'static str, fn(Value) -> Result<AnyClassifier>>,
}

impl Registry {
    /// The steps of this crate: `scaler` (and `scaler_f32`), `clip`, `group_scaler`, `voting`.
    pub fn standard() -> Self {
        let mut registry = Self::default();
        registry
            .add_transformer::<FittedStandardScaler>()
            .add_transformer::<Single<FittedStandardScaler>>()
            .add_transformer::<Clipper>()
            .add_transformer::<AdaptedGroupScaler>();
        registry
    }

    /// Adds a transformer by its [`NAME`](StoredTransformer::NAME), in place of one of that name.
    pub fn add_transformer<T: StoredTransformer>(&mut self) -> &mut Self {
        self.transformers.insert(T::NAME, |value| Ok(AnyTransformer::new(read_step::<T>(value)?)));
        self
    }

    /// Adds a classifier by its [`NAME`](StoredClassifier::NAME), in place of one of that name.
    pub fn add_classifier<C: StoredClassifier>(&mut self) -> &mut Self {
        self.classifiers.insert(C::NAME, |value| Ok(AnyClassifier::new(read_step::<C>(value)?)));
        self
    }

    /// The names of the transformers that can be read.
    pub fn transformers(&self) -> impl Iterator<Item = &'static str> {
        self.transformers.keys().copied()
    }

    /// The names of the classifiers that can be read.
    pub fn classifiers(&self) -> impl Iterator<Item = &'static str> {
        self.classifiers.keys().copied().chain([VotingPipelines::NAME])
    }

    /// Reads a pipeline from any deserialiser, such as a `serde_json::Value` or a
    /// `&mut serde_json::Deserializer`, and checks that its steps fit each other.
    ///
    /// # Errors
    ///
    /// [`Error::StoredField`] names the field that is missing, not known or of another kind, and
    /// the step that is not registered; [`Error::Misfit`] where steps do not fit each other.
    pub fn read<'de, D: Deserializer<'de>>(&self, from: D) -> Result<AnyPipeline> {
        self.read_at(from, DEEPEST)
    }

    fn read_at<'de, D: Deserializer<'de>>(&self, from: D, depth: usize) -> Result<AnyPipeline> {
        let stored: StoredPipeline = deserialize(from)?;
        let transformers = stored.transformers.into_iter().enumerate();
        let transformers = transformers.map(|(at, step)| {
            self.transformer(step).map_err(|error| error.in_field(&format!("transformers[{at}]")))
        });
        let transformers = transformers.collect::<Result<Vec<_>>>()?;
        let classifier = self.classifier(stored.classifier, depth);
        let classifier = classifier.map_err(|error| error.in_field("classifier"))?;
        let mut pipeline = AnyPipeline::new(transformers, classifier, stored.labels)?;
        if let Some(temperature) = stored.temperature {
            check_temperature(temperature)?;
            pipeline.temperature = Some(temperature);
        }
        Ok(pipeline)
    }

    fn transformer(&self, NamedStep { name, value }: NamedStep) -> Result<AnyTransformer> {
        let read = self.transformers.get(name.as_str());
        let read = read.ok_or_else(|| unknown_step(&name, "transformers", self.transformers()))?;
        read(value).map_err(|error| error.in_field(&name))
    }

    fn classifier(&self, step: NamedStep, depth: usize) -> Result<AnyClassifier> {
        let NamedStep { name, value } = step;
        let read = self.classifiers.get(name.as_str());
        let classifier = match read {
            Some(read) => read(value),
            None if name == VotingPipelines::NAME => self.voting(value, depth),
            None => return Err(unknown_step(&name, "classifiers", self.classifiers())),
        };
        classifier.map_err(|error| error.in_field(&name))
    }

    fn voting(&self, value: Value, depth: usize) -> Result<AnyClassifier> {
        let Some(depth) = depth.checked_sub(1) else {
            let problem = format!("expected at most {DEEPEST} votes within each other");
            return Err(Error::StoredField { field: String::new(), problem });
        };
        let StoredVoting { estimators } = deserialize(value)?;
        let (mut pipelines, mut weights) = (Vec::new(), Vec::new());
        for (at, voter) in estimators.into_iter().enumerate() {
            let pipeline = self.read_at(voter.pipeline, depth);
            let place = format!("estimators[{at}].pipeline");
            pipelines.push((voter.name, pipeline.map_err(|error| error.in_field(&place))?));
            weights.push(voter.weight);
        }
        Ok(VotingPipelines::with_shares(pipelines, weights)?.into())
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Registry");
        out.field("transformers", &self.transformers.keys());
        out.field("classifiers", &self.classifiers.keys()).finish()
    }
}

fn read_step<T: DeserializeOwned>(value: Value) -> Result<T> {
    deserialize(value)
}

fn unknown_step(name: &str, kind: &str, known: impl Iterator<Item = &'static str>) -> Error {
    let known: Vec<&str> = known.collect();
    Error::StoredField {
        field: name.to_owned(),
        problem: format!("the step is not registered; the {kind} are {}", known.join(", ")),
    }
}
