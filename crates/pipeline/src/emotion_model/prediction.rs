//! What a model predicts for a clip.

use ndarray::ArrayView1;

use super::Quality;
use crate::{Error, Result};

/// The label of a clip, and how probable a model finds each label that it knows.
///
/// ```
/// # let (x, y) = (ndarray::array![[0.0], [1.0], [0.1], [0.9]], ["sad", "calm", "sad", "calm"]);
/// # use emo_pipeline::{*, emotion_model::*};
/// # let y = y.map(String::from);
/// # let config = FeatureConfig::default().descriptors(vec![Descriptor::ZeroCrossingRate(Default::default())]);
/// # let mlp = MlpClassifier::default().hidden_layer_sizes([4]).max_iter(9);
/// # let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp).fit(&x, &y)?;
/// # let model = EmotionModel::new(config, pipeline, ModelCard::new("test"))?;
/// let prediction = model.predict_samples(&[0.1, -0.1, 0.2, -0.2], 22_050)?;
/// let (label, probability) = &prediction.top_k(1)[0];
/// assert_eq!(*label, prediction.label);
/// assert_eq!(*probability, prediction.probability(label));
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Prediction {
    /// The most probable label; of equally probable ones the first in the order of the model's
    /// classes.
    pub label: String,
    /// Whether the clip is one that the model can say anything about, or why not.
    pub quality: Quality,
    /// All labels of the model, the most probable first.
    ranked: Vec<(String, f64)>,
}

impl Prediction {
    /// From the probabilities of the classes that a model knows, in a row that errors name by its
    /// number.
    pub(super) fn new(
        classes: &[String],
        row: usize,
        probabilities: ArrayView1<'_, f64>,
    ) -> Result<Self> {
        let mut ranked = Vec::with_capacity(classes.len());
        for (column, (class, &probability)) in classes.iter().zip(probabilities).enumerate() {
            if !probability.is_finite() {
                return Err(Error::NonFinite { row, column, value: probability });
            }
            ranked.push((class.clone(), probability));
        }
        ranked.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let label = ranked.first().map(|(label, _)| label.clone());
        let label = label.ok_or(Error::Empty { what: "classes" })?;
        Ok(Self { label, quality: Quality::NotChecked, ranked })
    }

    pub(super) fn with_quality(self, quality: Quality) -> Self {
        Self { quality, ..self }
    }

    /// All labels of the model with their probabilities, the most probable first. They sum to 1.
    pub fn probabilities(&self) -> &[(String, f64)] {
        &self.ranked
    }

    /// The `k` most probable labels, the most probable first; all of them where `k` is larger.
    pub fn top_k(&self, k: usize) -> &[(String, f64)] {
        &self.ranked[..k.min(self.ranked.len())]
    }

    /// The probability of one label, from 0 to 1; 0 for a label that the model does not know.
    pub fn probability(&self, label: &str) -> f64 {
        let found = self.ranked.iter().find(|(ranked, _)| ranked == label);
        found.map_or(0.0, |(_, probability)| *probability)
    }
}
