//! The timelines of the recordings of a manifest, as one table.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema};
use emo_audio_io::{Channels, Decoder};
use emo_live::{EmotionStream, Format, Predictor, Timeline, TimelineTable};
use emo_pipeline::arrow::{ClipSchema, recordings_to_batch};
use emo_pipeline::{EmotionModel, Error, Recording, Result, part_options};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::super::over_time::{Speakers, failed};
use super::super::recordings;
use crate::arguments;
use crate::console::Console;
use crate::model;
use crate::parts::{Destination, Work, digest_of, digest_of_model, is_folder, is_parquet};
use crate::recording_source::known_columns;

/// Writes the rows of all recordings. One that cannot be read has a row with a message.
pub(super) fn write(arguments: &arguments::Timeline, console: &Console) -> Result<()> {
    check_output(arguments)?;
    let model = model::load(arguments.measuring.model.as_deref())?;
    let audio = &arguments.measuring.audio;
    // Options that are wrong are so for all recordings.
    let options = arguments.measuring.options(model.features().sample_rate);
    EmotionStream::new(&model, options).map_err(failed)?;
    let all = recordings::of_manifests(&arguments.manifest, audio, console)?;
    let (parts, resume) = (&arguments.parts, arguments.resume);
    let to = Destination::new(&arguments.output, parts, resume, audio.remote())?;
    let empty = TimelineTable::new(model.labels());
    let clips = columns_of(&all, &empty)?;
    let schema = described(&[], &clips, &empty)?.schema();
    let work = Work { run: run(&model, &all, arguments)?, recordings: &all, schema: &schema };
    let written = to.write(&work, console, |range, console| {
        let recordings = &all[range];
        let timeline = |recording| {
            let timeline = measure(&model, recording, arguments, console);
            console.step();
            timeline
        };
        let timelines: Vec<_> = recordings.par_iter().map(timeline).collect();
        let (mut table, mut of_row) = (empty.clone(), Vec::new());
        for (recording, timeline) in recordings.iter().zip(timelines) {
            match timeline {
                Ok(timeline) => table.add(&recording.clip.name, &timeline),
                Err(error) => {
                    table.add_error(&recording.clip.name, error.to_string());
                    console.failure(error);
                }
            }
            of_row.resize(table.len(), recording);
        }
        described(&of_row, &clips, &table)
    });
    console.summary();
    written
}

/// The columns of what a manifest knows, beside those of a timeline.
fn columns_of(all: &[Recording], timelines: &TimelineTable) -> Result<ClipSchema> {
    let schema = timelines.to_batch().map_err(failed)?.schema();
    let taken = schema.fields().iter().map(|field| field.name().as_str());
    let taken = taken.chain(["path", "channel", "part_start", "part_end"]);
    Ok(known_columns(all).without("clip").beside(taken))
}

/// The rows of timelines, each after what the manifest says of its recording.
fn described(
    of_row: &[&Recording],
    clips: &ClipSchema,
    timelines: &TimelineTable,
) -> Result<RecordBatch> {
    let known = recordings_to_batch(of_row, clips)?;
    let rows = timelines.to_batch().map_err(failed)?;
    // A timeline has a start and an end of its own.
    let known_fields =
        known.schema_ref().fields().iter().map(|field| match field.name().as_str() {
            name @ ("start" | "end") => {
                Arc::new(Field::clone(field).with_name(format!("part_{name}")))
            }
            _ => Arc::clone(field),
        });
    let fields: Vec<_> = known_fields.chain(rows.schema_ref().fields().iter().cloned()).collect();
    let columns = [known.columns(), rows.columns()].concat();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns);
    Ok(batch.map_err(emo_pipeline::arrow::Error::from)?)
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
        got: if is_table { output.display().to_string() } else { "another format".into() },
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
    let mut speakers = Speakers::of(&arguments.measuring);
    speakers.selected = options.channels;
    // One channel is one speaker, whom the manifest may name.
    if speakers.given.is_empty() && options.channels != Channels::Each {
        speakers.given.extend(recording.clip.speaker.as_ref().map(ToString::to_string));
    }
    super::measure(model, &arguments.measuring, &speakers, &mut decoder, console, |_| ())
}

/// What decides the rows.
fn run(model: &EmotionModel, all: &[Recording], arguments: &arguments::Timeline) -> Result<Value> {
    let measuring = &arguments.measuring;
    Ok(json!({
        "command": "timeline",
        "model": digest_of_model(model)?,
        "speakers": measuring.speakers,
        "options": measuring.to_json(),
        "audio": measuring.audio.to_json(),
        "recordings": digest_of(all)?,
    }))
}
