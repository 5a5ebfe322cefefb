//! Adaptation of the model to a speaker or a place, for `emo predict`.

use emo_pipeline::{AudioClip, EmotionModel, Error, Loader, Result};
use ndarray::{Array1, Axis};
use rayon::prelude::*;

use crate::arguments::Predict;
use crate::console::{Console, plural};
use crate::inputs::{self, Input};
use crate::recording_source::RecordingSource;
use crate::remote::Remote;

/// Adapts the model to the recordings that were asked for, if any. Those that cannot be read are
/// reported and left out.
pub(super) fn apply(
    model: &mut EmotionModel,
    loader: &Loader,
    arguments: &Predict,
    predicted: &[Input],
    console: &Console,
) -> Result<()> {
    let remote = arguments.audio.remote();
    let folder = arguments.speaker_clips.as_ref().or(arguments.adapt.as_ref());
    match folder {
        None => Ok(()),
        Some(word) if word.as_os_str() == "inputs" => {
            adapt(model, loader, predicted, remote, console)
        }
        Some(folder) => {
            let folder = std::slice::from_ref(folder);
            let clips = inputs::collect(folder, remote, console);
            adapt(model, loader, &clips, remote, console)
        }
    }
}

/// The row of a recording, or of each of its channels.
fn rows(model: &EmotionModel, loader: &Loader, input: &Input) -> Result<Vec<Array1<f64>>> {
    let clips = input.load(loader)?;
    let row = |clip: &AudioClip| model.extractor().row_of_samples(&clip.samples, clip.sample_rate);
    clips.iter().map(|clip| row(clip).map_err(|error| input.named(error))).collect()
}

fn adapt(
    model: &mut EmotionModel,
    loader: &Loader,
    clips: &[Input],
    remote: &Remote,
    console: &Console,
) -> Result<()> {
    remote.expect(clips.iter().filter_map(RecordingSource::path));
    // Standard input can be read only once, for its prediction.
    let files = clips.par_iter().filter(|input| input.path().is_some());
    let all: Vec<Result<_>> = files.map(|input| rows(model, loader, input)).collect();
    let mut kept = Vec::with_capacity(all.len());
    for rows in all {
        match rows {
            Ok(rows) => kept.extend(rows),
            Err(error) => console.failure(error),
        }
    }
    let views: Vec<_> = kept.iter().map(|row| row.view()).collect();
    let rows = ndarray::stack(Axis(0), &views)
        .map_err(|_| Error::Empty { what: "recordings to adapt to" })?;
    let adaptation = model.adapt(&rows)?;
    let (n_clips, per_cent) = (adaptation.n_clips, adaptation.share * 100.0);
    let s = plural(n_clips);
    console.note(format_args!("adapted to {n_clips} recording{s}, by {per_cent:.0} %"));
    if adaptation.share < 1.0 {
        console.note("the recordings seem to be mostly of one label, so the adaptation is reduced");
    }
    Ok(())
}
