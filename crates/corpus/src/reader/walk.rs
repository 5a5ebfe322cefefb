//! The recordings below a folder.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::LeftOut;
use crate::{Error, Result, quoted};

/// A recording and the name of its clip.
pub(crate) type Found = (PathBuf, String);

/// What cannot be used, and why.
pub(crate) type Skipped = Vec<(PathBuf, Error)>;

/// What is below a folder.
pub(crate) struct Below {
    pub(crate) found: Vec<Found>,
    pub(crate) skipped: Skipped,
    pub(crate) left_out: LeftOut,
}

/// All files below `folder` with one of these endings (in lower case), ordered by their names
/// below it; and what cannot be read. Hidden files and folders are left out.
pub(crate) fn recordings_below(folder: &Path, endings: &[&str]) -> Result<Below> {
    std::fs::read_dir(folder).map_err(|error| Error::from(error).in_file(folder))?;
    let mut found = Vec::new();
    let mut skipped = Vec::new();
    let mut left_out = LeftOut::default();
    let is_entered =
        |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry) || entry.file_type().is_file();
    for entry in WalkDir::new(folder).follow_links(true).into_iter().filter_entry(is_entered) {
        let path = match entry {
            Ok(entry) if has_ending(&entry, endings) => entry.into_path(),
            Ok(entry) => {
                if entry.file_type().is_file() {
                    left_out.add(entry.path());
                }
                continue;
            }
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                skipped.push((path, Error::Io(error.into())));
                continue;
            }
        };
        match clip_name(path.strip_prefix(folder).unwrap_or(&path)) {
            Ok(name) => found.push((path, name)),
            Err(error) => skipped.push((path, error)),
        }
    }
    found.sort_by(|(path_a, a), (path_b, b)| (a, path_a).cmp(&(b, path_b)));
    Ok(Below { found, skipped, left_out })
}

/// A path below a folder as a clip's name: without its ending, with `/`.
pub(crate) fn clip_name(below: &Path) -> Result<String> {
    let below = below.with_extension("");
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).ok_or_else(|| Error::InvalidValue {
        what: "path",
        expected: "UTF-8".into(),
        got: quoted(&below.to_string_lossy()),
    })
}

/// Whether a name starts with a dot, as those of macOS's AppleDouble files do.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn has_ending(entry: &DirEntry, endings: &[&str]) -> bool {
    let ending = entry.path().extension().unwrap_or_default();
    let known = endings.iter().any(|known| ending.eq_ignore_ascii_case(known));
    known && entry.file_type().is_file() && !is_hidden(entry)
}
