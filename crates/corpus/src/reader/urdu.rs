//! URDU, emotional utterances from Urdu talk shows.

use super::field::{self, code, count, no_name, parts};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of the URDU dataset: 400 utterances in four emotions.
///
/// Most speakers have few utterances, and mostly in one emotion.
#[derive(Clone, Copy, Debug, Default)]
pub struct Urdu;

const ABOUT: About = About {
    id: "urdu",
    name: "URDU-Dataset",
    language: "ur",
    licence: "research only",
    citation: "S. Latif, A. Qayyum, M. Usman and J. Qadir, 2018. Cross Lingual Speech Emotion \
        Recognition: Urdu vs. Western Languages. International Conference on Frontiers of \
        Information Technology: 88-93, arXiv 1812.10411",
    source: "https://github.com/siddiquelatif/URDU-Dataset",
    names: "speaker_file_emotion and number, as SM1_F19_A019",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 4] =
    [("A", "angry"), ("H", "happy"), ("N", "neutral"), ("S", "sad")];

impl CorpusReader for Urdu {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [speaker, file, take] = parts(&clip, '_', ABOUT.names)?;
        let (sex, number) = match (speaker.strip_prefix("SF"), speaker.strip_prefix("SM")) {
            (Some(number), _) => ("female", number),
            (_, Some(number)) => ("male", number),
            _ => return Err(no_name(&clip, ABOUT.names)),
        };
        count("speaker", number)?;
        let (Some(emotion), Some(take)) = (take.get(..1), take.get(1..)) else {
            return Err(no_name(&clip, ABOUT.names));
        };
        count("file", file.strip_prefix('F').unwrap_or_default())?;
        let label = code("emotion", emotion, &EMOTIONS)?;
        count("number", take)?;
        let speaker = field::speaker(&speaker)?;
        Ok(clip.label(label).speaker(speaker).with("sex", sex).with("session", file))
    }
}
