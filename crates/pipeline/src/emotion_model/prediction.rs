//! What a model says of a clip.

use ndarray::ArrayView1;

use crate::dataset::Emotion;
use crate::{Error, Result};

/// How many emotions there are.
const N: usize = Emotion::ALL.len();

/// The emotion of a clip, and how probable a model finds each of the eight.
///
/// ```
/// # let (x, y) = (ndarray::array![[0.0], [1.0], [0.1], [0.9]], ["sad", "calm", "sad", "calm"]);
/// # use emo_pipeline::{*, dataset::*, emotion_model::*};
/// # let y = y.map(|word| word.parse().unwrap_or(Emotion::Happy));
/// # let config = FeatureConfig::default().descriptors(vec![Descriptor::ZeroCrossingRate(Default::default())]);
/// # let mlp = MlpClassifier::default().hidden_layer_sizes([4]).max_iter(9);
/// # let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp).fit(&x, &y)?;
/// # let model = EmotionModel::new(config, pipeline, ModelCard::new("test"))?;
/// let prediction = model.predict_samples(&[0.1, -0.1, 0.2, -0.2], 22_050)?;
/// assert_eq!(prediction.top_k(1), [(prediction.emotion, prediction.probability(prediction.emotion))]);
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Prediction {
    /// The most probable emotion; of equally probable ones the first in alphabetical order.
    pub emotion: Emotion,
    /// All eight, the most probable first.
    ranked: [(Emotion, f64); N],
}

impl Prediction {
    /// From the probabilities of the classes that a model knows, in a row that errors name by its
    /// number; the other emotions have 0.
    pub(super) fn new(
        classes: &[Emotion],
        row: usize,
        probabilities: ArrayView1<'_, f64>,
    ) -> Result<Self> {
        let mut ranked = Emotion::ALL.map(|emotion| (emotion, 0.0));
        for (column, (class, &probability)) in classes.iter().zip(probabilities).enumerate() {
            if !probability.is_finite() {
                return Err(Error::NonFinite { row, column, value: probability });
            }
            ranked[*class as usize].1 = probability;
        }
        ranked.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        Ok(Self { emotion: ranked[0].0, ranked })
    }

    /// All eight emotions with their probabilities, the most probable first. They sum to 1; an
    /// emotion that the model was never shown has 0.
    pub fn probabilities(&self) -> &[(Emotion, f64)] {
        &self.ranked
    }

    /// The `k` most probable emotions, the most probable first; all eight where `k` is larger.
    pub fn top_k(&self, k: usize) -> &[(Emotion, f64)] {
        &self.ranked[..k.min(N)]
    }

    /// The probability of one emotion, from 0 to 1.
    pub fn probability(&self, emotion: Emotion) -> f64 {
        let found = self.ranked.iter().find(|(ranked, _)| *ranked == emotion);
        found.map_or(0.0, |(_, probability)| *probability)
    }
}
