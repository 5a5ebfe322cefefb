//! `emo extract`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use emo_pipeline::dataset::{ClipInfo, FeatureTable, ravdess::ClipName};
use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{Error, FeatureConfig, Result};
use ndarray::{Array1, Array2};
use rayon::prelude::*;

use crate::arguments::Extract;
use crate::console::Console;
use crate::inputs::{self, Input};
use crate::output;

/// Writes a row of features for each recording that can be read.
///
/// Where every recording is named as those of RAVDESS the columns are those of a feature table,
/// in which a clip has no ending; otherwise they are `clip`, with the ending, and the features.
pub(crate) fn run(arguments: &Extract, console: &Console) -> Result<()> {
    let mut inputs = inputs::collect(&arguments.inputs, console);
    let names = ravdess_names(&inputs);
    let mut clips = names.as_ref().map(|names| without_repeats(names, &mut inputs, console));
    let extractor = RowExtractor::new(FeatureConfig::default())?;
    let rows = console.with_bar(inputs.len(), |console| extract(&extractor, &inputs, console));
    if rows.iter().all(Option::is_none) {
        return Err(Error::Empty { what: "recordings that can be read" });
    }
    let mut was_read = rows.iter().map(Option::is_some);
    if let Some(clips) = &mut clips {
        clips.retain(|_| was_read.next().unwrap_or_default());
    }
    let columns = extractor.column_names();
    output::write_to(&arguments.output, |out| match clips {
        Some(clips) => table(rows, columns, clips)?.to_writer(out),
        None => write_plain(out, &inputs, &rows, columns),
    })?;
    Ok(())
}

/// What the names say, if all of them are names of RAVDESS.
fn ravdess_names(inputs: &[Input]) -> Option<Vec<ClipName>> {
    let name = |input: &Input| ClipName::from_path(input.path()?).ok();
    inputs.iter().map(name).collect()
}

/// Drops second files of a recording, and says what is known of the others.
fn without_repeats(
    names: &[ClipName],
    inputs: &mut Vec<Input>,
    console: &Console,
) -> Vec<ClipInfo> {
    let mut first_of: BTreeMap<&ClipName, PathBuf> = BTreeMap::new();
    let mut clips = Vec::with_capacity(names.len());
    let mut names = names.iter();
    inputs.retain(|input| {
        let (Some(name), Some(path)) = (names.next(), input.path()) else { return false };
        if let Some(first) = first_of.get(name) {
            let error = Error::RepeatedClip { first: first.clone() };
            console.note(format_args!("skipped {}: {error}", path.display()));
            return false;
        }
        first_of.insert(name, path.to_owned());
        let clip = input.clip();
        let stem = clip.rsplit_once('.').map_or(clip.as_str(), |(stem, _)| stem);
        clips.push(name.info(stem));
        true
    });
    clips
}

/// The row of each recording, on all cores; `None` where it could not be read.
fn extract(
    extractor: &RowExtractor,
    inputs: &[Input],
    console: &Console,
) -> Vec<Option<Array1<f64>>> {
    let row = |input: &Input| {
        let row = match input {
            Input::File { path, .. } => extractor.row_of_file(path),
            Input::Bytes(bytes) => extractor.row_of_bytes(bytes, "standard input"),
        };
        console.step();
        row
    };
    let rows: Vec<Result<Array1<f64>>> = inputs.par_iter().map(row).collect();
    rows.into_iter().map(|row| row.map_err(|error| console.failure(error)).ok()).collect()
}

fn table(
    rows: Vec<Option<Array1<f64>>>,
    columns: &[String],
    clips: Vec<ClipInfo>,
) -> Result<FeatureTable> {
    let rows: Vec<Array1<f64>> = rows.into_iter().flatten().collect();
    let mut x = Array2::zeros((rows.len(), columns.len()));
    for (mut to, row) in x.outer_iter_mut().zip(&rows) {
        to.assign(row);
    }
    FeatureTable::new(x, columns.to_vec(), clips)
}

/// Writes `clip` and the features, numbers as in a feature table.
fn write_plain(
    out: &mut dyn Write,
    inputs: &[Input],
    rows: &[Option<Array1<f64>>],
    columns: &[String],
) -> Result<()> {
    let mut lines = csv::Writer::from_writer(out);
    let names = columns.iter().map(String::as_str);
    lines.write_record(["clip"].into_iter().chain(names)).map_err(io::Error::from)?;
    for (input, row) in inputs.iter().zip(rows) {
        let Some(row) = row else { continue };
        let cells = row.iter().map(|value| format!("{value:?}"));
        lines.write_record([input.clip()].into_iter().chain(cells)).map_err(io::Error::from)?;
    }
    Ok(lines.flush()?)
}
