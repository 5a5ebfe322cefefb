//! `emo predict` to Parquet.

use std::path::Path;

use emo_pipeline::arrow::{ClipSchema, Predictor, recordings_to_batch, text_at};
use emo_pipeline::audio::Channels;
use emo_pipeline::{EmotionModel, Error, Recording, Result};
use serde_json::{Value, json};

use crate::arguments::Predict;
use crate::console::Console;
use crate::parts::{Destination, Work, digest_of, digest_of_model, is_folder, is_parquet};

/// Writes one row per recording. A recording that cannot be read has a row with a message.
pub(super) fn write(
    model: EmotionModel,
    all: &[Recording],
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
    let clips = ClipSchema::of(all.iter().map(|recording| &recording.clip));
    let has_labels = all.iter().any(|recording| recording.clip.label.is_some());
    let clips = if has_labels { clips } else { clips.without("label") };
    let empty = recordings_to_batch(&[], &clips)?;
    let own = ["path", "start", "end", "channel"];
    let names = empty.schema_ref().fields().iter().map(|field| field.name().clone());
    let keep = names.filter(|name| !own.contains(&name.as_str()));
    let predictor = Predictor::new(model)?.keep(keep);
    // The columns of no rows are those of all.
    let schema = predictor.predict(&empty)?.schema();
    let work = Work { run, recordings: all, schema: &schema };
    to.write(&work, console, |range, console| {
        let recordings: Vec<&Recording> = all[range].iter().collect();
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

/// What decides the rows.
fn run(model: &EmotionModel, all: &[Recording], arguments: &Predict) -> Result<Value> {
    let adapted = [&arguments.speaker_clips, &arguments.adapt];
    Ok(json!({
        "command": "predict",
        "model": digest_of_model(model)?,
        "speeds": model.speeds(),
        "min_speech": arguments.min_speech,
        "prior": arguments.prior,
        "adapted_to": adapted,
        "audio": format!("{:?}", arguments.audio.load_options(None)),
        "recordings": digest_of(all),
    }))
}
