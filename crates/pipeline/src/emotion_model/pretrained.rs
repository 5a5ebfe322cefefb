//! The model that comes along.

use super::EmotionModel;
use crate::Result;

impl EmotionModel {
    /// The model `ravdess-60`, which comes along with the feature `pretrained`: 60 means, scaler,
    /// SMOTE and a network, trained on the 2452 spoken and sung clips of RAVDESS.
    ///
    /// It has heard acted North American English only. Its [card](Self::card) says how well it
    /// does on speakers that it has not heard. Like its data it may not be used commercially
    /// (CC BY-NC-SA 4.0): it is the crate `emo-models`, which has a licence of its own.
    ///
    /// # Errors
    ///
    /// None, unless the file was changed: it is checked like any other.
    ///
    /// ```
    /// use emo_pipeline::EmotionModel;
    ///
    /// # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio/speech.wav");
    /// let model = EmotionModel::pretrained()?;
    /// let prediction = model.predict_file(path)?;
    /// println!("{} {:.2}", prediction.emotion, prediction.probability(prediction.emotion));
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    pub fn pretrained() -> Result<Self> {
        Self::from_reader(emo_models::RAVDESS_60)
    }
}
