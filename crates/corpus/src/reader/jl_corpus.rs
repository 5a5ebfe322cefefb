//! The JL corpus of New Zealand English.

use super::field::{self, count, no_name, parts};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of the JL corpus: four speakers, 15 pairs of sentences, five primary and five
/// secondary emotions.
#[derive(Clone, Copy, Debug, Default)]
pub struct JlCorpus;

const ABOUT: About = About {
    id: "jl-corpus",
    name: "JL corpus",
    language: "en-NZ",
    licence: "CC0-1.0",
    citation: "J. James, L. Tian and C. I. Watson, 2018. An Open Source Emotional Speech Corpus for \
        Human Robot Interaction Applications. Interspeech 2018: 2768-2772, doi \
        10.21437/Interspeech.2018-1349",
    source: "https://github.com/tli725/JL-Corpus",
    names: "speaker_emotion_sentence_repetition, as male2_concerned_6b_1",
    one_name_per_take: true,
};

/// Five primary emotions, of which `excited` is one, and five secondary ones.
const EMOTIONS: [&str; 10] = [
    "angry",
    "excited",
    "happy",
    "neutral",
    "sad",
    "anxious",
    "apologetic",
    "assertive",
    "concerned",
    "encouraging",
];

impl CorpusReader for JlCorpus {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [speaker, emotion, sentence, repetition] = parts(&clip, '_', ABOUT.names)?;
        let sex = match speaker.as_str() {
            "female1" | "female2" => "female",
            "male1" | "male2" => "male",
            _ => return Err(no_name(&clip, ABOUT.names)),
        };
        if !EMOTIONS.contains(&emotion.as_str()) {
            return Err(no_name(&clip, ABOUT.names));
        }
        count("sentence", sentence.trim_end_matches(['a', 'b']))?;
        let repetition = count("repetition", &repetition)?;
        let speaker = field::speaker(&speaker)?;
        Ok(clip
            .label(emotion)
            .speaker(speaker)
            .with("sex", sex)
            .with("statement", sentence)
            .with("repetition", repetition.to_string()))
    }
}
