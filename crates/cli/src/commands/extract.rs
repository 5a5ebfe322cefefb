//! `emo extract`.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use emo_pipeline::audio::Note;
use emo_pipeline::corpus::ClipColumns;
use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::reader::{CorpusReader, Ravdess};
use emo_pipeline::{
    Clip, Error, FeatureConfig, LabelMap, LoadOptions, Loader, Recording, Result,
    augmentation_seeds,
};
use ndarray::Array1;
use rayon::prelude::*;
use serde_json::json;

#[cfg(feature = "parquet")]
use super::extract_parts;
use super::{recordings, table};
use crate::arguments::Extract;
use crate::console::Console;
use crate::growing_table::{self, GrowingTable};
use crate::inputs::{self, Input};
use crate::output;
use crate::recording_source::RecordingSource;
use crate::remote::{Remote, check_local};

/// Number of recordings per thread whose rows are in memory at a time.
const PART: usize = 64;

/// Writes one row of features per readable recording, part by part.
///
/// The recordings of a manifest or a corpus become a feature table whose first line names the
/// feature configuration. For files and folders: if every recording has a file name as in RAVDESS,
/// the output is a feature table, in which clips are named without their extension and may have
/// augmented copies. Otherwise the columns are `clip`, with the extension, and the features.
pub(crate) fn run(arguments: &Extract, console: &Console) -> Result<()> {
    #[cfg(feature = "parquet")]
    if is_parquet(arguments)? {
        let written = write_parquet(arguments, console);
        console.summary();
        return written;
    }
    check_csv(arguments)?;
    check_local(&[&arguments.output])?;
    output::check(&arguments.output)?;
    if arguments.inputs.is_empty() {
        return write_described(arguments, console);
    }
    let inputs = inputs::collect(&arguments.inputs, remote(arguments), console);
    let written = match ravdess_recordings(&inputs) {
        Some(all) => write_table(&without_repeats(all, console), None, arguments, console),
        None if arguments.features.augment.is_some() => Err(Error::InvalidParameter {
            parameter: "augment".into(),
            expected: "recordings that are named as those of RAVDESS".into(),
            got: "other names, for which copies cannot be matched to their recording".into(),
        }),
        None => write_plain(&inputs, arguments, console),
    };
    if written.is_ok() {
        console.summary();
    }
    written
}

/// What reads and writes URLs.
fn remote(arguments: &Extract) -> &Remote {
    arguments.features.recordings.remote()
}

/// Whether the output is Parquet: as the arguments say, or the name of the output.
#[cfg(feature = "parquet")]
fn is_parquet(arguments: &Extract) -> Result<bool> {
    let is_folder = crate::parts::is_folder(&arguments.output, &arguments.table.parts);
    match arguments.table.format.as_deref() {
        Some("csv") if is_folder => Err(Error::InvalidParameter {
            parameter: "format".into(),
            expected: "parquet for a folder".into(),
            got: "csv".into(),
        }),
        Some(format) => Ok(format == "parquet"),
        None => Ok(is_folder || crate::parts::is_parquet(&arguments.output)),
    }
}

/// Checks that nothing asks for Parquet where CSV is written.
#[cfg(feature = "parquet")]
fn check_csv(arguments: &Extract) -> Result<()> {
    match arguments.table.of_parquet() {
        None => Ok(()),
        Some(option) => Err(Error::InvalidParameter {
            parameter: option.into(),
            expected: "Parquet as the output: a FILE that ends in .parquet, or --format parquet"
                .into(),
            got: "CSV".into(),
        }),
    }
}

/// Checks that nothing asks for Parquet where CSV is written.
#[cfg(not(feature = "parquet"))]
fn check_csv(arguments: &Extract) -> Result<()> {
    let ending = arguments.output.extension();
    if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("parquet")) {
        return Err(Error::InvalidParameter {
            parameter: "output".into(),
            expected: "a name for CSV, since this emo was built without Parquet".into(),
            got: arguments.output.display().to_string(),
        });
    }
    Ok(())
}

/// Writes Parquet. Labels are not needed, and clips that are not named as in RAVDESS keep the
/// extension in their names, as in CSV.
#[cfg(feature = "parquet")]
fn write_parquet(arguments: &Extract, console: &Console) -> Result<()> {
    if arguments.inputs.is_empty() {
        let map = recordings::label_map(&arguments.sources)?;
        let audio = &arguments.features.recordings;
        let all = recordings::collect_any(&arguments.sources, &map, audio, console)?;
        let has_copies = arguments.features.augment.is_some();
        let all = if has_copies { without_equal_names(all, console) } else { all };
        return extract_parts::write(&all, arguments, console);
    }
    let inputs = inputs::collect(&arguments.inputs, remote(arguments), console);
    match ravdess_recordings(&inputs) {
        Some(all) => extract_parts::write(&without_repeats(all, console), arguments, console),
        None => extract_parts::write(&inputs, arguments, console),
    }
}

/// Writes the feature table of the recordings of manifests and corpora.
fn write_described(arguments: &Extract, console: &Console) -> Result<()> {
    let map = recordings::label_map(&arguments.sources)?;
    let all =
        recordings::collect(&arguments.sources, &map, &arguments.features.recordings, console)?;
    write_table(&without_equal_names(all, console), Some(&map), arguments, console)
}

/// The recordings without those whose corpus and name an earlier one has: their augmented copies
/// could not be assigned.
fn without_equal_names(mut all: Vec<Recording>, console: &Console) -> Vec<Recording> {
    let mut seen = HashSet::with_capacity(all.len());
    all.retain(|recording| {
        let name = key(&recording.clip);
        let is_new = seen.insert(name.clone());
        if !is_new {
            let path = recording.path.display();
            let error = "expected a name that no other clip of the corpus has";
            console.failure(format_args!("{path}: {error}, got {name}"));
        }
        is_new
    });
    all
}

fn key(clip: &Clip) -> String {
    growing_table::key(clip.corpus.as_deref(), &clip.name)
}

/// The recordings with the labels in their names, if all names are as in RAVDESS.
fn ravdess_recordings(inputs: &[Input]) -> Option<Vec<Recording>> {
    let recording = |input: &Input| {
        let mut clip = Ravdess.clip(input.clip().as_ref()).ok()?;
        clip.corpus = None;
        Some(Recording::new(input.path()?, clip))
    };
    inputs.iter().map(recording).collect()
}

/// The recordings without repeated files of the same take.
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

/// Writes a feature table. With a map, by which the labels were renamed, its first line names the
/// feature configuration.
fn write_table(
    all: &[Recording],
    map: Option<&LabelMap>,
    arguments: &Extract,
    console: &Console,
) -> Result<()> {
    let features = &arguments.features;
    let copies = table::treatments(features).len();
    let copy = (copies > 0).then(|| Clip::new("").copy("any"));
    // Parts in which no clip has, say, a speaker have the same columns as the others.
    let columns = ClipColumns::of(all.iter().map(|recording| &recording.clip).chain(&copy));
    let mark = |map| format!("{} {}", columns.names().collect::<Vec<_>>().join(","), json!(map));
    let mark = map.map(mark).unwrap_or_default();
    let seeds = augmentation_seeds(features.augment_seed, all.len(), copies);
    let names: Vec<String> = all.iter().map(|recording| key(&recording.clip)).collect();
    let path = |place: usize| Some(all[place].path.as_path());
    write_parts(
        &names,
        path,
        1 + copies,
        &mark,
        arguments,
        console,
        |extractor, places, console| {
            let recordings: Vec<Recording> = places.iter().map(|&at| all[at].clone()).collect();
            let seeds: Vec<Vec<u32>> = places.iter().map(|&at| seeds[at].clone()).collect();
            let mut table = table::part(extractor, &recordings, features, &seeds, console)?;
            if map.is_some() {
                table = table.with_feature_config(extractor.config().id());
            }
            let mut text = Vec::new();
            table.to_writer_with(&columns, &mut text)?;
            Ok(text)
        },
    )
}

/// Writes `clip` and the features, with numbers formatted as in a feature table.
fn write_plain(inputs: &[Input], arguments: &Extract, console: &Console) -> Result<()> {
    let names: Vec<String> = inputs.iter().map(Input::clip).collect();
    let path = |place: usize| inputs[place].path();
    write_parts(&names, path, 1, "", arguments, console, |extractor, places, console| {
        let rate = Some(extractor.config().sample_rate);
        let loader = Loader::new(arguments.features.recordings.load_options(rate))?;
        let rows = rows(extractor, &loader, inputs, places, console);
        let mut lines = csv::Writer::from_writer(Vec::new());
        let columns = extractor.column_names().iter().map(String::as_str);
        lines.write_record(["clip"].into_iter().chain(columns)).map_err(io::Error::from)?;
        for (&place, row) in places.iter().zip(rows) {
            let Some(row) = row else { continue };
            let cells = row.iter().map(|value| format!("{value:?}"));
            lines
                .write_record([names[place].clone()].into_iter().chain(cells))
                .map_err(io::Error::from)?;
        }
        Ok(lines.into_inner().map_err(|error| error.into_error())?)
    })
}

/// The row of each recording, computed on all cores; `None` if it could not be read.
fn rows(
    extractor: &RowExtractor,
    loader: &Loader,
    inputs: &[Input],
    places: &[usize],
    console: &Console,
) -> Vec<Option<Array1<f64>>> {
    let row = |&place: &usize| {
        let input = &inputs[place];
        let row = row_with_notes(extractor, loader, input).map(|(row, notes)| {
            let notes = notes.iter();
            notes.for_each(|note| console.note(format_args!("{}: {note}", input.name())));
            row
        });
        console.step();
        row
    };
    let rows: Vec<Result<Array1<f64>>> = places.par_iter().map(row).collect();
    rows.into_iter().map(|row| row.map_err(|error| console.failure(error)).ok()).collect()
}

/// The row of a recording, and what was noticed about its file. Standard input, which can be read
/// only once, is loaded as a whole.
fn row_with_notes(
    extractor: &RowExtractor,
    loader: &Loader,
    input: &Input,
) -> Result<(Array1<f64>, Vec<Note>)> {
    if !matches!(input, Input::Standard) {
        return extractor.row_of_recording_with_notes(input.recording()?.as_ref());
    }
    let clip = input.load(loader)?.into_iter().next().unwrap_or_default();
    let row = extractor.row_of_samples(&clip.samples, clip.sample_rate);
    Ok((row.map_err(|error| input.named(error))?, clip.notes))
}

/// Writes a table with `copies` rows per readable recording; `part` computes the rows of some of
/// the recordings at a time. Only a table with the same `mark`, features and copies can be resumed.
fn write_parts<'a>(
    names: &[String],
    path: impl Fn(usize) -> Option<&'a Path>,
    copies: usize,
    mark: &str,
    arguments: &Extract,
    console: &Console,
    part: impl Fn(&RowExtractor, &[usize], &Console) -> Result<Vec<u8>>,
) -> Result<()> {
    let features = &arguments.features;
    let extractor = RowExtractor::new(FeatureConfig::from(features.features.unwrap_or_default()))?
        .with_load_options(table::one_channel(features)?)?;
    let treatments = table::treatments(features).iter().map(ToString::to_string);
    let treatments: Vec<String> = treatments.collect();
    let (id, seed) = (extractor.config().id(), features.augment_seed);
    let mut mark = format!("{id} {} {seed} {mark}", treatments.join(", "));
    let part_of_each = features.recordings.load_options(None);
    if part_of_each != LoadOptions::default().sample_rate(None) {
        mark.push_str(&format!(" {part_of_each:?}"));
    }
    let (mut table, left) = if arguments.resume {
        let (table, done) = GrowingTable::resume(&arguments.output, &mark, copies)?;
        (table, not_done(names, &done)?)
    } else {
        (GrowingTable::begin(&arguments.output, &mark)?, (0..names.len()).collect())
    };
    remote(arguments).expect(left.iter().filter_map(|&place| path(place)));
    let most = PART * rayon::current_num_threads();
    console.with_bar(left.len(), |console| {
        left.chunks(most).try_for_each(|places| table.add(&part(&extractor, places, console)?))
    })?;
    table.finish()
}

/// The indices of the recordings that have no rows yet. Recordings that could not be read are
/// tried again.
fn not_done(names: &[String], done: &[String]) -> Result<Vec<usize>> {
    let wanted: HashSet<&str> = names.iter().map(String::as_str).collect();
    if let Some(other) = done.iter().find(|name| !wanted.contains(name.as_str())) {
        return Err(Error::InvalidValue {
            what: "resume",
            expected: "the recordings that the table was begun with, and optionally more".into(),
            got: format!("recordings without {other}"),
        });
    }
    let done: HashSet<&str> = done.iter().map(String::as_str).collect();
    Ok((0..names.len()).filter(|&place| !done.contains(names[place].as_str())).collect())
}
