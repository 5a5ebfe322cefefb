//! Batches of predictions.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use emo_arrow::{keys, probability_maps, probability_type};
use rayon::prelude::*;

use super::extract::feature_metadata;
use super::inputs::{Inputs, Source, assembled};
use crate::{EmotionModel, Prediction, Quality, Result};

/// Predicts the emotions of the recordings of record batches; see the [module](super).
///
/// | column of the output | type | content |
/// | --- | --- | --- |
/// | those that are kept | as in the input | |
/// | `path`, `start`, `end`, `channel` | text, `f64`, `f64`, `i64` | those of the input, or nulls |
/// | `label` | text | the most probable label |
/// | `probability` | `f64` | its probability |
/// | `probabilities` | map from text to `f64` | the probability of each label of the model |
/// | `quality` | text | the kind of [`Quality`], such as `good` or `too-short` |
/// | `quality_value` | `f64` | what it was judged by, where it is not good |
/// | `error` | text | why there is no prediction |
///
/// The schema is the same for all models. Its metadata hold the model's card and labels, and the
/// feature configuration.
#[derive(Debug)]
pub struct Predictor {
    model: EmotionModel,
    keep: Vec<String>,
    schema: SchemaRef,
}

impl Predictor {
    /// With the model to predict with.
    ///
    /// # Errors
    ///
    /// None that are known: a card can be written as JSON.
    pub fn new(model: EmotionModel) -> Result<Self> {
        let json = |text: serde_json::Result<String>| text.map_err(std::io::Error::from);
        let mut metadata = feature_metadata(model.extractor())?.to_vec();
        metadata.push((keys::CARD.to_owned(), json(serde_json::to_string(model.card()))?));
        metadata.push((keys::LABELS.to_owned(), json(serde_json::to_string(model.classes()))?));
        let schema = Schema::new_with_metadata(fields(), metadata.into_iter().collect());
        Ok(Self { model, keep: Vec::new(), schema: Arc::new(schema) })
    }

    /// Copies these columns of the input to the front of the output.
    #[must_use]
    pub fn keep(self, columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { keep: columns.into_iter().map(Into::into).collect(), ..self }
    }

    /// The model.
    pub fn model(&self) -> &EmotionModel {
        &self.model
    }

    /// The schema of the output, without the columns that are kept.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The prediction of each row, computed on all threads of rayon's current pool.
    ///
    /// # Errors
    ///
    /// If a column of the input is missing or has another type. A row never fails the batch.
    pub fn predict(&self, batch: &RecordBatch) -> Result<RecordBatch> {
        let inputs = Inputs::of(batch)?;
        let predict = |source: Source<'_>| -> Result<Prediction> {
            let (recording, bytes) = source?;
            self.model.predict_recording(&recording, bytes)
        };
        let predictions: Vec<Result<Prediction>> =
            inputs.sources().into_par_iter().map(predict).collect();
        let mut arrays = inputs.arrays();
        arrays.extend(self.results(&predictions)?);
        assembled(batch, &self.keep, &self.schema, arrays)
    }

    fn results(&self, predictions: &[Result<Prediction>]) -> Result<[ArrayRef; 6]> {
        let good = || predictions.iter().map(|prediction| prediction.as_ref().ok());
        let labels = good().map(|it| it.map(|it| it.label.as_str()));
        let classes = self.model.classes();
        let probability = |it: Option<&Prediction>| it.map(|it| it.probability(&it.label));
        let all = |it: &Prediction| classes.iter().map(|label| it.probability(label)).collect();
        let all = good().map(|it| it.map(all)).collect::<Vec<Option<Vec<f64>>>>();
        let quality = || good().map(|it| it.map(|it| judged(it.quality)));
        let errors = predictions.iter().map(|it| it.as_ref().err().map(ToString::to_string));
        Ok([
            Arc::new(labels.collect::<StringArray>()),
            Arc::new(good().map(probability).collect::<Float64Array>()),
            probability_maps(classes, all)?,
            Arc::new(quality().map(|it| it.map(|(kind, _)| kind)).collect::<StringArray>()),
            Arc::new(quality().map(|it| it.and_then(|(_, value)| value)).collect::<Float64Array>()),
            Arc::new(errors.collect::<StringArray>()),
        ])
    }
}

fn fields() -> Vec<Field> {
    let results = [
        ("label", DataType::Utf8),
        ("probability", DataType::Float64),
        ("probabilities", probability_type()),
        ("quality", DataType::Utf8),
        ("quality_value", DataType::Float64),
        ("error", DataType::Utf8),
    ];
    let results = results.into_iter().map(|(name, data_type)| Field::new(name, data_type, true));
    Inputs::fields().into_iter().chain(results).collect()
}

/// The kind of a quality as it is written, and what it was judged by.
fn judged(quality: Quality) -> (&'static str, Option<f64>) {
    match quality {
        Quality::NotChecked => ("not-checked", None),
        Quality::Good => ("good", None),
        Quality::TooShort { seconds } => ("too-short", Some(seconds)),
        Quality::NoSpeech { voiced_share } => ("no-speech", Some(voiced_share)),
        Quality::FarFromTraining { distance } => ("far-from-training", Some(distance)),
    }
}
