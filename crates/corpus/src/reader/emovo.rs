//! EMOVO, an Italian emotional speech database.

use super::field::{self, code, no_name, parts};
use super::{About, CorpusReader};
use crate::{Clip, Result};

/// Reads the names of EMOVO: six actors say 14 Italian sentences in seven emotions.
///
/// The letters stand for the Italian words: disgusto, gioia, paura, rabbia, sorpresa, tristezza.
#[derive(Clone, Copy, Debug, Default)]
pub struct Emovo;

const ABOUT: About = About {
    id: "emovo",
    name: "EMOVO Corpus: an Italian Emotional Speech Database",
    language: "it",
    licence: "none stated",
    citation: "G. Costantini, I. Iaderola, A. Paoloni and M. Todisco, 2014. EMOVO Corpus: an \
        Italian Emotional Speech Database. LREC 2014: 3501-3504",
    source: "http://voice.fub.it/activities/corpora/emovo/index.html",
    names: "emotion-speaker-sentence, as dis-f1-b1",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 7] = [
    ("dis", "disgust"),
    ("gio", "happy"),
    ("neu", "neutral"),
    ("pau", "fearful"),
    ("rab", "angry"),
    ("sor", "surprised"),
    ("tri", "sad"),
];

/// Short, long, nonsense and question sentences.
const SENTENCES: [&str; 14] =
    ["b1", "b2", "b3", "l1", "l2", "l3", "l4", "n1", "n2", "n3", "n4", "n5", "d1", "d2"];

impl CorpusReader for Emovo {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let [emotion, speaker, sentence] = parts(&clip, '-', ABOUT.names)?;
        let label = code("emotion", &emotion, &EMOTIONS)?;
        let sex = match speaker.as_str() {
            "f1" | "f2" | "f3" => "female",
            "m1" | "m2" | "m3" => "male",
            _ => return Err(no_name(&clip, ABOUT.names)),
        };
        if !SENTENCES.contains(&sentence.as_str()) {
            return Err(no_name(&clip, ABOUT.names));
        }
        let speaker = field::speaker(&speaker)?;
        Ok(clip.label(label).speaker(speaker).with("sex", sex).with("statement", sentence))
    }
}
