//! Recordings with labels, from corpora, manifests and folders.

use std::path::{Path, PathBuf};

use emo_pipeline::corpus::is_url;
use emo_pipeline::corpus::manifest::{Columns, Folders, Manifest};
use emo_pipeline::corpus::reader::{Registry, Scan};
use emo_pipeline::{Error, FeatureTable, LabelMap, Recording, Result};

use crate::arguments::Sources;
use crate::audio::AudioOptions;
use crate::console::Console;
use crate::remote::{Remote, local_path};

/// How labels are renamed and which of them take part.
pub(super) fn label_map(sources: &Sources) -> Result<LabelMap> {
    let map = match &sources.label_map {
        Some(file) => LabelMap::read_csv(file)?,
        None => LabelMap::default(),
    };
    if sources.labels.is_empty() {
        return Ok(map);
    }
    let map = map.with_well_known();
    let is_renamed = map.entries().any(|(from, _)| from == "calm");
    let keeps_calm = is_renamed || sources.labels.iter().any(|label| label == "calm");
    let map = if keeps_calm { map } else { map.with("calm", "neutral") };
    Ok(map.restricted_to(sources.labels.iter().cloned()))
}

/// All recordings that were named, take part and have a label, with their labels renamed. What
/// cannot be used is reported, and costs the others nothing.
pub(super) fn collect(
    sources: &Sources,
    map: &LabelMap,
    audio: &AudioOptions,
    console: &Console,
) -> Result<Vec<Recording>> {
    let mut all = collect_any(sources, map, audio, console)?;
    all.retain(|recording| is_usable(recording, console));
    Ok(all)
}

/// The same, with those that have no label.
pub(super) fn collect_any(
    sources: &Sources,
    map: &LabelMap,
    audio: &AudioOptions,
    console: &Console,
) -> Result<Vec<Recording>> {
    let mut all = Vec::new();
    let registry = Registry::known();
    let ravdess = sources.audio.iter().map(|folder| ("ravdess", folder));
    let named = sources.corpus.iter().map(|(name, folder)| (name.as_str(), folder));
    for (name, folder) in ravdess.chain(named) {
        all.extend(scanned(registry.get(name)?.scan(folder)?, folder, console));
    }
    for path in &sources.manifest {
        read_list(path, &columns(sources), audio.remote(), console, &mut all)?;
    }
    audio.check_listed(&all)?;
    all.retain(|recording| sources.channels.contains(&recording.clip));
    let mut all: Vec<Recording> =
        all.into_iter().filter_map(|recording| renamed(recording, map)).collect();
    // A list of a million grew by doubling.
    all.shrink_to_fit();
    Ok(all)
}

/// The recordings of manifests, and of folders with one folder of recordings per label.
pub(super) fn of_manifests(
    paths: &[PathBuf],
    audio: &AudioOptions,
    console: &Console,
) -> Result<Vec<Recording>> {
    let mut all = Vec::new();
    for path in paths {
        read_list(path, &Columns::default(), audio.remote(), console, &mut all)?;
    }
    audio.check_listed(&all)?;
    Ok(all)
}

/// The names of the columns of manifests.
fn columns(sources: &Sources) -> Columns {
    let mut columns = Columns::default();
    if let Some(name) = &sources.label_column {
        columns = columns.label(name);
    }
    if let Some(name) = &sources.group_column {
        columns = columns.speaker(name);
    }
    columns
}

fn scanned(scan: Scan, folder: &Path, console: &Console) -> Vec<Recording> {
    console.left_out(folder, &scan.left_out);
    for (path, error) in &scan.skipped {
        console.note(format_args!("skipped {}: {error}", path.display()));
    }
    for note in &scan.notes {
        console.note(note);
    }
    scan.recordings
}

fn read_list(
    path: &Path,
    columns: &Columns,
    remote: &Remote,
    console: &Console,
    all: &mut Vec<Recording>,
) -> Result<()> {
    let path = &local_path(path).unwrap_or_else(|| path.to_owned());
    if path.is_dir() {
        all.extend(scanned(Folders::default().scan(path)?, path, console));
        return Ok(());
    }
    let options = Manifest::options().columns(columns.clone());
    if !is_url(path) {
        for recording in options.open(path)? {
            match recording {
                Ok(recording) => all.push(recording),
                Err(error) => console.failure(error),
            }
        }
        return Ok(());
    }
    let in_url = |error: Error| Error::File { path: path.to_owned(), error: Box::new(error) };
    let reader = remote.open(path).map_err(|error| in_url(error.into()))?;
    // Relative paths are relative to the folder of the manifest, here too.
    let text = path.to_string_lossy();
    let folder = text.rsplit_once('/').map_or("", |(folder, _)| folder);
    for recording in options.folder(folder).read(reader).map_err(|error| in_url(error.into()))? {
        match recording {
            Ok(recording) => all.push(recording),
            Err(error) => console.failure(in_url(error.into())),
        }
    }
    Ok(())
}

fn renamed(recording: Recording, map: &LabelMap) -> Option<Recording> {
    let mut recording = recording;
    recording.clip = map.apply_to(recording.clip)?;
    Some(recording)
}

/// Whether the recording can have a row of a table; what is missing is reported.
fn is_usable(recording: &Recording, console: &Console) -> bool {
    match FeatureTable::check_clips([&recording.clip]) {
        Ok(()) => true,
        Err(error) => {
            console.failure(format_args!("{}: {error}", recording.path.display()));
            false
        }
    }
}
