//! `emo extract`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use emo_pipeline::dataset::{Clip, ravdess::ClipName};
use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{Error, FeatureConfig, Result};
use ndarray::Array1;
use rayon::prelude::*;

use crate::arguments::Extract;
use crate::console::Console;
use crate::inputs::{self, Input};
use crate::output;

/// Writes a row of features for each recording that can be read.
///
/// Where every recording is named as those of RAVDESS the columns are those of a feature table,
/// in which a clip has no ending and may have treated copies; otherwise they are `clip`, with the
/// ending, and the features.
pub(crate) fn run(arguments: &Extract, console: &Console) -> Result<()> {
    let inputs = inputs::collect(&arguments.inputs, console);
    match ravdess_names(&inputs) {
        Some(names) => {
            let clips = without_repeats(&names, &inputs, console);
            let table = super::table::extract(&clips, &arguments.features, console)?;
            check_any(!table.is_empty())?;
            output::write_to(&arguments.output, |out| table.to_writer(out))
        }
        None if arguments.features.augment.is_some() => Err(Error::InvalidParameter {
            parameter: "augment".into(),
            expected: "recordings that are named as those of RAVDESS".into(),
            got: "others, whose copies would not be kept apart".into(),
        }),
        None => {
            let set = arguments.features.features.unwrap_or_default();
            let extractor = RowExtractor::new(FeatureConfig::from(set))?;
            let rows =
                console.with_bar(inputs.len(), |console| extract(&extractor, &inputs, console));
            check_any(rows.iter().any(Option::is_some))?;
            let columns = extractor.column_names();
            output::write_to(&arguments.output, |out| write_plain(out, &inputs, &rows, columns))
        }
    }
}

fn check_any(any: bool) -> Result<()> {
    match any {
        true => Ok(()),
        false => Err(Error::Empty { what: "recordings that can be read" }),
    }
}

/// What the names say, if all of them are names of RAVDESS.
fn ravdess_names(inputs: &[Input]) -> Option<Vec<ClipName>> {
    let name = |input: &Input| ClipName::from_path(input.path()?).ok();
    inputs.iter().map(name).collect()
}

/// The recordings, without second files of one.
fn without_repeats(names: &[ClipName], inputs: &[Input], console: &Console) -> Vec<Clip> {
    let mut first_of: BTreeMap<&ClipName, &Path> = BTreeMap::new();
    let mut clips = Vec::with_capacity(names.len());
    for (name, input) in names.iter().zip(inputs) {
        let Some(path) = input.path() else { continue };
        if let Some(&first) = first_of.get(name) {
            let error = Error::RepeatedClip { first: first.to_owned() };
            console.note(format_args!("skipped {}: {error}", path.display()));
            continue;
        }
        first_of.insert(name, path);
        let clip = input.clip();
        let stem = clip.rsplit_once('.').map_or(clip.as_str(), |(stem, _)| stem);
        clips.push(Clip { path: path.to_owned(), info: name.info(stem) });
    }
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
