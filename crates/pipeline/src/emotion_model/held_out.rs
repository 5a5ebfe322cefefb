//! How well a pipeline does on clips that it was not trained on.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::dataset::{Emotion, FeatureTable, Fold, GroupKey, Protocol};
use crate::estimator::{Estimator, Predictor};
use crate::metrics::{
    Average, Bootstrap, Interval, accuracy_score, balanced_accuracy_score, f1_score,
};
use crate::model_selection::take;
use crate::{Error, Result};

/// The emotions of clips, each beside what was predicted by a model trained without the clip.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HeldOut {
    /// How the clips were divided.
    pub protocol: Protocol,
    /// The true emotions, fold after fold.
    pub labels: Vec<Emotion>,
    /// The predicted emotions.
    pub predicted: Vec<Emotion>,
    /// Who speaks, where that is known of every clip.
    pub actors: Option<Vec<GroupKey>>,
}

/// A score from 0 to 1, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The score over all clips of all folds together.
    pub value: f64,
    /// Its 95 % interval over actors ([`Bootstrap`]); `None` where there are no two of them.
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
    /// Unweighted average recall: the mean over emotions of the share that is recognised.
    pub uar: Score,
    /// Accuracy: the share of clips that is recognised; also called weighted accuracy.
    pub accuracy: Score,
    /// The mean over emotions of F1.
    pub macro_f1: Score,
    /// The mean over emotions of F1, weighted by their clips.
    pub weighted_f1: Score,
}

impl HeldOut {
    /// Trains anew for each fold, on all cores, and predicts the clips that the fold holds out.
    ///
    /// # Errors
    ///
    /// When the table cannot be divided so, or a training fails.
    pub fn predict<E>(estimator: &E, table: &FeatureTable, protocol: Protocol) -> Result<Self>
    where
        E: Estimator<f64, Emotion>,
    {
        let folds = protocol.folds(table)?;
        let predict = |fold: &Fold| {
            let (train, test) = (table.select(&fold.split.train)?, table.select(&fold.split.test)?);
            estimator.fit(train.x(), &train.labels())?.predict(test.x())
        };
        let predicted = folds.par_iter().map(predict).collect::<Result<Vec<_>>>()?.concat();
        let rows: Vec<usize> = folds.into_iter().flat_map(|fold| fold.split.test).collect();
        let tested = table.select(&rows)?;
        let actors = tested.groups().ok();
        Ok(Self { protocol, labels: tested.labels(), predicted, actors })
    }

    /// The usual scores, with intervals where at least two actors are known.
    ///
    /// # Errors
    ///
    /// When there are no labels, or not as many predictions.
    pub fn scores(&self, bootstrap: &Bootstrap) -> Result<ProtocolScores> {
        let score = |metric| self.score(bootstrap, metric);
        Ok(ProtocolScores {
            protocol: self.protocol,
            n_clips: self.labels.len(),
            uar: score(|labels, predicted| balanced_accuracy_score(labels, predicted, None))?,
            accuracy: score(|labels, predicted| accuracy_score(labels, predicted, None))?,
            macro_f1: score(|truth, said| f1_score(truth, said, Average::Macro, None))?,
            weighted_f1: score(|truth, said| f1_score(truth, said, Average::Weighted, None))?,
        })
    }

    fn score(
        &self,
        bootstrap: &Bootstrap,
        metric: fn(&[Emotion], &[Emotion]) -> Result<f64>,
    ) -> Result<Score> {
        let value = metric(&self.labels, &self.predicted)?;
        let draw =
            |rows: &[usize]| metric(&take(&self.labels, rows)?, &take(&self.predicted, rows)?);
        let interval = match &self.actors {
            None => None,
            Some(actors) => match bootstrap.interval(actors, draw) {
                Ok(interval) => Some(interval),
                Err(Error::TooFew { .. }) => None,
                Err(error) => return Err(error),
            },
        };
        Ok(Score { value, interval })
    }
}

impl ProtocolScores {
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
