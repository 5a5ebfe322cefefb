//! ShEMO, the Sharif Emotional Speech Database.

use super::field::{self, code, no_name, number};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of ShEMO: 87 speakers of Persian radio plays in six emotions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shemo;

const ABOUT: About = About {
    id: "shemo",
    name: "Sharif Emotional Speech Database",
    language: "fa",
    licence: "free of charge for academic purposes",
    citation: "O. Mohamad Nezami, P. Jamshid Lou and M. Karami, 2019. ShEMO: a large-scale \
        validated database for Persian speech emotion detection. Language Resources and \
        Evaluation 53(1): 1-16, doi 10.1007/s10579-018-9427-x",
    source: "https://github.com/pariajm/sharif-emotional-speech-database",
    names: "sex, speaker, emotion, number, as F21S05",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 6] = [
    ("A", "angry"),
    ("F", "fearful"),
    ("H", "happy"),
    ("N", "neutral"),
    ("S", "sad"),
    ("W", "surprised"),
];

impl CorpusReader for Shemo {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let stem = clip.stem().to_owned();
        let (Some(sex), Some(speaker), Some(emotion), Some(take)) =
            (stem.get(..1), stem.get(1..3), stem.get(3..4), stem.get(4..))
        else {
            return Err(no_name(&clip, ABOUT.names));
        };
        let label = code("emotion", emotion, &EMOTIONS)?;
        let name = format!("{sex}{:02}", number("speaker", speaker, 2, 1..=99)?);
        let sex = code("sex", sex, &[("F", "female"), ("M", "male")])?;
        let take = number("number", take, 2, 1..=99)?;
        let speaker = field::speaker(&name)?;
        Ok(clip.label(label).speaker(speaker).with("sex", sex).with("repetition", take.to_string()))
    }
}
