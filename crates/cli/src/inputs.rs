//! Finds the recordings that the command line names.

use std::io::Read;
use std::path::{Path, PathBuf};

use emo_pipeline::{Error, Result};
use walkdir::WalkDir;

use crate::console::Console;

/// File extensions of audio files that are searched for in folders, in any case.
const ENDINGS: [&str; 11] =
    ["wav", "wave", "aif", "aiff", "aifc", "flac", "mp3", "ogg", "oga", "m4a", "mp4"];
/// Largest recording that is read from standard input, in bytes.
const LARGEST: u64 = 1 << 30;

/// A recording.
pub(crate) enum Input {
    /// A file, and its path relative to the folder on the command line.
    File { path: PathBuf, below: PathBuf },
    /// The bytes of standard input.
    Bytes(Vec<u8>),
}

impl Input {
    /// Its name in results.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File { path, .. } => path.display().to_string(),
            Self::Bytes(_) => "-".into(),
        }
    }

    /// Its name in tables: the path relative to the folder on the command line, with `/`.
    pub(crate) fn clip(&self) -> String {
        match self {
            Self::File { below, .. } => {
                let parts = below.iter().map(|part| part.to_string_lossy());
                parts.collect::<Vec<_>>().join("/")
            }
            Self::Bytes(_) => "-".into(),
        }
    }

    /// The path, unless it is standard input.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::File { path, .. } => Some(path),
            Self::Bytes(_) => None,
        }
    }
}

/// The files on the command line and the audio files below the folders on it, sorted by path
/// within each folder. Folders that cannot be listed are reported.
pub(crate) fn collect(words: &[PathBuf], console: &Console) -> Vec<Input> {
    let mut inputs = Vec::new();
    for word in words {
        let found = if word.as_os_str() == "-" {
            standard_input().map(|bytes| vec![Input::Bytes(bytes)])
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
    inputs
}

fn standard_input() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::InvalidValue {
            what: "standard input",
            expected: format!("at most {LARGEST} bytes"),
            got: "more".into(),
        });
    }
    Ok(bytes)
}

/// The audio files below a folder, at any depth.
fn audio_files(folder: &Path, console: &Console) -> Result<Vec<Input>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_audio(entry.path()) => {
                let path = entry.into_path();
                let below = path.strip_prefix(folder).unwrap_or(&path).to_owned();
                files.push(Input::File { path, below });
            }
            Ok(_) => {}
            Err(error) => console.failure(error),
        }
    }
    match files.is_empty() {
        false => Ok(files),
        true => Err(Error::File {
            path: folder.to_owned(),
            error: Box::new(Error::Empty { what: "audio files in the folder" }),
        }),
    }
}

fn is_audio(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}
