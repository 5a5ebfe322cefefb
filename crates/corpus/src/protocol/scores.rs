//! The scores of a protocol with their intervals, as they are printed and kept with a model.

use emo_learn::metrics::{Bootstrap, Interval};
use serde::{Deserialize, Serialize};

use super::{CorpusScores, Evaluation, Protocol, Scores};
use crate::{Error, Result};

/// A score from 0 to 1, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The score over all clips of all folds together.
    pub value: f64,
    /// Its 95 % interval over speakers ([`Bootstrap`]); `None` where fewer than two are known.
    pub interval: Option<Interval>,
}

/// How well models do that were trained without the clips they are judged on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ProtocolScores {
    /// How the clips were divided.
    pub protocol: Protocol,
    /// Number of clips that were judged.
    pub n_clips: usize,
    /// Unweighted average recall: the mean over labels of the share that is recognised.
    pub uar: Score,
    /// Accuracy: the share of clips that is recognised; also called weighted accuracy.
    pub accuracy: Score,
    /// The mean over emotions of F1.
    pub macro_f1: Score,
    /// The mean over emotions of F1, weighted by their clips.
    pub weighted_f1: Score,
    /// The labels that were judged; empty where they are all labels of the clips.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judged_on: Vec<String>,
    /// The scores of each corpus, where clips of several were judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corpora: Vec<CorpusScores>,
}

impl Evaluation {
    /// The scores with their intervals over speakers, where at least two speakers are known.
    ///
    /// # Errors
    ///
    /// When the bootstrap's parameters are out of range.
    pub fn summary(&self, bootstrap: &Bootstrap) -> Result<ProtocolScores> {
        let score = |score: fn(&Scores) -> f64| score_of(self, bootstrap, score);
        Ok(ProtocolScores {
            protocol: self.protocol.clone(),
            n_clips: self.rows.len(),
            uar: score(|scores| scores.uar)?,
            accuracy: score(|scores| scores.accuracy)?,
            macro_f1: score(|scores| scores.macro_f1)?,
            weighted_f1: score(|scores| scores.weighted_f1)?,
            judged_on: self.judged_on.clone().unwrap_or_default(),
            corpora: self.by_corpus(bootstrap)?,
        })
    }
}

/// A score with its interval over speakers, where at least two are known.
pub(super) fn score_of(
    evaluation: &Evaluation,
    bootstrap: &Bootstrap,
    score: fn(&Scores) -> f64,
) -> Result<Score> {
    let interval = match evaluation.interval(bootstrap, score) {
        Ok(interval) => Some(interval),
        Err(Error::Learn(emo_learn::Error::TooFew { .. })) => None,
        Err(error) => return Err(error),
    };
    Ok(Score { value: score(&evaluation.scores), interval })
}

impl ProtocolScores {
    /// The mean of the corpora's unweighted average recalls, in which corpora weigh alike; `None`
    /// where there are not several.
    pub fn mean_of_corpora(&self) -> Option<f64> {
        let n = self.corpora.len();
        let sum: f64 = self.corpora.iter().map(|corpus| corpus.uar.value).sum();
        (n > 0).then(|| sum / n as f64)
    }

    /// The scores with their names, as the field's papers write them.
    pub fn named(&self) -> [(&'static str, Score); 4] {
        [
            ("UAR", self.uar),
            ("WA", self.accuracy),
            ("macro F1", self.macro_f1),
            ("weighted F1", self.weighted_f1),
        ]
    }
}
