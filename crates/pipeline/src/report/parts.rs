//! Evaluations, pipelines, searches and importances as plain data.

use emo_report::{
    Candidate, Candidates, ConfusionMatrix, CrossCorpus, Curve, Importance, Reliability,
    ReliabilityBin,
};

use super::protocols::estimate;
use crate::inspection::Importances;
use crate::metrics::{expected_calibration_error, reliability_bins};
use crate::model_selection::CandidateScores;
use crate::protocol::{Evaluation, Score};
use crate::{AnyPipeline, FittedMlpClassifier, Result};

/// Bins of equal width in the reliability diagram.
const N_BINS: usize = 10;

/// How often each label was predicted for each label, of clips that `tested` describes.
pub(super) fn confusion(evaluation: &Evaluation, tested: &str) -> Result<ConfusionMatrix> {
    let matrix = evaluation.confusion_matrix()?;
    Ok(ConfusionMatrix {
        labels: matrix.labels().to_vec(),
        counts: matrix.counts().outer_iter().map(|row| row.to_vec()).collect(),
        tested: tested.into(),
    })
}

/// Accuracy by confidence, of clips that `tested` describes.
pub(super) fn reliability(evaluation: &Evaluation, tested: &str) -> Result<Reliability> {
    let Evaluation { labels, classes, probabilities, .. } = evaluation;
    let bins = reliability_bins(labels, probabilities, classes, N_BINS, None)?;
    let bin = |it: crate::metrics::ReliabilityBin| ReliabilityBin {
        confidence: it.confidence,
        accuracy: it.accuracy,
        weight: it.weight,
    };
    Ok(Reliability {
        bins: bins.into_iter().map(bin).collect(),
        calibration_error: expected_calibration_error(
            labels,
            probabilities,
            classes,
            N_BINS,
            None,
        )?,
        tested: tested.into(),
    })
}

/// Loss and accuracy by epoch of a network with more than one epoch; nothing for others.
pub(super) fn curves(pipeline: &AnyPipeline) -> Vec<Curve> {
    let network = pipeline.classifier().downcast_ref::<FittedMlpClassifier<f64>>();
    let Some(network) = network else { return Vec::new() };
    let loss = Curve {
        name: "loss".into(),
        title: "Loss by epoch".into(),
        values_name: "loss".into(),
        values: network.loss_curve().to_vec(),
    };
    let validation = network.validation_scores().map(|scores| Curve {
        name: "validation".into(),
        title: "Accuracy on validation clips by epoch".into(),
        values_name: "accuracy on validation clips".into(),
        values: scores.to_vec(),
    });
    let curves = [Some(loss), validation];
    curves.into_iter().flatten().filter(|curve| curve.values.len() > 1).collect()
}

/// A sentence on the training whose loss is given.
pub(super) fn epochs(loss: &Curve) -> String {
    let (epochs, last) = (loss.values.len(), loss.values.last().copied().unwrap_or_default());
    format!("{epochs} epochs on all clips, to a loss of {last:.4}.")
}

/// The candidates of a search, by a score of this name.
pub(super) fn candidates(candidates: &[CandidateScores], score: String) -> Candidates {
    let candidate = |it: &CandidateScores| {
        let parameters: Vec<String> =
            it.params.iter().map(|(path, value)| format!("{path} = {value}")).collect();
        Candidate {
            rank: it.rank_test_score,
            parameters: parameters.join(", "),
            mean: it.mean_test_score,
            deviation: it.std_test_score,
            folds: it.split_test_scores.clone(),
        }
    };
    Candidates { score, candidates: candidates.iter().map(candidate).collect() }
}

/// The matrix of training and test corpora; see
/// [`Report::cross_corpus`](super::Report::cross_corpus).
pub(super) fn cross_corpus(
    rows: &[(String, Vec<Option<Score>>)],
    tested: &[String],
    note: &str,
) -> CrossCorpus {
    let estimates = |(_, scores): &(String, Vec<Option<Score>>)| {
        scores.iter().map(|score| score.map(estimate)).collect()
    };
    CrossCorpus {
        train: rows.iter().map(|(name, _)| name.clone()).collect(),
        test: tested.to_vec(),
        scores: rows.iter().map(estimates).collect(),
        score: "UAR".into(),
        note: note.into(),
    }
}

/// Importances before any are measured.
pub(super) fn no_importances() -> emo_report::Importances {
    emo_report::Importances { score: "UAR".into(), ..emo_report::Importances::default() }
}

/// Importances with the names of what was permuted.
pub(super) fn importances(names: Vec<String>, importances: &Importances) -> Vec<Importance> {
    let figures = importances.importances_mean().into_iter().zip(importances.importances_std());
    let named = names.into_iter().zip(figures);
    named.map(|(name, (mean, deviation))| Importance { name, mean, deviation }).collect()
}
