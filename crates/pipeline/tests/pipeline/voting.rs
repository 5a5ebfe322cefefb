//! Calibrated probabilities of any estimator.

#![allow(clippy::unwrap_used)]

use emo_fixtures::{Tolerance, assert_close, path};
use emo_pipeline::emotion_model::{CalibratedTrainer, RidgeTrainer};
use emo_pipeline::estimator::Predictor;
use emo_pipeline::metrics::expected_calibration_error;
use emo_pipeline::preprocessing::Clipper;
use emo_pipeline::protocol::Protocol;
use emo_pipeline::*;

fn table() -> FeatureTable {
    let table = FeatureTable::read_csv(path("ravdess_features.csv")).unwrap();
    table.select(&(0..table.len()).step_by(3).collect::<Vec<_>>()).unwrap()
}

type KernelPipeline = Pipeline<(StandardScaler, Clipper), NoResampling, KernelRidgeClassifier>;

fn kernel() -> KernelPipeline {
    let bounded = (StandardScaler::default(), Clipper::default());
    let ridge = KernelRidgeClassifier::default().alpha(0.1);
    Pipeline::new(bounded, NoResampling::default(), ridge)
}

/// The expected calibration error on speakers that were not trained on.
fn error_on_unseen_speakers<M: Predictor<f64, String>>(
    fit: impl Fn(&FeatureTable) -> Result<M> + Sync,
) -> f64 {
    let judged = Protocol::emobox_ravdess().evaluate_with(&table(), fit).unwrap();
    let (labels, shares) = (&judged.labels, &judged.probabilities);
    expected_calibration_error(labels, shares, &judged.classes, 10, None).unwrap()
}

#[test]
fn a_kernel_and_a_vote_are_as_honest_on_unseen_speakers_as_the_linear_classifier() {
    let fit = |train: &FeatureTable| RidgeTrainer::default().fit_pipeline(train);
    let linear = error_on_unseen_speakers(fit);
    let raw = error_on_unseen_speakers(|train| Ok(kernel().fit(train.x(), &train.labels())?));
    let trainer = CalibratedTrainer::new(kernel());
    let calibrated = error_on_unseen_speakers(|train| trainer.fit(train));
    assert!(calibrated < linear + 0.02 && calibrated < raw / 2.0, "{linear} {raw} {calibrated}");
    let ridge = RidgeClassifier::default().alpha(60.0);
    let ridge = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge);
    let voting = VotingClassifier::default().estimator("a", kernel()).estimator("b", ridge);
    let trainer = CalibratedTrainer::new(voting);
    let vote = error_on_unseen_speakers(|train| trainer.fit(train));
    assert!(vote < linear + 0.02, "{linear} {vote}");
}

#[test]
fn a_temperature_changes_no_prediction_and_every_row_still_adds_up_to_1() {
    let table = table();
    let plain = kernel().fit(table.x(), &table.labels()).unwrap();
    let calibrated = CalibratedTrainer::new(kernel()).fit(&table).unwrap();
    assert_eq!(calibrated.estimator, plain);
    assert!(calibrated.temperature > 0.0 && calibrated.temperature != 1.0);
    assert_eq!(calibrated.predict(table.x()).unwrap(), plain.predict(table.x()).unwrap());
    let shares = calibrated.predict_proba(table.x()).unwrap();
    let sums = shares.rows().into_iter().map(|row| row.sum()).collect::<Vec<_>>();
    assert_close("sums", sums, vec![1.0; table.len()], Tolerance::absolute(1e-12));
}
