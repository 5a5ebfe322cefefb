//! ASED, the Amharic Speech Emotion Dataset.

use super::field::{code, number, parts};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of ASED: 65 volunteers say 27 Amharic sentences in five emotions.
///
/// The emotion's letter and number say the same; one file has a capital letter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ased;

const ABOUT: About = About {
    id: "ased",
    name: "Amharic Speech Emotion Dataset",
    language: "am",
    licence: "none stated",
    citation: "E. A. Retta, E. Almekhlafi, R. Sutcliffe, M. Mhamed, H. Ali and J. Feng, 2023. A New \
        Amharic Speech Emotion Dataset and Classification Benchmark. ACM Transactions on \
        Asian and Low-Resource Language Information Processing 22(1), doi 10.1145/3529759",
    source: "https://github.com/Ethio2021/ASED_V1",
    names: "emotion-sentence-repetition-sex-speaker, as a5-02-01-01-33",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 5] =
    [("n1", "neutral"), ("f2", "fearful"), ("h3", "happy"), ("s4", "sad"), ("a5", "angry")];

impl CorpusReader for Ased {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [emotion, sentence, repetition, sex, speaker] = parts(&clip, '-', ABOUT.names)?;
        let emotion = emotion.to_lowercase();
        let label = code("emotion", &emotion, &EMOTIONS)?;
        let sentence = number("sentence", &sentence, 2, 1..=99)?;
        let repetition = number("repetition", &repetition, 2, 1..=2)?;
        let sex = code("sex", &sex, &[("01", "female"), ("02", "male")])?;
        let speaker = number("speaker", &speaker, 2, 1..=65)?;
        let letter = emotion.trim_end_matches(|it: char| it.is_ascii_digit());
        Ok(clip
            .label(label)
            .speaker(speaker)
            .with("sex", sex)
            .with("statement", format!("{letter}{sentence}"))
            .with("repetition", repetition.to_string()))
    }
}
