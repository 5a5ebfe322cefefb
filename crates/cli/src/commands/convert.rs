//! `emo convert`.

use emo_pipeline::{EmotionModel, Result, check_writable};

use crate::arguments::Convert;

/// Writes a model in the form that the ending of the output asks for.
pub(crate) fn run(arguments: &Convert) -> Result<()> {
    let Convert { model, output } = arguments;
    check_writable(output)?;
    let model = EmotionModel::load(model)?;
    let is_json = output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    if is_json { model.save(output) } else { model.save_binary(output) }
}
