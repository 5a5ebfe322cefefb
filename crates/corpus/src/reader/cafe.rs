//! CaFE, the Canadian French Emotional speech dataset.

use super::field::{code, number, parts};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of CaFE: twelve actors say six sentences in seven emotions, six of them in two
/// intensities.
///
/// The letters stand for the French words: colère, dégoût, joie, neutre, peur, surprise,
/// tristesse. The corpus comes in two sample rates; of two files with one name the first is used.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cafe;

const ABOUT: About = About {
    id: "cafe",
    name: "Canadian French Emotional speech dataset",
    language: "fr-CA",
    licence: "CC-BY-NC-SA-4.0",
    citation: "P. Gournay, O. Lahaie and R. Lefebvre, 2018. A Canadian French Emotional Speech \
        Dataset. ACM Multimedia Systems Conference: 399-402, doi 10.1145/3204949.3208121",
    source: "https://zenodo.org/records/1478765",
    names: "actor-emotion-intensity-sentence, as 12-P-2-5",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 7] = [
    ("C", "angry"),
    ("D", "disgust"),
    ("J", "happy"),
    ("N", "neutral"),
    ("P", "fearful"),
    ("S", "surprised"),
    ("T", "sad"),
];

impl CorpusReader for Cafe {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [actor, emotion, intensity, sentence] = parts(&clip, '-', ABOUT.names)?;
        let label = code("emotion", &emotion, &EMOTIONS)?;
        let intensity = code("intensity", &intensity, &[("1", "normal"), ("2", "strong")])?;
        let actor = number("actor", &actor, 2, 1..=12)?;
        let sentence = number("sentence", &sentence, 1, 1..=6)?;
        Ok(clip
            .label(label)
            .speaker(actor)
            .with("intensity", intensity)
            .with("statement", sentence.to_string()))
    }
}
