//! The file names of RAVDESS.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::dataset::named::named_codes;
use crate::dataset::{Channel, ClipInfo, Emotion, GroupKey, Intensity, quoted};
use crate::{Error, Result};

named_codes! {
    /// What a file holds of the performance.
    Modality, "modality" {
        /// Sound and picture.
        FullAv = 1 "full-av",
        /// Picture alone.
        VideoOnly = 2 "video-only",
        /// Sound alone.
        AudioOnly = 3 "audio-only",
    }
}

named_codes! {
    /// The sentence that is said or sung.
    Statement, "statement" {
        /// "Kids are talking by the door."
        Kids = 1 "kids",
        /// "Dogs are sitting by the door."
        Dogs = 2 "dogs",
    }
}

/// An actor's sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Actors with an even number.
    Female,
    /// Actors with an odd number.
    Male,
}

/// The name of a file of RAVDESS, `MM-VV-EE-II-SS-RR-AA`, read.
///
/// Displayed, it is the name again, without ending. Each field is checked; that a combination
/// of them was recorded is not (there is no strong neutral clip, for one).
///
/// ```
/// use emo_pipeline::dataset::{Channel, Emotion, Intensity};
/// use emo_pipeline::dataset::ravdess::{ClipName, Sex};
///
/// let name = ClipName::from_path("Actor_16/03-01-05-02-01-02-16.wav")?;
/// assert_eq!((name.channel, name.emotion), (Channel::Speech, Emotion::Angry));
/// assert_eq!((name.intensity, name.repetition), (Intensity::Strong, 2));
/// assert_eq!((name.actor, name.sex()), (16, Sex::Female));
/// assert_eq!(name.to_string(), "03-01-05-02-01-02-16");
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct ClipName {
    /// Sound, picture or both.
    pub modality: Modality,
    /// Spoken or sung.
    pub channel: Channel,
    /// What is expressed.
    pub emotion: Emotion,
    /// How strongly.
    pub intensity: Intensity,
    /// What is said.
    pub statement: Statement,
    /// First or second take: 1 or 2.
    pub repetition: u8,
    /// Who: 1 to 24.
    pub actor: u8,
}

impl ClipName {
    /// Reads the name of the file at `path`; folders and the ending are not looked at.
    ///
    /// # Errors
    ///
    /// Says which field is wrong, what it can be and what it is.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self> {
        let stem = path.as_ref().file_stem().unwrap_or_default();
        stem.to_string_lossy().parse()
    }

    /// The actor's sex: odd numbers are men, even ones women.
    pub fn sex(&self) -> Sex {
        if self.actor % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The fields that go into a table, for the clip called `clip` there.
    pub fn info(&self, clip: impl Into<String>) -> ClipInfo {
        ClipInfo {
            channel: Some(self.channel),
            intensity: Some(self.intensity),
            statement: Some(GroupKey::named(self.statement.name())),
            repetition: Some(self.repetition.into()),
            actor: Some(GroupKey::from(u64::from(self.actor))),
            ..ClipInfo::new(clip, self.emotion)
        }
    }
}

impl FromStr for ClipName {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let fields: Vec<&str> = name.split('-').collect();
        let &[modality, channel, emotion, intensity, statement, repetition, actor] = &fields[..]
        else {
            return Err(Error::InvalidValue {
                what: "name",
                expected: "seven numbers, MM-VV-EE-II-SS-RR-AA".into(),
                got: quoted(name),
            });
        };
        let code = Some;
        Ok(Self {
            modality: field("modality", modality, 3, Modality::from_code)?,
            channel: field("channel", channel, 2, Channel::from_code)?,
            emotion: field("emotion", emotion, 8, Emotion::from_code)?,
            intensity: field("intensity", intensity, 2, Intensity::from_code)?,
            statement: field("statement", statement, 2, Statement::from_code)?,
            repetition: field("repetition", repetition, 2, code)?,
            actor: field("actor", actor, 24, code)?,
        })
    }
}

/// Reads a field of two digits, from 01 to `last`.
fn field<T>(
    what: &'static str,
    text: &str,
    last: u8,
    value: impl Fn(u8) -> Option<T>,
) -> Result<T> {
    let two_digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let code = text.parse().ok().filter(|code| two_digits && (1..=last).contains(code));
    code.and_then(value).ok_or_else(|| Error::InvalidValue {
        what,
        expected: format!("01 to {last:02}"),
        got: quoted(text),
    })
}

impl fmt::Display for ClipName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:02}-{:02}-{:02}-{:02}-{:02}-{:02}-{:02}",
            self.modality.code(),
            self.channel.code(),
            self.emotion.code(),
            self.intensity.code(),
            self.statement.code(),
            self.repetition,
            self.actor
        )
    }
}
