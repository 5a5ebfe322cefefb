//! CREMA-D, the Crowd-sourced Emotional Multimodal Actors Dataset.

use super::field::{code, no_name, number, parts};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of CREMA-D: 91 actors say twelve sentences in six emotions.
#[derive(Clone, Copy, Debug, Default)]
pub struct CremaD;

const ABOUT: About = About {
    id: "crema-d",
    name: "Crowd-sourced Emotional Multimodal Actors Dataset",
    language: "en-US",
    licence: "ODbL-1.0",
    citation: "H. Cao et al., 2014. CREMA-D: Crowd-sourced Emotional Multimodal Actors Dataset. \
        IEEE Transactions on Affective Computing 5(4): 377-390, doi \
        10.1109/TAFFC.2014.2336244",
    source: "https://github.com/CheyneyComputerScience/CREMA-D",
    names: "actor_sentence_emotion_intensity, as 1001_DFA_ANG_XX",
    one_name_per_take: true,
};

const SENTENCES: [&str; 12] =
    ["DFA", "IEO", "IOM", "ITH", "ITS", "IWL", "IWW", "MTI", "TAI", "TIE", "TSI", "WSI"];

const EMOTIONS: [(&str, &str); 6] = [
    ("ANG", "angry"),
    ("DIS", "disgust"),
    ("FEA", "fearful"),
    ("HAP", "happy"),
    ("NEU", "neutral"),
    ("SAD", "sad"),
];

/// `XX` is not specified; one file of the corpus, `1040_ITH_SAD_X`, has a single X.
const INTENSITIES: [(&str, &str); 5] =
    [("LO", "low"), ("MD", "medium"), ("HI", "high"), ("XX", ""), ("X", "")];

impl CorpusReader for CremaD {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [actor, sentence, emotion, intensity] = parts(&clip, '_', ABOUT.names)?;
        if !SENTENCES.contains(&sentence.as_str()) {
            return Err(no_name(&clip, ABOUT.names));
        }
        let label = code("emotion", &emotion, &EMOTIONS)?;
        let intensity = code("intensity", &intensity, &INTENSITIES)?;
        let clip = clip
            .label(label)
            .speaker(number("actor", &actor, 4, 1001..=1091)?)
            .with("statement", sentence.to_lowercase());
        Ok(if intensity.is_empty() { clip } else { clip.with("intensity", intensity) })
    }
}
