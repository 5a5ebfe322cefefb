//! Finds the recordings that the command line names.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use emo_pipeline::audio::is_audio_file;
use emo_pipeline::corpus::is_url;
use emo_pipeline::corpus::reader::LeftOut;
use emo_pipeline::{AudioClip, Error, Loader, Recording, Result, part_options};
use walkdir::{DirEntry, WalkDir};

use crate::console::Console;
use crate::recording_source::RecordingSource;
use crate::remote::{self, Remote};

/// A recording.
#[derive(Clone)]
pub(crate) enum Input {
    /// A file, and its path relative to the folder on the command line.
    File { path: PathBuf, below: PathBuf },
    /// A recording of a manifest, which may be a part of a file. In a box, since a list of files
    /// would take four times the memory otherwise.
    Listed(Box<Recording>),
    /// Standard input, which can be read once.
    Standard,
}

impl Input {
    /// Its name in results.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File { path, .. } => path.display().to_string(),
            Self::Listed(recording) => recording.path.display().to_string(),
            Self::Standard => "-".into(),
        }
    }

    /// Its name in tables: the path relative to the folder on the command line, with `/`.
    pub(crate) fn clip(&self) -> String {
        match self {
            Self::File { below, .. } => {
                let name = below.to_string_lossy();
                if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
            }
            Self::Listed(recording) => recording.clip.name.clone(),
            Self::Standard => "-".into(),
        }
    }

    /// Its samples, or those of each channel.
    pub(crate) fn load(&self, loader: &Loader) -> Result<Vec<AudioClip>> {
        Ok(match self {
            Self::File { path, .. } => loader.load_each(path)?,
            Self::Listed(recording) => {
                let options = part_options(recording, loader.options().clone());
                Loader::new(options)?.load_each(&recording.path)?
            }
            Self::Standard => loader.load_stream_each(std::io::stdin(), "standard input")?,
        })
    }

    /// Where the part of a manifest starts and ends, in seconds.
    pub(crate) fn part(&self) -> Option<(f64, Option<f64>)> {
        let Self::Listed(recording) = self else { return None };
        let segment = recording.segment?;
        let end = segment.start + segment.duration;
        Some((segment.start, Some(end).filter(|end| end.is_finite())))
    }

    /// The channel that a manifest names, counted from 0.
    pub(crate) fn channel(&self) -> Option<usize> {
        let Self::Listed(recording) = self else { return None };
        recording.channel
    }

    /// Adds the name of this recording to an error.
    pub(crate) fn named(&self, error: Error) -> Error {
        let path = self.path().unwrap_or(Path::new("standard input")).to_owned();
        Error::File { path, error: Box::new(error) }
    }
}

/// The files on the command line and the audio files below the folders on it, sorted by path
/// within each folder. Folders that cannot be listed are reported.
pub(crate) fn collect(words: &[PathBuf], remote: &Remote, console: &Console) -> Vec<Input> {
    let mut inputs = Vec::new();
    for word in words {
        let word = &remote::local_path(word).unwrap_or_else(|| word.clone());
        let found = if word.as_os_str() == "-" {
            Ok(vec![Input::Standard])
        } else if is_url(word) {
            objects(word, remote, console)
        } else if word.is_dir() {
            audio_files(word, console)
        } else {
            Ok(vec![Input::File { path: word.clone(), below: word.clone() }])
        };
        match found {
            Ok(found) => inputs.extend(found),
            Err(error) => console.failure(error),
        }
    }
    with_distinct_names(inputs)
}

/// The inputs, where those that two folders have under the same name are named with the folder.
fn with_distinct_names(mut inputs: Vec<Input>) -> Vec<Input> {
    let mut seen = HashSet::with_capacity(inputs.len());
    let repeated: HashSet<PathBuf> = inputs
        .iter()
        .filter_map(|input| if let Input::File { below, .. } = input { Some(below) } else { None })
        .filter(|below| !seen.insert(*below))
        .cloned()
        .collect();
    for input in &mut inputs {
        if let Input::File { path, below } = input
            && repeated.contains(below)
        {
            below.clone_from(path);
        }
    }
    inputs
}

/// The audio files below a folder, at any depth. A note counts the files that were skipped.
fn audio_files(folder: &Path, console: &Console) -> Result<Vec<Input>> {
    let mut files = Vec::new();
    let mut left_out = LeftOut::default();
    let is_entered =
        |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry) || entry.file_type().is_file();
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(is_entered) {
        match entry {
            Ok(entry) if !entry.file_type().is_file() => {}
            Ok(entry) if is_audio_file(entry.path()) => {
                let mut path = entry.into_path();
                // Joined of two parts, it has space for another.
                path.shrink_to_fit();
                let below = path.strip_prefix(folder).unwrap_or(&path).to_owned();
                files.push(Input::File { path, below });
            }
            // What an interrupted extraction left is its own.
            Ok(entry) if entry.path().extension().is_some_and(|it| it == "partial") => {}
            Ok(entry) => left_out.add(entry.path()),
            Err(error) => console.failure(error),
        }
    }
    found(files, left_out, folder, console)
}

/// The object with this URL, or the audio files below it.
fn objects(url: &Path, remote: &Remote, console: &Console) -> Result<Vec<Input>> {
    let (files, left_out) = remote.recordings(url)?;
    let files = files.into_iter().map(|(path, below)| Input::File { path, below });
    found(files.collect(), left_out, url, console)
}

/// The audio files of a folder, if there are any.
fn found(
    files: Vec<Input>,
    left_out: LeftOut,
    folder: &Path,
    console: &Console,
) -> Result<Vec<Input>> {
    console.left_out(folder, &left_out);
    if files.is_empty() {
        return Err(Error::File {
            path: folder.to_owned(),
            error: Box::new(Error::Empty { what: "audio files in the folder" }),
        });
    }
    Ok(files)
}

/// Whether a name starts with a dot, as those of hidden folders do.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}
