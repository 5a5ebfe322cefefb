//! `emo timeline`.

use emo_audio_io::{Decoder, LoadOptions};
use emo_live::{Format, Timeline, TimelineBuilder};
use emo_pipeline::{EmotionModel, Result};

use super::over_time::{failed, load_options, names};
use crate::arguments;
use crate::model;
use crate::output::{self, is_standard};

/// Measures a recording and writes its timeline.
pub(crate) fn run(arguments: &arguments::Timeline) -> Result<()> {
    output::check(&arguments.output)?;
    let by_ending = || Format::of_path(&arguments.output);
    let format = arguments.format.or_else(by_ending).unwrap_or(Format::Table);
    let model = model::load(arguments.measuring.model.as_deref())?;
    let timeline = measure(&model, arguments)?;
    let name = arguments.input.file_name().unwrap_or_default().to_string_lossy();
    output::write_to(&arguments.output, |out| timeline.write(format, &name, out).map_err(failed))
}

fn measure(model: &EmotionModel, arguments: &arguments::Timeline) -> Result<Timeline> {
    let options = load_options(&arguments.measuring);
    let mut decoder = open(arguments, &options)?;
    let options = arguments.measuring.options(decoder.sample_rate());
    let mut builder: Option<TimelineBuilder<'_, EmotionModel>> = None;
    while let Some(block) = decoder.next_block()? {
        let channels: Vec<_> = block.channels().collect();
        if builder.is_none() {
            let names = names(&arguments.speakers, &arguments.measuring, channels.len())?;
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            builder = Some(TimelineBuilder::new(model, &names, options.clone()).map_err(failed)?);
        }
        if let Some(builder) = &mut builder {
            builder.push(&channels).map_err(failed)?;
        }
    }
    let empty = || emo_audio_io::Error::Empty { name: decoder.name().into() };
    builder.ok_or_else(empty)?.finish().map_err(failed)
}

fn open(arguments: &arguments::Timeline, options: &LoadOptions) -> Result<Decoder<'static>> {
    if is_standard(&arguments.input) {
        return Ok(Decoder::from_stream(std::io::stdin(), "standard input", options)?);
    }
    Ok(Decoder::open(&arguments.input, options)?)
}
