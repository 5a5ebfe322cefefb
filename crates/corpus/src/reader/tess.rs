//! TESS, the Toronto Emotional Speech Set.

use super::field::{self, code, parts};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of TESS: two women say 200 words in seven emotions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tess;

const ABOUT: About = About {
    id: "tess",
    name: "Toronto Emotional Speech Set",
    language: "en-CA",
    licence: "CC-BY-NC-ND-4.0",
    citation: "M. K. Pichora-Fuller and K. Dupuis, 2020. Toronto emotional speech set (TESS). \
        Borealis, doi 10.5683/SP2/E8H2MF",
    source: "https://doi.org/10.5683/SP2/E8H2MF",
    names: "speaker_word_emotion, as OAF_back_angry",
    one_name_per_take: true,
};

/// The older and the younger actress. One file of the corpus is called `OA_bite_neutral`.
const SPEAKERS: [(&str, &str); 3] = [("OAF", "OAF"), ("YAF", "YAF"), ("OA", "OAF")];

const EMOTIONS: [(&str, &str); 8] = [
    ("angry", "angry"),
    ("disgust", "disgust"),
    ("fear", "fearful"),
    ("happy", "happy"),
    ("neutral", "neutral"),
    ("ps", "surprised"),
    ("sad", "sad"),
    ("surprise", "surprised"),
];

impl CorpusReader for Tess {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [speaker, word, emotion] = parts(&clip, '_', ABOUT.names)?;
        let speaker = code("speaker", &speaker, &SPEAKERS)?;
        let label = code("emotion", &emotion.to_lowercase(), &EMOTIONS)?;
        field::word("word", &word)?;
        Ok(clip.label(label).speaker(field::speaker(speaker)?).with("statement", word))
    }
}
