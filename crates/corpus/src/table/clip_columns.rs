//! Which columns on the clip a table's file has.

use std::collections::BTreeSet;

use super::RESERVED;
use crate::Clip;

/// The columns on the clip of a feature table's file: `clip` and `label`, and those that some clip
/// has a value for. See [`FeatureTable::to_writer_with`](super::FeatureTable::to_writer_with).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClipColumns {
    names: Vec<String>,
}

impl ClipColumns {
    /// The columns that these clips need.
    pub fn of<'a>(clips: impl IntoIterator<Item = &'a Clip>) -> Self {
        let (mut has_speaker, mut has_corpus, mut has_copy) = (false, false, false);
        let mut keys: BTreeSet<&str> = BTreeSet::new();
        for clip in clips {
            has_speaker |= clip.speaker.is_some();
            has_corpus |= clip.corpus.is_some();
            has_copy |= clip.copy.is_some();
            keys.extend(clip.metadata.keys().map(String::as_str));
        }
        let mut names = vec!["clip", "label"];
        let used = [("speaker", has_speaker), ("corpus", has_corpus), ("copy", has_copy)];
        names.extend(used.iter().filter(|(_, used)| *used).map(|(name, _)| *name));
        names.extend(keys);
        Self { names: names.into_iter().map(str::to_owned).collect() }
    }

    /// The names, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether there is metadata under a key that a reader does not know to be metadata.
    pub(super) fn has_own_keys(&self) -> bool {
        self.names().any(|name| !RESERVED.contains(&name))
    }

    pub(super) fn cells(&self, clip: &Clip) -> impl Iterator<Item = String> {
        self.names().map(|name| match name {
            "clip" => clip.name.clone(),
            "label" => clip.label.clone().unwrap_or_default(),
            "speaker" => clip.speaker.as_ref().map(ToString::to_string).unwrap_or_default(),
            "corpus" => clip.corpus.clone().unwrap_or_default(),
            "copy" => clip.copy.clone().unwrap_or_default(),
            key => clip.metadata.get(key).cloned().unwrap_or_default(),
        })
    }
}
