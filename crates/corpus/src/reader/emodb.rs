//! EmoDB, the Berlin Database of Emotional Speech.

use super::field::{code, no_name, number};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of EmoDB: ten actors say ten German sentences in seven emotions.
///
/// The letters stand for the German words: Wut, Langeweile, Ekel, Angst, Freude, Trauer.
#[derive(Clone, Copy, Debug, Default)]
pub struct EmoDb;

const ABOUT: About = About {
    id: "emodb",
    name: "Berlin Database of Emotional Speech",
    language: "de",
    licence: "CC0-1.0",
    citation: "F. Burkhardt, A. Paeschke, M. Rolfes, W. Sendlmeier and B. Weiss, 2005. A Database \
        of German Emotional Speech. Interspeech 2005: 1517-1520, doi \
        10.21437/Interspeech.2005-446",
    source: "https://github.com/audeering/emodb",
    names: "speaker, text, emotion, version, as 03a01Wa",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 7] = [
    ("W", "angry"),
    ("L", "bored"),
    ("E", "disgust"),
    ("A", "fearful"),
    ("F", "happy"),
    ("T", "sad"),
    ("N", "neutral"),
];

impl CorpusReader for EmoDb {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let stem = clip.stem().to_owned();
        let (Some(speaker), Some(text), Some(emotion), Some(version)) =
            (stem.get(..2), stem.get(2..5), stem.get(5..6), stem.get(6..))
        else {
            return Err(no_name(&clip, ABOUT.names));
        };
        let mut text_parts = text.chars();
        let text_letter = text_parts.next().is_some_and(|it| matches!(it, 'a' | 'b'));
        let one_version = version.len() == 1 && version.bytes().all(|it| it.is_ascii_lowercase());
        if !text_letter || !one_version {
            return Err(no_name(&clip, ABOUT.names));
        }
        number("text", text_parts.as_str(), 2, 1..=10)?;
        let label = code("emotion", emotion, &EMOTIONS)?;
        Ok(clip
            .label(label)
            .speaker(number("speaker", speaker, 2, 1..=16)?)
            .with("statement", text)
            .with("repetition", version))
    }
}
