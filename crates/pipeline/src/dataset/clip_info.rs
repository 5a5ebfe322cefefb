//! What is known of a clip besides its sound.

use serde::{Deserialize, Serialize};

use super::named::named_codes;
use super::{Emotion, GroupKey};

named_codes! {
    /// Whether a clip is spoken or sung.
    Channel, "channel" {
        /// Spoken.
        Speech = 1 "speech",
        /// Sung.
        Song = 2 "song",
    }
}

named_codes! {
    /// How strongly an emotion is acted.
    Intensity, "intensity" {
        /// As usual.
        Normal = 1 "normal",
        /// Stronger; RAVDESS has no strong neutral clips.
        Strong = 2 "strong",
    }
}

/// What is known of a clip: its name and emotion, and the rest where the corpus says so.
///
/// ```
/// use emo_pipeline::dataset::{ClipInfo, Emotion};
///
/// let mut info = ClipInfo::new("session1/take3", Emotion::Calm);
/// info.actor = Some("anna".parse()?);
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClipInfo {
    /// The file's path below the corpus's folder, without its ending, with `/`.
    pub clip: String,
    /// What it expresses.
    pub emotion: Emotion,
    /// Spoken or sung.
    pub channel: Option<Channel>,
    /// How strongly the emotion is acted.
    pub intensity: Option<Intensity>,
    /// What is said: `kids` or `dogs` in RAVDESS.
    pub statement: Option<GroupKey>,
    /// Which take, from 1.
    pub repetition: Option<u32>,
    /// Who speaks: 1 to 24 in RAVDESS.
    pub actor: Option<GroupKey>,
    /// What was done to the recording, such as `speed 0.9`; `None` for a clip as recorded. A
    /// treated copy keeps the name of its clip, and is never tested.
    pub treatment: Option<String>,
}

impl ClipInfo {
    /// A clip of which only the name and the emotion are known.
    pub fn new(clip: impl Into<String>, emotion: Emotion) -> Self {
        Self {
            clip: clip.into(),
            emotion,
            channel: None,
            intensity: None,
            statement: None,
            repetition: None,
            actor: None,
            treatment: None,
        }
    }
}
