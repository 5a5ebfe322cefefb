//! Adaptation of the model to a speaker or a place, for `emo predict`.

use std::path::PathBuf;

use emo_pipeline::{EmotionModel, Error, Result};
use ndarray::{Array1, Axis};
use rayon::prelude::*;

use crate::arguments::Predict;
use crate::console::Console;
use crate::inputs::{self, Input};

/// Adapts the model to the recordings that were asked for, if any. Those that cannot be read are
/// reported and left out.
pub(super) fn apply(
    model: &mut EmotionModel,
    arguments: &Predict,
    predicted: &[Input],
    console: &Console,
) -> Result<()> {
    let folder = arguments.speaker_clips.as_ref().or(arguments.adapt.as_ref());
    match folder {
        None => Ok(()),
        Some(word) if word.as_os_str() == "inputs" => adapt(model, predicted, console),
        Some(folder) => adapt(model, &collected(folder, console), console),
    }
}

fn collected(folder: &PathBuf, console: &Console) -> Vec<Input> {
    inputs::collect(std::slice::from_ref(folder), console)
}

fn adapt(model: &mut EmotionModel, clips: &[Input], console: &Console) -> Result<()> {
    let rows: Vec<Result<Array1<f64>>> = {
        let extractor = model.extractor();
        clips.par_iter().filter_map(Input::path).map(|path| extractor.row_of_file(path)).collect()
    };
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        match row {
            Ok(row) => kept.push(row),
            Err(error) => console.failure(error),
        }
    }
    let views: Vec<_> = kept.iter().map(|row| row.view()).collect();
    let rows = ndarray::stack(Axis(0), &views)
        .map_err(|_| Error::Empty { what: "recordings to adapt to" })?;
    let adaptation = model.adapt(&rows)?;
    let (n_clips, per_cent) = (adaptation.n_clips, adaptation.share * 100.0);
    console.note(format_args!("adapted to {n_clips} recordings, by {per_cent:.0} %"));
    if adaptation.share < 1.0 {
        console.note("the recordings seem to be mostly of one label, so the adaptation holds back");
    }
    Ok(())
}
