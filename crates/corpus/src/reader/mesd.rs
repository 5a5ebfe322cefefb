//! MESD, the Mexican Emotional Speech Database.

use super::field::{self, code, no_name};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of MESD: women, men and children say single Spanish words in six emotions.
///
/// The names tell the kind of voice, but not which of the eleven speakers it is, so that the clips
/// have no speaker. Folds by the key `voice` never share a speaker.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mesd;

const ABOUT: About = About {
    id: "mesd",
    name: "Mexican Emotional Speech Database",
    language: "es-MX",
    licence: "CC-BY-4.0",
    citation: "M. M. Duville, L. M. Alonso-Valerdi and D. I. Ibarra-Zarate, 2021. Mexican Emotional \
        Speech Database Based on Semantic, Frequency, Familiarity, Concreteness, and \
        Cultural Shaping of Affective Prosody. Data 6(12): 130, doi 10.3390/data6120130",
    source: "https://doi.org/10.17632/cy34mh68j9",
    names: "emotion_voice_list_word, as Anger_F_A_tarde",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 6] = [
    ("Anger", "angry"),
    ("Disgust", "disgust"),
    ("Fear", "fearful"),
    ("Happiness", "happy"),
    ("Neutral", "neutral"),
    ("Sadness", "sad"),
];

impl CorpusReader for Mesd {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let stem = clip.stem().to_owned();
        let fields: Vec<&str> = stem.splitn(4, '_').collect();
        let &[emotion, voice, list, word] = &fields[..] else {
            return Err(no_name(&clip, ABOUT.names));
        };
        let label = code("emotion", emotion, &EMOTIONS)?;
        let voice = code("voice", voice, &[("F", "female"), ("M", "male"), ("C", "child")])?;
        let list = code("list", list, &[("A", "a"), ("B", "b")])?;
        field::word("word", word)?;
        Ok(clip.label(label).with("voice", voice).with("list", list).with("statement", word))
    }
}
