//! `emo timeline`.

mod envelope;
#[cfg(feature = "parquet")]
mod listed;
mod pictures;
mod strip;

use std::io::IsTerminal;
use std::path::PathBuf;

use emo_audio_io::Decoder;
use emo_live::{Format, Timeline, TimelineBuilder};
use emo_pipeline::{EmotionModel, Error, Result};

use self::envelope::Envelope;
use super::over_time::{Speakers, failed};
use crate::arguments;
use crate::console::Console;
use crate::model;
use crate::output::{self, is_standard};

/// Measures a recording, or those of a manifest, and writes what was found.
pub(crate) fn run(arguments: &arguments::Timeline, console: &Console) -> Result<()> {
    #[cfg(feature = "parquet")]
    if !arguments.manifest.is_empty() {
        return listed::write(arguments, console);
    }
    of_one(arguments, console)
}

fn of_one(arguments: &arguments::Timeline, console: &Console) -> Result<()> {
    output::check(&arguments.output)?;
    if let Some(report) = &arguments.report {
        output::check(report)?;
    }
    arguments.plots.as_deref().map_or(Ok(()), output::check_folder)?;
    let by_ending = || Format::of_path(&arguments.output);
    let format = arguments.format.or_else(by_ending).unwrap_or(Format::Table);
    let model = model::load(arguments.measuring.model.as_deref())?;
    let mut decoder = open(arguments)?;
    let mut envelopes: Vec<Envelope> = Vec::new();
    let measuring = &arguments.measuring;
    let speakers = Speakers::of(measuring);
    let timeline = measure(&model, measuring, &speakers, &mut decoder, console, |channels| {
        envelopes.resize_with(channels.len(), Envelope::default);
        for (envelope, samples) in envelopes.iter_mut().zip(channels) {
            envelope.push(samples);
        }
    })?;
    pictures::write(&timeline, envelopes, arguments)?;
    let is_picture = is_standard(&arguments.output) && std::io::stdout().is_terminal();
    let name = arguments.input().file_name().unwrap_or_default().to_string_lossy();
    output::write_to(&arguments.output, |out| {
        if is_picture && format == Format::Table {
            strip::write(&timeline, out)?;
        }
        timeline.write(format, &name, out).map_err(failed)
    })?;
    if timeline.utterances().is_empty() {
        console.note(format_args!("{}: no speech was found", arguments.input().display()));
    }
    Ok(())
}

/// The timeline of what the decoder reads; `watch` gets the samples of the channels.
fn measure(
    model: &EmotionModel,
    measuring: &arguments::Measuring,
    speakers: &Speakers,
    decoder: &mut Decoder,
    console: &Console,
    mut watch: impl FnMut(&[&[f32]]),
) -> Result<Timeline> {
    let options = measuring.options(decoder.sample_rate());
    let file = PathBuf::from(decoder.name());
    let mut builder: Option<TimelineBuilder<'_, EmotionModel>> = None;
    while let Some(block) = decoder.next_block()? {
        let channels: Vec<_> = block.channels().collect();
        if builder.is_none() {
            let of_file = |error| Error::File { path: file.clone(), error: Box::new(error) };
            let names = speakers.names(channels.len()).map_err(of_file)?;
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            builder = Some(TimelineBuilder::new(model, &names, options.clone()).map_err(failed)?);
        }
        if let Some(builder) = &mut builder {
            builder.push(&channels).map_err(failed)?;
        }
        watch(&channels);
    }
    for note in decoder.notes() {
        console.note(format_args!("{}: {note}", decoder.name()));
    }
    let empty = || emo_audio_io::Error::Empty { name: decoder.name().into() };
    builder.ok_or_else(empty)?.finish().map_err(failed)
}

fn open(arguments: &arguments::Timeline) -> Result<Decoder<'static>> {
    let options = arguments.measuring.audio.streaming_options();
    if is_standard(arguments.input()) {
        return Ok(Decoder::from_stream(std::io::stdin(), "standard input", &options)?);
    }
    Ok(Decoder::open(arguments.input(), &options)?)
}
