//! A recording, and what is known of it besides its sound.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::GroupKey;

/// What is known of a clip: its name, and the rest where the corpus says so.
///
/// Label, speaker and corpus have a field each, since most work needs them. Everything else is
/// metadata under any key: `channel`, `intensity`, `statement`, `repetition`, `language`,
/// `session`.
///
/// ```
/// use emo_corpus::{Clip, GroupKey};
///
/// let clip = Clip::new("ann/take3").label("bored").speaker(7).with("channel", "speech");
/// assert_eq!(clip.key("speaker"), Some(GroupKey::from(7)));
/// assert_eq!(clip.key("channel").map(String::from).as_deref(), Some("speech"));
/// assert_eq!(clip.key("session"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Clip {
    /// The file's path below the corpus's folder, without its ending, with `/`; or any name.
    pub name: String,
    /// What it expresses, in the corpus's or the user's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Who speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<GroupKey>,
    /// The corpus that it belongs to, such as `ravdess`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corpus: Option<String>,
    /// The augmentation that made this copy, such as `speed 0.9`; `None` for a clip as recorded.
    /// An augmented copy keeps the name of its clip, and is never tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<String>,
    /// Everything else that is known, by its key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

impl Clip {
    /// A clip of which only the name is known.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// With the label that says what it expresses.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// With the speaker.
    #[must_use]
    pub fn speaker(self, speaker: impl Into<GroupKey>) -> Self {
        Self { speaker: Some(speaker.into()), ..self }
    }

    /// With the corpus that it belongs to.
    #[must_use]
    pub fn corpus(self, corpus: impl Into<String>) -> Self {
        Self { corpus: Some(corpus.into()), ..self }
    }

    /// As a copy that was made with this augmentation.
    #[must_use]
    pub fn copy(self, augmentation: impl Into<String>) -> Self {
        Self { copy: Some(augmentation.into()), ..self }
    }

    /// With a further value under `key`; a value that was there is replaced.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }

    /// The last part of the name: what a file is called, without folders and ending.
    pub fn stem(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// Whether the clip has this value under `key`: see [`key`](Self::key).
    pub fn has(&self, key: &str, value: &str) -> bool {
        value.parse().ok().is_some_and(|value| self.key(key) == Some(value))
    }

    /// The value under `key`, to group clips by: `label`, `speaker`, `corpus`, or a key of the
    /// metadata. `None` where the clip has no such value or an empty one.
    pub fn key(&self, key: &str) -> Option<GroupKey> {
        let text = match key {
            "speaker" => return self.speaker.clone(),
            "label" => self.label.as_ref(),
            "corpus" => self.corpus.as_ref(),
            _ => self.metadata.get(key),
        };
        text.and_then(|text| text.parse().ok())
    }
}

/// A part of a file, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Where it starts, from the start of the file; at least 0.
    pub start: f64,
    /// How long it is; more than 0, and infinite for a part that reaches to the end of the file.
    pub duration: f64,
}

impl Segment {
    /// Where it ends, from the start of the file.
    pub fn end(&self) -> f64 {
        self.start + self.duration
    }
}

/// A clip on disk: a row of a manifest, or a file of a corpus.
///
/// ```
/// use emo_corpus::{Clip, Recording};
///
/// let recording = Recording::new("calls/7.wav", Clip::new("calls/7")).segment(1.5, 2.0);
/// assert_eq!(recording.segment.map(|it| it.end()), Some(3.5));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Recording {
    /// The file.
    pub path: PathBuf,
    /// The part of the file; `None` for all of it.
    pub segment: Option<Segment>,
    /// The channel of the file, from 0; `None` for the mean of all of them.
    pub channel: Option<usize>,
    /// What is known of it.
    pub clip: Clip,
}

impl Recording {
    /// All of a file.
    pub fn new(path: impl Into<PathBuf>, clip: Clip) -> Self {
        Self { path: path.into(), segment: None, channel: None, clip }
    }

    /// Only the part that starts at `start` and is `duration` long, both in seconds.
    #[must_use]
    pub fn segment(self, start: f64, duration: f64) -> Self {
        Self { segment: Some(Segment { start, duration }), ..self }
    }

    /// Only one channel, counted from 0.
    #[must_use]
    pub fn channel(self, channel: usize) -> Self {
        Self { channel: Some(channel), ..self }
    }
}
