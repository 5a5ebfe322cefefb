//! The timelines of the recordings of a manifest, as one table.

use emo_audio_io::Decoder;
use emo_live::{Format, Predictor, Timeline, TimelineTable};
use emo_pipeline::{EmotionModel, Error, Recording, Result, part_options};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::super::{over_time::failed, recordings};
use crate::arguments;
use crate::console::Console;
use crate::model;
use crate::parts::{Destination, Work, digest_of, digest_of_model, is_folder, is_parquet};

/// Writes the rows of all recordings. One that cannot be read has a row with a message.
pub(super) fn write(arguments: &arguments::Timeline, console: &Console) -> Result<()> {
    check_output(arguments)?;
    let model = model::load(arguments.measuring.model.as_deref())?;
    let audio = &arguments.measuring.audio;
    let all = recordings::of_manifests(&arguments.manifest, audio, console)?;
    let (parts, resume) = (&arguments.parts, arguments.resume);
    let to = Destination::new(&arguments.output, parts, resume, audio.remote())?;
    let empty = TimelineTable::new(model.labels());
    let schema = empty.to_batch().map_err(failed)?.schema();
    let work = Work { run: run(&model, &all, arguments)?, recordings: &all, schema: &schema };
    let written = to.write(&work, console, |range, console| {
        let recordings = &all[range];
        let timeline = |recording| {
            let timeline = measure(&model, recording, arguments, console);
            console.step();
            timeline
        };
        let timelines: Vec<_> = recordings.par_iter().map(timeline).collect();
        let mut table = empty.clone();
        for (recording, timeline) in recordings.iter().zip(timelines) {
            match timeline {
                Ok(timeline) => table.add(&recording.clip.name, &timeline),
                Err(error) => {
                    table.add_error(&recording.clip.name, error.to_string());
                    console.failure(error);
                }
            }
        }
        table.to_batch().map_err(failed)
    });
    console.summary();
    written
}

fn check_output(arguments: &arguments::Timeline) -> Result<()> {
    let output = &arguments.output;
    let is_table = arguments.format.is_none_or(|format| format == Format::Parquet);
    if is_table && (is_parquet(output) || is_folder(output, &arguments.parts)) {
        return Ok(());
    }
    Err(Error::InvalidParameter {
        parameter: "output".into(),
        expected:
            "Parquet, with --manifest: a name that ends in .parquet, or a folder with a slash \
                   at its end"
                .into(),
        got: output.display().to_string(),
    })
}

fn measure(
    model: &EmotionModel,
    recording: &Recording,
    arguments: &arguments::Timeline,
    console: &Console,
) -> Result<Timeline> {
    let options = part_options(recording, arguments.measuring.audio.streaming_options());
    let mut decoder = Decoder::open(&recording.path, &options)?;
    super::measure(model, &arguments.measuring, &mut decoder, console, |_| ())
}

/// What decides the rows.
fn run(model: &EmotionModel, all: &[Recording], arguments: &arguments::Timeline) -> Result<Value> {
    let measuring = &arguments.measuring;
    Ok(json!({
        "command": "timeline",
        "model": digest_of_model(model)?,
        "speakers": measuring.speakers,
        "options": format!("{:?}", measuring.options(model.features().sample_rate)),
        "audio": format!("{:?}", measuring.audio.streaming_options()),
        "recordings": digest_of(all),
    }))
}
