//! The model to use.

use std::path::Path;

use emo_pipeline::{EmotionModel, Result};

/// Loads the model in the file, or the bundled one.
#[cfg(feature = "pretrained")]
pub(crate) fn load(file: Option<&Path>) -> Result<EmotionModel> {
    file.map_or_else(EmotionModel::pretrained, EmotionModel::load)
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
