//! `emo convert`.

use emo_pipeline::Result;

use crate::arguments::Convert;
use crate::{model, output};

/// Writes a model in the form that the ending of the output asks for.
pub(crate) fn run(arguments: &Convert) -> Result<()> {
    let Convert { model, output } = arguments;
    output::check(output)?;
    let model = model::load(Some(model))?;
    let is_json = output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    output::write_to(output, |out| {
        if is_json {
            return model.to_writer(out);
        }
        Ok(out.write_all(&model.to_binary()?)?)
    })
}
