//! `emo predict` to Parquet.

use std::path::Path;

use arrow_schema::Field;
use emo_pipeline::arrow::{Predictor, recordings_to_batch, text_at};
use emo_pipeline::audio::Channels;
use emo_pipeline::{EmotionModel, Error, Recording, Result};
use serde_json::{Value, json};

use crate::arguments::Predict;
use crate::console::Console;
use crate::parts::{Destination, Work, digest_of, digest_of_model, is_folder, is_parquet};
use crate::recording_source::{RecordingSource, known_columns};

/// Writes one row per recording. A recording that cannot be read has a row with a message.
pub(super) fn write(
    model: EmotionModel,
    all: &[impl RecordingSource],
    output: &Path,
    arguments: &Predict,
    console: &Console,
) -> Result<()> {
    let remote = arguments.audio.remote();
    let to = Destination::new(output, &arguments.parts, arguments.resume, remote)?;
    if !is_parquet(output) && !is_folder(output, &arguments.parts) {
        return Err(Error::InvalidParameter {
            parameter: "output".into(),
            expected: "a name that ends in .parquet, or a folder with a slash at its end".into(),
            got: output.display().to_string(),
        });
    }
    if arguments.audio.channels() == Channels::Each {
        return Err(Error::InvalidParameter {
            parameter: "channel".into(),
            expected: "one channel, or mix, to write a file".into(),
            got: "each".into(),
        });
    }
    let run = run(&model, all, arguments)?;
    let predictor = Predictor::new(model)?;
    let clips = known_columns(all).beside(names(predictor.schema().fields()));
    let predictor = predictor.keep(names(&clips.fields()));
    // The columns of no rows are those of all.
    let schema = predictor.predict(&recordings_to_batch(&[], &clips)?)?.schema();
    let work = Work { run, recordings: all, schema: &schema };
    to.write(&work, console, |range, console| {
        let recordings = all[range].iter().map(RecordingSource::recording);
        let recordings: Vec<_> = recordings.collect::<Result<_>>()?;
        let recordings: Vec<&Recording> = recordings.iter().map(AsRef::as_ref).collect();
        let batch = predictor.predict(&recordings_to_batch(&recordings, &clips)?)?;
        for row in 0..batch.num_rows() {
            console.step();
            if let Some(message) = text_at(&batch["error"], row) {
                console.failure(message);
            }
        }
        Ok(batch)
    })
}

fn names(fields: &[impl AsRef<Field>]) -> impl Iterator<Item = &str> {
    fields.iter().map(|field| field.as_ref().name().as_str())
}

/// What decides the rows.
fn run(model: &EmotionModel, all: &[impl RecordingSource], arguments: &Predict) -> Result<Value> {
    let adapted = [&arguments.speaker_clips, &arguments.adapt];
    Ok(json!({
        "command": "predict",
        "model": digest_of_model(model)?,
        "speeds": model.speeds(),
        "min_speech": arguments.min_speech,
        "prior": arguments.prior,
        "adapted_to": adapted,
        "audio": arguments.audio.to_json(),
        "recordings": digest_of(all)?,
    }))
}
