//! RAVDESS, the Ryerson Audio-Visual Database of Emotional Speech and Song.

use super::field::{code, number, parts};
use super::{About, CorpusReader};
use crate::label::RAVDESS_EIGHT;
use crate::{Clip, Error, Result, quoted};

/// Reads the names of RAVDESS: 24 actors speak and sing two statements in eight emotions.
///
/// A take that is there as sound alone (`03-`) and with its picture (`01-`) counts once, as sound
/// alone. Silent pictures (`02-`) are no recordings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ravdess;

const ABOUT: About = About {
    id: "ravdess",
    name: "Ryerson Audio-Visual Database of Emotional Speech and Song",
    language: "en-US",
    licence: "CC-BY-NC-SA-4.0",
    citation: "S. R. Livingstone and F. A. Russo, 2018. The Ryerson Audio-Visual Database of \
        Emotional Speech and Song (RAVDESS). PLoS ONE 13(5): e0196391, \
        doi 10.1371/journal.pone.0196391",
    source: "https://zenodo.org/records/1188976",
    names: "seven numbers, MM-VV-EE-II-SS-RR-AA",
    one_name_per_take: true,
};

impl Ravdess {
    /// The actors that test in each of the six folds of EmoBox's division of the spoken clips (Ma
    /// et al. 2024, "EmoBox", arXiv 2406.07162; `data/ravdess/fold_*` in its repository).
    pub const EMOBOX_ACTORS: [[u64; 4]; 6] = [
        [1, 11, 20, 21],
        [4, 10, 12, 14],
        [8, 9, 19, 23],
        [3, 5, 7, 24],
        [2, 15, 16, 18],
        [6, 13, 17, 22],
    ];
}

impl CorpusReader for Ravdess {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [modality, channel, emotion, intensity, statement, repetition, actor] =
            parts(&clip, '-', ABOUT.names)?;
        if modality == "02" {
            let (expected, got) = ("01 or 03, with sound".into(), quoted(&modality));
            return Err(Error::InvalidValue { what: "modality", expected, got });
        }
        number("modality", &modality, 2, 1..=3)?;
        let channel = code("channel", &channel, &[("01", "speech"), ("02", "song")])?;
        let emotion = number("emotion", &emotion, 2, 1..=8)? as usize;
        let label = RAVDESS_EIGHT.get(emotion - 1).copied().unwrap_or_default();
        let intensity = code("intensity", &intensity, &[("01", "normal"), ("02", "strong")])?;
        let statement = code("statement", &statement, &[("01", "kids"), ("02", "dogs")])?;
        let repetition = number("repetition", &repetition, 2, 1..=2)?;
        Ok(clip
            .label(label)
            .speaker(number("actor", &actor, 2, 1..=24)?)
            .with("channel", channel)
            .with("intensity", intensity)
            .with("statement", statement)
            .with("repetition", repetition.to_string()))
    }

    fn take(&self, clip: &Clip) -> (String, u8) {
        let stem = clip.stem();
        match stem.split_once('-') {
            Some((modality, rest)) => (rest.to_owned(), u8::from(modality != "03")),
            None => (stem.to_owned(), 0),
        }
    }
}
