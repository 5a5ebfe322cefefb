//! The scores of each corpus, where clips of several are tested.

use std::collections::BTreeSet;

use emo_learn::metrics::Bootstrap;
use serde::{Deserialize, Serialize};

use super::scores::score_of;
use super::{Evaluation, Score};
use crate::label::LabelMap;
use crate::{GroupKey, Result};

/// How well models do on the clips of one corpus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CorpusScores {
    /// The corpus.
    pub corpus: String,
    /// Number of clips that were judged.
    pub n_clips: usize,
    /// Number of labels that these clips have; only these can be predicted.
    pub n_labels: usize,
    /// Unweighted average recall over these labels.
    pub uar: Score,
}

impl Evaluation {
    /// The scores of each corpus, in the order of their names; none unless clips of at least two
    /// were tested. A clip is judged among the labels that its corpus has.
    ///
    /// # Errors
    ///
    /// When the bootstrap's parameters are out of range.
    pub fn by_corpus(&self, bootstrap: &Bootstrap) -> Result<Vec<CorpusScores>> {
        let corpora = self.corpora.as_deref().unwrap_or_default();
        let distinct: BTreeSet<&GroupKey> = corpora.iter().collect();
        if distinct.len() < 2 {
            return Ok(Vec::new());
        }
        distinct.into_iter().map(|corpus| self.of_corpus(corpus, bootstrap)).collect()
    }

    fn of_corpus(&self, corpus: &GroupKey, bootstrap: &Bootstrap) -> Result<CorpusScores> {
        let part = self.only(corpus)?;
        let labels: BTreeSet<String> = part.labels.iter().cloned().collect();
        let n_labels = labels.len();
        let judged = part.judged_on(&LabelMap::default().restricted_to(labels))?;
        Ok(CorpusScores {
            corpus: corpus.to_string(),
            n_clips: judged.rows.len(),
            n_labels,
            uar: score_of(&judged, bootstrap, |scores| scores.uar)?,
        })
    }
}
