//! EmoTale, enacted emotional speech in Danish and English.

use super::field::{code, number, parts};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of EmoTale: 18 speakers say five sentences in Danish and in English, in five
/// emotions.
#[derive(Clone, Copy, Debug, Default)]
pub struct EmoTale;

const ABOUT: About = About {
    id: "emotale",
    name: "EmoTale: an Enacted Speech-emotion Dataset in Danish",
    language: "da,en",
    licence: "none stated",
    citation: "M. J. Hjuler, H. V. Skat-Rørdam, L. H. Clemmensen and S. Das, 2025. EmoTale: An \
        Enacted Speech-emotion Dataset in Danish. ASRU 2025, arXiv 2508.14548",
    source: "https://github.com/snehadas/EmoTale",
    names: "language_speaker_emotion_sentence, as DK_001_A_1",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 5] =
    [("A", "angry"), ("B", "bored"), ("H", "happy"), ("N", "neutral"), ("S", "sad")];

impl CorpusReader for EmoTale {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [language, speaker, emotion, sentence] = parts(&clip, '_', ABOUT.names)?;
        let language = code("language", &language, &[("DK", "da"), ("EN", "en")])?;
        let label = code("emotion", &emotion, &EMOTIONS)?;
        let speaker = number("speaker", &speaker, 3, 1..=999)?;
        let sentence = number("sentence", &sentence, 1, 1..=5)?;
        Ok(clip
            .label(label)
            .speaker(speaker)
            .with("language", language)
            .with("statement", sentence.to_string()))
    }
}
