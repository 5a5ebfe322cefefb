//! TurEV-DB, the Turkish Emotion-Voice Database.

use super::field::{self, code, number, parts};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of TurEV-DB: six speakers say 82 Turkish words in four emotions.
///
/// The letters stand for the Turkish words: kızgın, sakin, mutlu, and a sad voice.
#[derive(Clone, Copy, Debug, Default)]
pub struct TurevDb;

const ABOUT: About = About {
    id: "turev-db",
    name: "Turkish Emotion-Voice Database",
    language: "tr",
    licence: "CC-BY-NC-ND-4.0",
    citation: "S. F. Canpolat, Z. Ormanoğlu and D. Zeyrek, 2020. Turkish Emotion Voice Database \
        (TurEV-DB). SLTU-CCURL 2020: 368-375",
    source: "https://github.com/Xeonen/TurEV-DB",
    names: "speaker_emotion_word, as 1984_sk_eger",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 4] =
    [("hl", "sad"), ("kz", "angry"), ("mt", "happy"), ("sk", "calm")];

impl CorpusReader for TurevDb {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [speaker, emotion, word] = parts(&clip, '_', ABOUT.names)?;
        let label = code("emotion", &emotion, &EMOTIONS)?;
        field::word("word", &word)?;
        let speaker = number("speaker", &speaker, 4, 1..=9999)?;
        Ok(clip.label(label).speaker(speaker).with("statement", word))
    }
}
