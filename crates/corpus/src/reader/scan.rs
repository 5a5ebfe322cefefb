//! Finds a corpus's recordings.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use emo_audio_io::ENDINGS;

use super::{Below, CorpusReader, LeftOut, Skipped, recordings_below};
use crate::{Clip, Error, Recording, Result};

/// What a scan of a folder found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Scan {
    /// The recordings, ordered by their path below the folder.
    pub recordings: Vec<Recording>,
    /// What cannot be used and why, in the order of the paths.
    pub skipped: Vec<(PathBuf, Error)>,
    /// The files that are no recordings, counted by kind.
    pub left_out: LeftOut,
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
    let Below { found, mut skipped, left_out } = recordings_below(folder, reader.endings())?;
    let mut recordings = Vec::with_capacity(found.len());
    for (path, name) in found {
        match describe(Clip::new(name).corpus(reader.about().id)) {
            Ok(clip) => recordings.push(Recording::new(path, clip)),
            Err(error) => skipped.push((path, error)),
        }
    }
    let recordings = without_repeats(recordings, &mut skipped, |clip| reader.take(clip));
    skipped.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(Scan { recordings, skipped, left_out, notes: Vec::new() })
}

/// Keeps one recording of each take, and moves the others to `skipped`.
///
/// Of the files of a take the one with the smallest number is kept, and among those the one whose
/// ending comes first in the list of endings: a video beside its sound track is left out.
pub(crate) fn without_repeats(
    recordings: Vec<Recording>,
    skipped: &mut Skipped,
    take: impl Fn(&Clip) -> (String, u8),
) -> Vec<Recording> {
    let mut best: HashMap<String, ((u8, usize), PathBuf)> =
        HashMap::with_capacity(recordings.len());
    for recording in &recordings {
        let (take, rank) = take(&recording.clip);
        let rank = (rank, place(&recording.path));
        let entry = best.entry(take).or_insert_with(|| (rank, recording.path.clone()));
        if rank < entry.0 {
            *entry = (rank, recording.path.clone());
        }
    }
    let mut kept = Vec::with_capacity(best.len());
    for recording in recordings {
        match best.get(&take(&recording.clip).0) {
            Some((_, first)) if *first != recording.path => {
                skipped.push((recording.path, Error::RepeatedClip { first: first.clone() }));
            }
            _ => kept.push(recording),
        }
    }
    kept
}

/// The place of a file's ending in the list of endings.
fn place(path: &Path) -> usize {
    let ending = path.extension().unwrap_or_default();
    let place = ENDINGS.iter().position(|known| ending.eq_ignore_ascii_case(known));
    place.unwrap_or(ENDINGS.len())
}
