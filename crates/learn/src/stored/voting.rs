//! Pipelines that vote, as the classifier of a pipeline.

use ndarray::{Array2, ArrayRef2};
use serde::Serialize;

use super::AnyPipeline;
use crate::voting::{average, normalised_weights};
use crate::{Error, Result};

/// Trained pipelines whose probabilities are averaged: a trained
/// [`VotingClassifier`](crate::VotingClassifier) that a file can hold.
#[derive(Clone, Debug, Serialize)]
pub struct VotingPipelines {
    pub(super) estimators: Vec<Voter>,
}

/// One of the pipelines.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Voter {
    pub(super) name: String,
    /// The share of its vote; those of all voters sum to 1.
    pub(super) weight: f64,
    pub(super) pipeline: AnyPipeline,
}

impl VotingPipelines {
    pub(super) const NAME: &'static str = "voting";

    /// Puts trained pipelines together, each with its name, and how much each counts (`None`: all
    /// alike).
    ///
    /// # Errors
    ///
    /// As [`FittedVotingClassifier::new`](crate::FittedVotingClassifier::new).
    pub fn new<N: Into<String>>(
        pipelines: impl IntoIterator<Item = (N, AnyPipeline)>,
        weights: Option<&[f64]>,
    ) -> Result<Self> {
        let pipelines: Vec<(N, AnyPipeline)> = pipelines.into_iter().collect();
        let weights = normalised_weights(weights, pipelines.len())?;
        Self::with_shares(pipelines.into_iter().map(|(name, it)| (name.into(), it)), weights)
    }

    /// With weights that sum to 1 already, which are kept as they are.
    pub(crate) fn with_shares(
        pipelines: impl IntoIterator<Item = (String, AnyPipeline)>,
        weights: Vec<f64>,
    ) -> Result<Self> {
        let voters = pipelines.into_iter().zip(weights);
        let voters = voters.map(|((name, pipeline), weight)| Voter { name, weight, pipeline });
        let voting = Self { estimators: voters.collect() };
        voting.check(voting.n_features_in(), voting.classes())?;
        Ok(voting)
    }

    /// The labels, sorted, each once.
    pub fn classes(&self) -> &[String] {
        self.estimators.first().map_or(&[], |first| first.pipeline.classes())
    }

    /// The pipelines with their names and the share of each vote.
    pub fn estimators(&self) -> impl ExactSizeIterator<Item = (&str, f64, &AnyPipeline)> {
        self.estimators.iter().map(|voter| (voter.name.as_str(), voter.weight, &voter.pipeline))
    }

    /// How many columns it takes; `None` for any number.
    pub fn n_features_in(&self) -> Option<usize> {
        self.estimators.iter().find_map(|voter| voter.pipeline.n_features_in())
    }

    /// A few words on it, such as `vote of net (…), kernel (…)`.
    pub fn summary(&self) -> String {
        let words = self.estimators();
        let words: Vec<_> =
            words.map(|(name, _, it)| format!("{name} ({})", it.summary())).collect();
        format!("vote of {}", words.join(", "))
    }

    /// The weighted mean of the pipelines' probabilities (rows × classes).
    ///
    /// # Errors
    ///
    /// Those of the pipelines.
    pub fn predict_proba(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>> {
        let shares = self.estimators().map(|(_, weight, it)| Ok((weight, it.predict_proba(x)?)));
        average(shares, (x.nrows(), self.classes().len()))
    }

    pub(super) fn check(&self, n_columns: Option<usize>, labels: &[String]) -> Result<()> {
        if self.estimators.is_empty() {
            return Err(Error::Empty { what: "estimators" });
        }
        let weights: Vec<f64> = self.estimators().map(|(_, weight, _)| weight).collect();
        normalised_weights(Some(&weights), weights.len())?;
        for (name, _, pipeline) in self.estimators() {
            if pipeline.classes() != labels {
                let expected = format!("the classes {labels:?} for {name}");
                return Err(Error::misfit(
                    Self::NAME,
                    expected,
                    format!("{:?}", pipeline.classes()),
                ));
            }
            pipeline.check_steps(n_columns)?;
        }
        Ok(())
    }

    pub(super) fn is_adaptive(&self) -> bool {
        self.estimators.iter().any(|voter| voter.pipeline.is_adaptive())
    }

    pub(super) fn adapt(&mut self, rows: &ArrayRef2<f64>) -> Result<()> {
        self.estimators.iter_mut().try_for_each(|voter| voter.pipeline.adapt_steps(rows))
    }

    pub(super) fn forget(&mut self) {
        self.estimators.iter_mut().for_each(|voter| voter.pipeline.forget());
    }
}
