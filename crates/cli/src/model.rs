//! The model to use.

use std::path::Path;

#[cfg(feature = "pretrained")]
use emo_pipeline::emotion_model::Pretrained;
use emo_pipeline::{EmotionModel, Result};

/// Loads the model in the file, the bundled model of that name, or the default one. A file comes
/// first where there is one.
#[cfg(feature = "pretrained")]
pub(crate) fn load(file: Option<&Path>) -> Result<EmotionModel> {
    let Some(file) = file else { return EmotionModel::pretrained() };
    let is_named = |model: &&Pretrained| Path::new(model.name()) == file && !file.exists();
    match Pretrained::ALL.iter().find(is_named) {
        Some(name) => EmotionModel::pretrained_named(*name),
        None => EmotionModel::load(file),
    }
}

/// Loads the model in the file; no model is bundled.
#[cfg(not(feature = "pretrained"))]
pub(crate) fn load(file: Option<&Path>) -> Result<EmotionModel> {
    use emo_pipeline::Error;

    let missing = || Error::InvalidParameter {
        parameter: "model".into(),
        expected: "a model file, since this emo was built without a bundled model".into(),
        got: "none".into(),
    };
    EmotionModel::load(file.ok_or_else(missing)?)
}
