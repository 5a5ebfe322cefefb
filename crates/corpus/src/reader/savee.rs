//! SAVEE, the Surrey Audio-Visual Expressed Emotion database.

use super::field::{self, code, no_name, number};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of SAVEE: four men say 120 sentences each in seven emotions.
///
/// The speaker is in the name (`DC_a01`) or is the folder (`DC/a01`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Savee;

const ABOUT: About = About {
    id: "savee",
    name: "Surrey Audio-Visual Expressed Emotion",
    language: "en-GB",
    licence: "research only; not to be passed on",
    citation: "S. Haq and P. J. B. Jackson, 2010. Multimodal Emotion Recognition. In: Machine \
        Audition: Principles, Algorithms and Systems, IGI Global: 398-423",
    source: "http://kahlan.eps.surrey.ac.uk/savee/",
    names: "speaker_emotion and number, as DC_a01, or DC/a01",
    one_name_per_take: false,
};

const SPEAKERS: [(&str, &str); 4] = [("DC", "DC"), ("JE", "JE"), ("JK", "JK"), ("KL", "KL")];

const EMOTIONS: [(&str, &str); 7] = [
    ("a", "angry"),
    ("d", "disgust"),
    ("f", "fearful"),
    ("h", "happy"),
    ("n", "neutral"),
    ("sa", "sad"),
    ("su", "surprised"),
];

impl CorpusReader for Savee {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let name = clip.name.replace('/', "_");
        let mut ends = name.rsplit('_');
        let (Some(last), Some(speaker)) = (ends.next(), ends.next()) else {
            return Err(no_name(&clip, ABOUT.names));
        };
        let letters = last.trim_end_matches(|it: char| it.is_ascii_digit());
        let (letters, sentence) = last.split_at(letters.len());
        let label = code("emotion", letters, &EMOTIONS)?;
        let sentence = number("sentence", sentence, 2, 1..=30)?;
        let speaker = code("speaker", speaker, &SPEAKERS)?;
        Ok(clip
            .label(label)
            .speaker(field::speaker(speaker)?)
            .with("statement", format!("{letters}{sentence}")))
    }
}
