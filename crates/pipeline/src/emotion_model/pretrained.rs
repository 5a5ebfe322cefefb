//! The bundled models.

use std::fmt;
use std::str::FromStr;

use super::EmotionModel;
use crate::{Error, Result};

/// A bundled model, available with the feature `pretrained`.
///
/// Its [card](EmotionModel::card) says what it was trained on, and how well it does on speakers
/// that are not in its training data. Each stands under the licence of its data, in the crate
/// `emo-models`, which has a licence of its own.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pretrained {
    /// Frames of the learned encoder and `functionals`, scaler, clipping and a ridge classifier
    /// whose probabilities are calibrated on held-out corpora, trained on the speech of RAVDESS
    /// (English), nEMO (Polish) and EmoDB (German), and on augmented copies. Needs the feature
    /// `encoder`.
    General,
    /// Frames of the learned encoder and `functionals`, scaler, clipping and a ridge classifier
    /// whose probabilities are calibrated on held-out speakers, trained on 339 clips of EmoDB,
    /// which are in the public domain, and on augmented copies: angry, happy, neutral and sad. It
    /// may be used commercially. Needs the feature `encoder`.
    Emodb4,
    /// The features `full`, scaler, clipping and a ridge classifier whose probabilities are
    /// calibrated on held-out speakers, trained on the 1440 spoken clips of RAVDESS, and on
    /// augmented copies at other speeds, in noise, in a room and on the telephone.
    RavdessFull,
    /// 60 means, scaler, SMOTE and a network, trained on the 2452 spoken and sung clips of
    /// RAVDESS as recorded.
    Ravdess60,
}

impl Pretrained {
    /// The bundled models that this build can use, the default first.
    #[cfg(feature = "encoder")]
    pub const ALL: [Self; 4] = [Self::General, Self::Emodb4, Self::RavdessFull, Self::Ravdess60];

    /// The bundled models that this build can use, the default first.
    #[cfg(not(feature = "encoder"))]
    pub const ALL: [Self; 2] = [Self::RavdessFull, Self::Ravdess60];

    /// Its name, as it is parsed and printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Emodb4 => "emodb-4",
            Self::RavdessFull => "ravdess-full",
            Self::Ravdess60 => "ravdess-60",
        }
    }
}

impl fmt::Display for Pretrained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Pretrained {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|model| model.name() == name);
        known.ok_or_else(|| Error::InvalidValue {
            what: "pretrained model",
            expected: Self::ALL.map(Self::name).join(", "),
            got: format!("{name:?}"),
        })
    }
}

impl EmotionModel {
    /// The default of the bundled models: [`Pretrained::General`], or [`Pretrained::RavdessFull`]
    /// in a build without the feature `encoder`.
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
    /// println!("{} {:.2}", prediction.label, prediction.probability(&prediction.label));
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    pub fn pretrained() -> Result<Self> {
        Self::pretrained_named(Pretrained::ALL[0])
    }

    /// A bundled model, by its name.
    ///
    /// # Errors
    ///
    /// In a build without the feature `encoder`, for a model that needs it.
    pub fn pretrained_named(name: Pretrained) -> Result<Self> {
        Self::from_reader(match name {
            Pretrained::General => emo_models::GENERAL,
            Pretrained::Emodb4 => emo_models::EMODB_4,
            Pretrained::RavdessFull => emo_models::RAVDESS_FULL,
            Pretrained::Ravdess60 => emo_models::RAVDESS_60,
        })
    }
}
