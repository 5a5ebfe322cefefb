//! Finds a corpus's recordings.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{CorpusReader, Skipped, recordings_below};
use crate::{Clip, Error, Recording, Result};

/// What a scan of a folder found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Scan {
    /// The recordings, ordered by their path below the folder.
    pub recordings: Vec<Recording>,
    /// What cannot be used and why, in the order of the paths.
    pub skipped: Vec<(PathBuf, Error)>,
    /// Remarks on the whole corpus, in sentences.
    pub notes: Vec<String>,
}

/// Finds the recordings below a folder that `describe` can name; for a reader whose labels are in
/// other files than the recordings.
///
/// # Errors
///
/// As [`CorpusReader::scan`].
pub fn scan_names<R: CorpusReader + ?Sized>(
    reader: &R,
    folder: &Path,
    describe: impl Fn(Clip) -> Result<Clip>,
) -> Result<Scan> {
    let (found, mut skipped) = recordings_below(folder, reader.endings())?;
    let mut recordings = Vec::with_capacity(found.len());
    for (path, name) in found {
        match describe(Clip::new(name).corpus(reader.about().id)) {
            Ok(clip) => recordings.push(Recording::new(path, clip)),
            Err(error) => skipped.push((path, error)),
        }
    }
    let recordings = without_repeats(reader, recordings, &mut skipped);
    skipped.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(Scan { recordings, skipped, notes: Vec::new() })
}

/// Keeps one recording of each take, and moves the others to `skipped`.
fn without_repeats<R: CorpusReader + ?Sized>(
    reader: &R,
    recordings: Vec<Recording>,
    skipped: &mut Skipped,
) -> Vec<Recording> {
    let mut best: HashMap<String, (u8, PathBuf)> = HashMap::with_capacity(recordings.len());
    for recording in &recordings {
        let (take, rank) = reader.take(&recording.clip);
        let entry = best.entry(take).or_insert_with(|| (rank, recording.path.clone()));
        if rank < entry.0 {
            *entry = (rank, recording.path.clone());
        }
    }
    let mut kept = Vec::with_capacity(best.len());
    for recording in recordings {
        match best.get(&reader.take(&recording.clip).0) {
            Some((_, first)) if *first != recording.path => {
                skipped.push((recording.path, Error::RepeatedClip { first: first.clone() }));
            }
            _ => kept.push(recording),
        }
    }
    kept
}
