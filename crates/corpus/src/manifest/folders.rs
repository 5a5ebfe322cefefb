//! Recordings whose folders say what they are.

use std::path::Path;

use emo_audio_io::ENDINGS;

use crate::reader::{Below, Scan, recordings_below, without_repeats};
use crate::{Clip, Error, Recording, Result, quoted};

/// Recordings in a folder per class, or in any tree of folders whose levels have a meaning.
///
/// ```no_run
/// use emo_corpus::manifest::Folders;
///
/// // angry/1.wav, bored/2.wav, …
/// let scan = Folders::default().scan("recordings")?;
/// // ann/angry/1.wav, ben/bored/2.wav, …
/// let scan = Folders::default().levels(["speaker", "label"]).scan("recordings")?;
/// # Ok::<(), emo_corpus::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    levels: Vec<String>,
    endings: Vec<String>,
}

impl Default for Folders {
    fn default() -> Self {
        Self { levels: vec!["label".into()], endings: ENDINGS.map(str::to_owned).to_vec() }
    }
}

impl Folders {
    /// What the folders say, from the outermost: `label`, `speaker`, `corpus`, or a key of the
    /// metadata; an empty text for a level that says nothing. Default: `label`.
    #[must_use]
    pub fn levels(self, levels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { levels: levels.into_iter().map(Into::into).collect(), ..self }
    }

    /// The endings of recordings, in lower case. Default: all that are read ([`ENDINGS`]).
    #[must_use]
    pub fn endings(self, endings: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { endings: endings.into_iter().map(Into::into).collect(), ..self }
    }

    /// Finds the recordings, in the order of their paths. Hidden files and folders are left out; a
    /// file that is in fewer folders than there are levels is listed in [`Scan::skipped`]. So are
    /// all files of one name but the one whose ending comes first in [`ENDINGS`].
    ///
    /// # Errors
    ///
    /// If `folder` itself cannot be read.
    pub fn scan(&self, folder: impl AsRef<Path>) -> Result<Scan> {
        let endings: Vec<&str> = self.endings.iter().map(String::as_str).collect();
        let Below { found, skipped, left_out } = recordings_below(folder.as_ref(), &endings)?;
        let mut scan = Scan { skipped, left_out, ..Scan::default() };
        for (path, name) in found {
            match self.clip(name) {
                Ok(clip) => scan.recordings.push(Recording::new(path, clip)),
                Err(error) => scan.skipped.push((path, error)),
            }
        }
        scan.recordings =
            without_repeats(scan.recordings, &mut scan.skipped, |clip| (clip.name.clone(), 0));
        scan.skipped.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(scan)
    }

    fn clip(&self, name: String) -> Result<Clip> {
        let folders: Vec<String> = name.split('/').map(str::to_owned).collect();
        if folders.len() <= self.levels.len() {
            let expected = format!("{}/…", self.levels.join("/"));
            return Err(Error::InvalidValue { what: "path", expected, got: quoted(&name) });
        }
        let mut clip = Clip::new(name);
        for (level, folder) in self.levels.iter().zip(folders) {
            clip = match level.as_str() {
                "" => clip,
                "label" => clip.label(folder),
                "speaker" => Clip { speaker: folder.parse().ok(), ..clip },
                "corpus" => clip.corpus(folder),
                key => clip.with(key, folder),
            };
        }
        Ok(clip)
    }
}
