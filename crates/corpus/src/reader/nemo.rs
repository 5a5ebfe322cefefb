//! nEMO, a dataset of emotional speech in Polish.

use super::field::{self, code, count, parts};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of nEMO: nine actors say 90 Polish sentences in six emotions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nemo;

const ABOUT: About = About {
    id: "nemo",
    name: "nEMO: Dataset of Emotional Speech in Polish",
    language: "pl",
    licence: "CC-BY-NC-SA-4.0",
    citation: "I. Christop, 2024. nEMO: Dataset of Emotional Speech in Polish. LREC-COLING 2024: \
        12111-12116",
    source: "https://github.com/amu-cai/nEMO",
    names: "speaker_emotion_sentence, as WR0_anger_61",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 6] = [
    ("anger", "angry"),
    ("fear", "fearful"),
    ("happiness", "happy"),
    ("neutral", "neutral"),
    ("sadness", "sad"),
    ("surprised", "surprised"),
];

impl CorpusReader for Nemo {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [speaker, emotion, sentence] = parts(&clip, '_', ABOUT.names)?;
        let label = code("emotion", &emotion, &EMOTIONS)?;
        let sentence = count("sentence", &sentence)?;
        Ok(clip
            .label(label)
            .speaker(field::speaker(&speaker)?)
            .with("statement", sentence.to_string()))
    }
}
