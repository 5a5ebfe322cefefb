//! Recordings with labels, from corpora, manifests and folders.

use std::path::Path;

use emo_pipeline::corpus::manifest::{Columns, Folders, Manifest};
use emo_pipeline::corpus::reader::{Registry, Scan};
use emo_pipeline::{LabelMap, Recording, Result};

use crate::arguments::Data;
use crate::console::Console;

/// How labels are renamed and which of them take part.
pub(super) fn label_map(data: &Data) -> Result<LabelMap> {
    let map = match &data.label_map {
        Some(file) => LabelMap::read_csv(file)?,
        None => LabelMap::default(),
    };
    if data.labels.is_empty() {
        return Ok(map);
    }
    let map = map.with_well_known();
    let is_renamed = map.entries().any(|(from, _)| from == "calm");
    let keeps_calm = is_renamed || data.labels.iter().any(|label| label == "calm");
    let map = if keeps_calm { map } else { map.with("calm", "neutral") };
    Ok(map.restricted_to(data.labels.iter().cloned()))
}

/// All recordings that were named and take part, with their labels renamed. What cannot be used is
/// reported, and costs the others nothing.
pub(super) fn collect(data: &Data, map: &LabelMap, console: &Console) -> Result<Vec<Recording>> {
    let mut all = Vec::new();
    let registry = Registry::known();
    let ravdess = data.audio.iter().map(|folder| ("ravdess", folder));
    let named = data.corpus.iter().map(|(name, folder)| (name.as_str(), folder));
    for (name, folder) in ravdess.chain(named) {
        all.extend(scanned(registry.get(name)?.scan(folder)?, console));
    }
    for path in &data.manifest {
        if path.is_dir() {
            all.extend(scanned(Folders::default().scan(path)?, console));
        } else {
            read_manifest(path, data, console, &mut all)?;
        }
    }
    all.retain(|recording| data.channels.contains(&recording.clip));
    Ok(all.into_iter().filter_map(|recording| renamed(recording, map)).collect())
}

fn scanned(scan: Scan, console: &Console) -> Vec<Recording> {
    for (path, error) in &scan.skipped {
        console.note(format_args!("skipped {}: {error}", path.display()));
    }
    for note in &scan.notes {
        console.note(note);
    }
    scan.recordings
}

fn read_manifest(
    path: &Path,
    data: &Data,
    console: &Console,
    all: &mut Vec<Recording>,
) -> Result<()> {
    let mut columns = Columns::default();
    if let Some(name) = &data.label_column {
        columns = columns.label(name);
    }
    if let Some(name) = &data.group_column {
        columns = columns.speaker(name);
    }
    for recording in Manifest::options().columns(columns).open(path)? {
        match recording {
            Ok(recording) => all.push(recording),
            Err(error) => console.failure(error),
        }
    }
    Ok(())
}

fn renamed(recording: Recording, map: &LabelMap) -> Option<Recording> {
    let mut recording = recording;
    recording.clip = map.apply_to(recording.clip)?;
    Some(recording)
}
