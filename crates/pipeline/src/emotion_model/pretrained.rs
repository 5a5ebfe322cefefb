//! The models that come along.

use super::EmotionModel;
use crate::Result;
use crate::dataset::named::named;

named! {
    /// A model that comes along with the feature `pretrained`.
    ///
    /// Each has heard acted North American English only. Its [card](EmotionModel::card) says how
    /// well it does on speakers that it has not heard. Like its data it may not be used
    /// commercially (CC BY-NC-SA 4.0): it is in the crate `emo-models`, which has a licence of its
    /// own.
    ///
    /// ```
    /// use emo_pipeline::EmotionModel;
    /// use emo_pipeline::emotion_model::Pretrained;
    ///
    /// let name: Pretrained = "ravdess-60".parse()?;
    /// let model = EmotionModel::pretrained_named(name)?;
    /// assert_eq!(model.column_names().len(), 60);
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    Pretrained, "pretrained model" {
        /// The features `full`, scaler, bounds and a linear classifier whose probabilities are
        /// calibrated on speakers that it had not heard, trained on the 1440 spoken clips of
        /// RAVDESS, and on copies at other speeds, in noise, in a room and on the telephone.
        RavdessFull "ravdess-full",
        /// 60 means, scaler, SMOTE and a network, trained on the 2452 spoken and sung clips of
        /// RAVDESS as recorded.
        Ravdess60 "ravdess-60",
    }
}

impl EmotionModel {
    /// The best of the models that come along: [`Pretrained::RavdessFull`].
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
        Self::pretrained_named(Pretrained::RavdessFull)
    }

    /// A model that comes along, by its name.
    ///
    /// # Errors
    ///
    /// As [`pretrained`](Self::pretrained).
    pub fn pretrained_named(name: Pretrained) -> Result<Self> {
        Self::from_reader(match name {
            Pretrained::RavdessFull => emo_models::RAVDESS_FULL,
            Pretrained::Ravdess60 => emo_models::RAVDESS_60,
        })
    }
}
