//! The scores of all candidates of a search.

use serde::Serialize;

use crate::{
    Result,
    model_selection::{Candidate, FoldFailure, fold::Outcome},
};

/// All candidates in the order tried, and the folds that failed; `cv_results_` in scikit-learn.
#[derive(Debug)]
pub struct CvResults {
    candidates: Vec<CandidateScores>,
    failures: Vec<FoldFailure>,
}

/// One candidate: its hyperparameters, its score on each fold, their mean and rank.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CandidateScores {
    /// Its hyperparameters by path.
    pub params: Candidate,
    /// The score on each fold's test rows.
    pub split_test_scores: Vec<f64>,
    /// Their mean.
    pub mean_test_score: f64,
    /// Their standard deviation (of the folds as they are: divided by their number).
    pub std_test_score: f64,
    /// 1 for the best; equal scores share the better rank. NaN ranks last.
    pub rank_test_score: usize,
    /// The scores on each fold's training rows, where asked for.
    pub split_train_scores: Option<Vec<f64>>,
    /// Mean seconds of one training.
    pub mean_fit_time: f64,
    /// Mean seconds of scoring one fold's test rows.
    pub mean_score_time: f64,
}

impl CvResults {
    /// The candidates in the order tried.
    pub fn candidates(&self) -> &[CandidateScores] {
        &self.candidates
    }

    /// The folds that failed, with their hyperparameters.
    pub fn failures(&self) -> &[FoldFailure] {
        &self.failures
    }

    /// The candidates from the best to the worst; equal ones in the order tried.
    pub fn ranked(&self) -> Vec<&CandidateScores> {
        let mut ranked: Vec<_> = self.candidates.iter().collect();
        ranked.sort_by_key(|candidate| candidate.rank_test_score);
        ranked
    }

    /// The place of the first candidate of rank 1.
    pub(super) fn best_index(&self) -> usize {
        self.candidates.iter().position(|c| c.rank_test_score == 1).unwrap_or(0)
    }

    /// Sorts outcomes, a candidate's folds side by side, to their candidates.
    pub(super) fn collect(
        params: Vec<Candidate>,
        n_splits: usize,
        outcomes: Vec<Outcome<()>>,
    ) -> Result<Self> {
        let scores = params.iter().zip(outcomes.chunks(n_splits.max(1)));
        let mut candidates: Vec<_> =
            scores.map(|(params, folds)| CandidateScores::new(params.clone(), folds)).collect();
        rank(&mut candidates);
        let total = outcomes.len();
        let mut failures = Vec::new();
        for (number, outcome) in outcomes.into_iter().enumerate() {
            if let Err(error) = outcome.model {
                let (candidate, fold) = (params[number / n_splits].clone(), number % n_splits);
                failures.push(FoldFailure { fold, candidate, error });
            }
        }
        if !failures.is_empty() && failures.len() == total {
            return Err(failures.swap_remove(0).error);
        }
        Ok(Self { candidates, failures })
    }
}

impl CandidateScores {
    fn new(params: Candidate, folds: &[Outcome<()>]) -> Self {
        let split_test_scores: Vec<f64> = folds.iter().map(|fold| fold.test_score).collect();
        let mean_test_score = mean(split_test_scores.iter().copied());
        let squares = split_test_scores.iter().map(|score| (score - mean_test_score).powi(2));
        Self {
            params,
            std_test_score: mean(squares).sqrt(),
            mean_test_score,
            rank_test_score: 1,
            split_train_scores: folds.iter().map(|fold| fold.train_score).collect(),
            mean_fit_time: mean(folds.iter().map(|fold| fold.fit_time)),
            mean_score_time: mean(folds.iter().map(|fold| fold.score_time)),
            split_test_scores,
        }
    }
}

/// Rank 1 for the greatest mean, equal means share the better one, NaN is below all.
fn rank(candidates: &mut [CandidateScores]) {
    let means: Vec<f64> = candidates.iter().map(|candidate| candidate.mean_test_score).collect();
    let better = |a: f64, b: f64| a > b || (!a.is_nan() && b.is_nan());
    for candidate in candidates {
        let own = candidate.mean_test_score;
        candidate.rank_test_score = 1 + means.iter().filter(|&&mean| better(mean, own)).count();
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    values.sum::<f64>() / n
}
