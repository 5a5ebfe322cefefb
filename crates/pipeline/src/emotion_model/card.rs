//! What one should know of a model before using it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};
use emo_corpus::protocol::ProtocolScores;
use emo_learn::parameters::Value;

/// What is said of every score on a card.
const SCORES_NOTE: &str = "Each score is of models trained in the same way without the clips that \
they are judged on; the model in this file was trained on all clips.";

/// What a model was trained on, how, and how well that works on clips that it was not trained on:
/// stored with the model.
///
/// ```
/// use emo_pipeline::emotion_model::ModelCard;
///
/// let mut card = ModelCard::new("my-model");
/// card.data = "our own recordings".into();
/// card.date = "2026-01-31".into();
/// assert!(card.speaker_independent().is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ModelCard {
    /// A short name.
    pub name: String,
    /// What it was trained on.
    pub data: String,
    /// The licence of the data, and so of the model.
    pub data_license: String,
    /// Number of clips that it was trained on.
    pub n_clips: usize,
    /// Number of speakers; `None` where it is not known.
    pub n_speakers: Option<usize>,
    /// The hyperparameters of all steps by their paths, such as `mlp__alpha`.
    pub hyperparameters: BTreeMap<String, Value>,
    /// The seed of the classifier.
    pub seed: u32,
    /// The day of the training, as the caller writes it, such as `2026-01-31`.
    pub date: String,
    /// How well it does, by protocol.
    pub scores: Vec<ProtocolScores>,
    /// What the scores are of.
    pub scores_note: String,
    /// The versions of the programs that made it.
    pub versions: BTreeMap<String, String>,
}

impl ModelCard {
    /// A card that says no more than the model's name and this crate's version.
    pub fn new(name: impl Into<String>) -> Self {
        let version = (env!("CARGO_PKG_NAME").to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        Self {
            name: name.into(),
            data: String::new(),
            data_license: String::new(),
            n_clips: 0,
            n_speakers: None,
            hyperparameters: BTreeMap::new(),
            seed: 0,
            date: String::new(),
            scores: Vec::new(),
            scores_note: SCORES_NOTE.into(),
            versions: BTreeMap::from([version]),
        }
    }

    /// The scores on speakers that are not in the training data, if there are any: what a
    /// new speaker can expect.
    pub fn speaker_independent(&self) -> Option<&ProtocolScores> {
        self.scores.iter().find(|scores| scores.protocol.is_speaker_independent())
    }

    /// Whether every score is one: what is not finite could not be read again.
    pub(super) fn check(&self) -> Result<()> {
        let named = self.scores.iter().flat_map(|scores| {
            scores.named().map(move |(name, score)| (&scores.protocol, name, score))
        });
        for (protocol, name, score) in named {
            let ends = score.interval.map_or([score.value; 2], |it| [it.low, it.high]);
            let mut figures = [score.value].into_iter().chain(ends);
            if let Some(figure) = figures.find(|it| !(0.0..=1.0).contains(it)) {
                let what = format!("card, {name} by {protocol}");
                return Err(Error::invalid_model(what, "0 to 1", figure));
            }
        }
        Ok(())
    }
}
