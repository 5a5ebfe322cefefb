//! `emo extract`.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::reader::{CorpusReader, Ravdess};
use emo_pipeline::{Error, FeatureConfig, Recording, Result, augmentation_seeds};
use ndarray::Array1;
use rayon::prelude::*;

use super::table;
use crate::arguments::Extract;
use crate::console::Console;
use crate::growing_table::GrowingTable;
use crate::inputs::{self, Input};
use crate::output;

/// Recordings whose rows are in memory at a time, for each thread.
const PART: usize = 64;

/// Writes a row of features for each recording that can be read, part by part.
///
/// Where every recording is named as those of RAVDESS the columns are those of a feature table,
/// in which a clip has no ending and may have augmented copies; otherwise they are `clip`, with the
/// ending, and the features.
pub(crate) fn run(arguments: &Extract, console: &Console) -> Result<()> {
    output::check(&arguments.output)?;
    let inputs = inputs::collect(&arguments.inputs, console);
    match ravdess_recordings(&inputs) {
        Some(all) => write_table(&without_repeats(all, console), arguments, console),
        None if arguments.features.augment.is_some() => Err(Error::InvalidParameter {
            parameter: "augment".into(),
            expected: "recordings that are named as those of RAVDESS".into(),
            got: "others, whose copies would not be kept apart".into(),
        }),
        None => write_plain(&inputs, arguments, console),
    }
}

/// The recordings with what their names say, if all of them are named as those of RAVDESS.
fn ravdess_recordings(inputs: &[Input]) -> Option<Vec<Recording>> {
    let recording = |input: &Input| {
        let mut clip = Ravdess.clip(input.clip().as_ref()).ok()?;
        clip.corpus = None;
        Some(Recording::new(input.path()?, clip))
    };
    inputs.iter().map(recording).collect()
}

/// The recordings, without second files of one.
fn without_repeats(all: Vec<Recording>, console: &Console) -> Vec<Recording> {
    let mut first_of: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut kept = Vec::with_capacity(all.len());
    for recording in all {
        let (take, _) = Ravdess.take(&recording.clip);
        if let Some(first) = first_of.get(&take) {
            let error = emo_pipeline::corpus::Error::RepeatedClip { first: first.clone() };
            console.note(format_args!("skipped {}: {error}", recording.path.display()));
            continue;
        }
        first_of.insert(take, recording.path.clone());
        kept.push(recording);
    }
    kept
}

/// Writes a feature table.
fn write_table(all: &[Recording], arguments: &Extract, console: &Console) -> Result<()> {
    let features = &arguments.features;
    let copies = table::treatments(features).len();
    let seeds = augmentation_seeds(features.augment_seed, all.len(), copies);
    let names: Vec<String> = all.iter().map(|recording| recording.clip.name.clone()).collect();
    write_parts(&names, 1 + copies, arguments, console, |extractor, part, console| {
        let (recordings, seeds) = (&all[part.clone()], &seeds[part]);
        let mut text = Vec::new();
        table::part(extractor, recordings, features, seeds, console)?.to_writer(&mut text)?;
        Ok(text)
    })
}

/// Writes `clip` and the features, numbers as in a feature table.
fn write_plain(inputs: &[Input], arguments: &Extract, console: &Console) -> Result<()> {
    let names: Vec<String> = inputs.iter().map(Input::clip).collect();
    write_parts(&names, 1, arguments, console, |extractor, part, console| {
        let rows = rows(extractor, &inputs[part.clone()], console);
        let mut lines = csv::Writer::from_writer(Vec::new());
        let columns = extractor.column_names().iter().map(String::as_str);
        lines.write_record(["clip"].into_iter().chain(columns)).map_err(io::Error::from)?;
        for (name, row) in names[part].iter().zip(rows) {
            let Some(row) = row else { continue };
            let cells = row.iter().map(|value| format!("{value:?}"));
            lines.write_record([name.clone()].into_iter().chain(cells)).map_err(io::Error::from)?;
        }
        Ok(lines.into_inner().map_err(|error| error.into_error())?)
    })
}

/// The row of each recording, on all cores; `None` where it could not be read.
fn rows(extractor: &RowExtractor, inputs: &[Input], console: &Console) -> Vec<Option<Array1<f64>>> {
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

/// Writes what `part` makes of the recordings with these names, some at a time: a table with so
/// many rows for each recording that can be read.
fn write_parts(
    names: &[String],
    copies: usize,
    arguments: &Extract,
    console: &Console,
    part: impl Fn(&RowExtractor, Range<usize>, &Console) -> Result<Vec<u8>>,
) -> Result<()> {
    let features = &arguments.features;
    let extractor = RowExtractor::new(FeatureConfig::from(features.features.unwrap_or_default()))?;
    let treatments = table::treatments(features).iter().map(ToString::to_string);
    let treatments: Vec<String> = treatments.collect();
    let mark = (extractor.config().id(), treatments, features.augment_seed);
    let (mut table, first) = if arguments.resume {
        let (table, done) = GrowingTable::resume(&arguments.output, mark, copies)?;
        (table, behind(names, &done, console)?)
    } else {
        (GrowingTable::begin(&arguments.output, mark)?, 0)
    };
    let most = PART * rayon::current_num_threads();
    console.with_bar(names.len() - first, |console| {
        (first..names.len()).step_by(most).try_for_each(|start| {
            let end = names.len().min(start + most);
            table.add(&part(&extractor, start..end, console)?)
        })
    })?;
    table.finish()
}

/// The place behind the last recording that is done. Those before it that are not could not be
/// read, which is said again.
fn behind(names: &[String], done: &[String], console: &Console) -> Result<usize> {
    let mut left = done.iter();
    let mut next = left.next();
    for (place, name) in names.iter().enumerate() {
        match next {
            None => return Ok(place),
            Some(done) if done == name => next = left.next(),
            Some(_) => console.failure(format_args!(
                "{name}: could not be read before the interruption, and is not tried again"
            )),
        }
    }
    match next {
        None => Ok(names.len()),
        Some(other) => Err(Error::InvalidValue {
            what: "resume",
            expected: "the recordings that the table was begun with".into(),
            got: format!("others, without {other}"),
        }),
    }
}
