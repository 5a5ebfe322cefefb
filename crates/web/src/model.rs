//! A model file.

use std::sync::Arc;

use emo_dsp_features::Error as FeatureError;
use emo_live::{Collector, EmotionStream, StreamOptions};
use emo_pipeline::{EmotionModel, Error};
use js_sys::Function;
use ndarray::{Array1, Axis};
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

use crate::convert::{self, Result, failed, object};
use crate::{Audio, Encoder, Timeline};

/// A trained model. Call `free()` when it is no longer needed.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Model {
    pub(crate) model: Arc<EmotionModel>,
}

#[wasm_bindgen]
impl Model {
    /// Reads a model file, in JSON or in the binary form. Nothing in it is trusted.
    ///
    /// # Errors
    ///
    /// When it is no model, or was made for other features. The error has the name `EncoderNeeded`
    /// when the model has features of the learned encoder: then `loadWithEncoder` reads it.
    pub fn load(bytes: &[u8]) -> std::result::Result<Self, js_sys::Error> {
        let model = EmotionModel::from_reader(bytes).map_err(|error| {
            let thrown = js_sys::Error::new(&error.to_string());
            if let Error::Features(FeatureError::NoEncoderWeights { .. }) = error {
                thrown.set_name("EncoderNeeded");
            }
            thrown
        })?;
        Ok(Self { model: Arc::new(model) })
    }

    /// Reads a model file whose features can be those of the learned encoder.
    ///
    /// # Errors
    ///
    /// As `load`; and when the weights are not those of the model.
    #[wasm_bindgen(js_name = loadWithEncoder)]
    pub fn load_with_encoder(bytes: &[u8], encoder: &Encoder) -> Result<Self> {
        let model = EmotionModel::from_reader_with_encoder(bytes, &encoder.encoder);
        Ok(Self { model: Arc::new(model.map_err(failed)?) })
    }

    /// The model in the binary form, which is smaller than JSON.
    ///
    /// # Errors
    ///
    /// None that a caller can cause.
    #[wasm_bindgen(js_name = toBinary)]
    pub fn to_binary(&self) -> Result<Vec<u8>> {
        self.model.to_binary().map_err(failed)
    }

    /// Its name.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.model.card().name.clone()
    }

    /// The emotions that it knows, sorted.
    #[wasm_bindgen(getter)]
    pub fn labels(&self) -> Vec<String> {
        self.model.classes().to_vec()
    }

    /// Where it is from and how good it is.
    ///
    /// # Errors
    ///
    /// None that a caller can cause.
    #[wasm_bindgen(getter, unchecked_return_type = "ModelCard")]
    pub fn card(&self) -> Result<JsValue> {
        let mut card = serde_json::to_value(self.model.card()).map_err(failed)?;
        card["summary"] = json!(self.model.pipeline().summary());
        card["n_features"] = json!(self.model.column_names().len());
        object(&card)
    }

    /// The names of the features, one for each number of `features`.
    #[wasm_bindgen(getter, js_name = featureNames)]
    pub fn feature_names(&self) -> Vec<String> {
        self.model.column_names().to_vec()
    }

    /// Predicts the emotion of a recording.
    ///
    /// # Errors
    ///
    /// Without samples, or with one that is not finite.
    #[wasm_bindgen(unchecked_return_type = "Prediction")]
    pub fn predict(&self, audio: &Audio) -> Result<JsValue> {
        let prediction = self.model.predict_samples(audio.as_slice(), audio.sample_rate());
        object(&convert::prediction(&prediction.map_err(failed)?))
    }

    /// The features of a recording, which `predictFeatures` and `contributions` take.
    ///
    /// # Errors
    ///
    /// As `predict`.
    pub fn features(&self, audio: &Audio) -> Result<Vec<f64>> {
        let row = self.model.extractor().row_of_samples(audio.as_slice(), audio.sample_rate());
        Ok(row.map_err(failed)?.to_vec())
    }

    /// Predicts from features.
    ///
    /// # Errors
    ///
    /// When there are more or fewer than the model has, or one is not finite.
    #[wasm_bindgen(js_name = predictFeatures, unchecked_return_type = "Prediction")]
    pub fn predict_features(&self, features: Vec<f64>) -> Result<JsValue> {
        let row = Array1::from(features).insert_axis(Axis(0));
        let predictions = self.model.predict_features(&row).map_err(failed)?;
        let first = predictions.first().ok_or_else(|| JsError::new("expected a row"))?;
        object(&convert::prediction(first))
    }

    /// What each group of features adds to the answer.
    ///
    /// # Errors
    ///
    /// As `predictFeatures`.
    #[wasm_bindgen(unchecked_return_type = "Contributions")]
    pub fn contributions(&self, features: Vec<f64>) -> Result<JsValue> {
        let contributions = self.model.contributions(&Array1::from(features));
        object(&convert::contributions(&contributions.map_err(failed)?))
    }

    /// Measures emotion over time. `progress` is called with the share that is done, from 0 to 1.
    ///
    /// # Errors
    ///
    /// If a sample is not finite, or `progress` throws.
    pub fn timeline(&self, audio: &Audio, progress: Option<Function>) -> Result<Timeline> {
        let rate = audio.sample_rate();
        let options = StreamOptions::default().sample_rate(rate);
        let mut stream = EmotionStream::new(&*self.model, options).map_err(failed)?;
        let mut collector = Collector::default();
        let mut utterances = Vec::new();
        let samples = audio.as_slice();
        for (at, block) in samples.chunks(rate as usize).enumerate() {
            let events = stream.push(block).map_err(failed)?;
            utterances.extend(events.into_iter().filter_map(|event| collector.push(event)));
            if let Some(progress) = &progress {
                let share = at as f64 * f64::from(rate) / samples.len() as f64;
                let called = progress.call1(&JsValue::NULL, &share.into());
                called.map_err(|_| JsError::new("progress has thrown"))?;
            }
        }
        let events = stream.finish().map_err(failed)?;
        utterances.extend(events.into_iter().filter_map(|event| collector.push(event)));
        Ok(Timeline::new(samples.len() as u64, rate, self.model.classes(), utterances))
    }
}
