//! Which model.

use std::path::Path;

use emo_pipeline::{EmotionModel, Result};

/// The model in the file, or the one that comes along.
#[cfg(feature = "pretrained")]
pub(crate) fn load(file: Option<&Path>) -> Result<EmotionModel> {
    file.map_or_else(EmotionModel::pretrained, EmotionModel::load)
}

/// The model in the file; none comes along.
#[cfg(not(feature = "pretrained"))]
pub(crate) fn load(file: Option<&Path>) -> Result<EmotionModel> {
    use emo_pipeline::Error;

    let missing = || Error::InvalidParameter {
        parameter: "model".into(),
        expected: "a file, since this emo was built without one".into(),
        got: "none".into(),
    };
    EmotionModel::load(file.ok_or_else(missing)?)
}
