//! Finds the recordings of RAVDESS under a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{ClipName, quoted};
use crate::dataset::Clip;
use crate::{Error, Result};

/// What [`scan`] found.
#[derive(Debug)]
#[non_exhaustive]
pub struct Scan {
    /// The clips, ordered by their path below the folder.
    pub clips: Vec<Clip>,
    /// What cannot be used and why, in the order of the paths.
    pub skipped: Vec<(PathBuf, Error)>,
}

/// Finds every `.wav` and `.flac` file below `folder` that is named as RAVDESS names them.
///
/// The folders' names and depth do not matter: the archives as they unpack, with a folder an
/// actor, and a flat folder are all read. The order is that of the paths below `folder`,
/// written with `/`, and so the same on every system. Links are followed, loops are not.
///
/// Skipped, with the reason, are files with another name, folders that cannot be read, and
/// second files of a recording that was already found. (One widespread copy of RAVDESS holds
/// every file twice. Left in, both parts of a split would hold the same recordings.)
///
/// # Errors
///
/// If `folder` itself cannot be read.
pub fn scan(folder: impl AsRef<Path>) -> Result<Scan> {
    let folder = folder.as_ref();
    std::fs::read_dir(folder).map_err(|error| Error::from(error).in_file(folder))?;
    let mut found = Vec::new();
    let mut skipped = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true) {
        match entry {
            Ok(entry) if is_recording(&entry) => match read_path(folder, entry.path()) {
                Ok((name, clip)) => found.push((name, clip)),
                Err(error) => skipped.push((entry.into_path(), error)),
            },
            Ok(_) => {}
            Err(error) => {
                skipped.push((error.path().unwrap_or(folder).to_owned(), Error::Io(error.into())));
            }
        }
    }
    found.sort_by(|(_, a), (_, b)| (&a.info.clip, &a.path).cmp(&(&b.info.clip, &b.path)));
    let clips = without_repeats(found, &mut skipped);
    skipped.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(Scan { clips, skipped })
}

fn is_recording(entry: &DirEntry) -> bool {
    let ending = entry.path().extension().unwrap_or_default();
    let known = ending.eq_ignore_ascii_case("wav") || ending.eq_ignore_ascii_case("flac");
    known && entry.file_type().is_file()
}

fn read_path(folder: &Path, path: &Path) -> Result<(ClipName, Clip)> {
    let name = ClipName::from_path(path)?;
    let below = path.strip_prefix(folder).unwrap_or(path).with_extension("");
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let parts = parts.ok_or_else(|| Error::InvalidValue {
        what: "path",
        expected: "UTF-8".into(),
        got: quoted(&below.to_string_lossy()),
    })?;
    Ok((name, Clip { path: path.to_owned(), info: name.info(parts.join("/")) }))
}

/// Keeps the first clip of each name and moves the others to `skipped`.
fn without_repeats(found: Vec<(ClipName, Clip)>, skipped: &mut Vec<(PathBuf, Error)>) -> Vec<Clip> {
    let mut first_of = BTreeMap::new();
    let mut clips = Vec::with_capacity(found.len());
    for (name, clip) in found {
        if let Some(first) = first_of.get(&name) {
            skipped.push((clip.path, Error::RepeatedClip { first: PathBuf::clone(first) }));
        } else {
            first_of.insert(name, clip.path.clone());
            clips.push(clip);
        }
    }
    clips
}
