//! Classifiers that vote, and calibrated probabilities of any estimator.

#![allow(clippy::unwrap_used)]

use emo_fixtures::{Tolerance, assert_close, golden, path};
use emo_pipeline::dataset::{Emotion, FeatureTable, Protocol};
use emo_pipeline::emotion_model::{CalibratedTrainer, RidgeTrainer};
use emo_pipeline::estimator::Predictor;
use emo_pipeline::metrics::expected_calibration_error;
use emo_pipeline::model_selection::{
    CandidateScores, CvOptions, GridSearchCv, ParameterGrid, StratifiedKFold,
};
use emo_pipeline::parameters::Parameters;
use emo_pipeline::*;
use ndarray::{Array2, Axis, array};
use serde_json::json;

#[derive(serde::Deserialize)]
struct Golden {
    y: Vec<usize>,
    cases: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    weights: Option<Vec<f64>>,
    probabilities: Vec<f64>,
    predicted: Vec<usize>,
}

type Network = Pipeline<StandardScaler, NoResampling, MlpClassifier>;

fn network(hidden: impl Into<Vec<usize>>, seed: u32) -> Network {
    let mlp = MlpClassifier::default().hidden_layer_sizes(hidden).max_iter(30).random_state(seed);
    Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp)
}

fn networks() -> VotingClassifier<f64, usize> {
    VotingClassifier::default()
        .estimator("small", network([5], 1))
        .estimator("wide", network([20], 2))
        .estimator("deep", network([8, 6], 3))
}

/// Three columns that tell three classes, and one that does not.
fn rows() -> Array2<f64> {
    let mut random = RandomState::new(3);
    Array2::from_shape_simple_fn((68, 4), || -2.0 + 4.0 * random.random_sample())
}

#[test]
fn probabilities_are_averaged_as_scikit_learn_averages_them() {
    let golden: Golden = golden("voting/networks");
    let x = rows();
    let (train, test) = x.view().split_at(Axis(0), 60);
    for case in golden.cases {
        let mut voting = networks();
        voting.set_parameter("weights", json!(case.weights)).unwrap();
        let model = voting.fit(&train, &golden.y).unwrap();
        let shares = model.predict_proba(&test).unwrap();
        let what = format!("weights {:?}", case.weights);
        assert_close(&what, shares, case.probabilities, Tolerance::absolute(1e-10));
        assert_eq!(model.predict(&test).unwrap(), case.predicted);
    }
}

#[test]
fn a_grid_reaches_into_the_estimators_by_their_names() {
    let golden: Golden = golden("voting/networks");
    let x = rows().select(Axis(0), &(0..60).collect::<Vec<_>>());
    let options = || CvOptions::new(StratifiedKFold::default().n_splits(3));
    let scores = |candidates: &[CandidateScores]| -> Vec<f64> {
        candidates.iter().map(|candidate| candidate.mean_test_score).collect()
    };
    let sizes = [[1], [40]];
    let grid = ParameterGrid::new()
        .with("small__mlp__hidden_layer_sizes", sizes)
        .with("weights", [[1.0, 0.0, 0.0]]);
    let voting = GridSearchCv::new(networks(), grid).options(options()).fit(&x, &golden.y).unwrap();
    let grid = ParameterGrid::new().with("mlp__hidden_layer_sizes", sizes);
    let alone = GridSearchCv::new(network([5], 1), grid).options(options());
    let alone = alone.fit(&x, &golden.y).unwrap();
    let (voting, alone) = (voting.cv_results().candidates(), alone.cv_results().candidates());
    assert_eq!(scores(voting), scores(alone));
    assert_ne!(scores(alone)[0], scores(alone)[1]);
    let error = networks().set_parameter("tall__mlp__alpha", json!(1)).unwrap_err().to_string();
    assert!(error.contains("deep__mlp__alpha"), "{error}");
}

#[test]
fn what_cannot_vote_is_an_error() {
    let (x, y) = (array![[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]);
    let voting = |names: &[&str]| {
        names.iter().fold(VotingClassifier::default(), |all: VotingClassifier<f64, i32>, name| {
            all.estimator(*name, network([2], 1))
        })
    };
    assert!(matches!(voting(&[]).fit(&x, &y), Err(Error::Empty { .. })));
    for names in [["a", "a"], ["a", "b__c"], ["a", "weights"], ["a", ""]] {
        assert!(matches!(voting(&names).fit(&x, &y), Err(Error::InvalidParameter { .. })));
    }
    let two = voting(&["a", "b"]);
    assert!(matches!(two.clone().weights([1.0]).fit(&x, &y), Err(Error::Shape { .. })));
    for weights in [[0.0, 0.0], [-1.0, 2.0], [f64::NAN, 1.0], [f64::INFINITY, 1.0]] {
        let error = two.clone().weights(weights).fit(&x, &y).unwrap_err();
        assert!(error.to_string().contains("weights"), "{error}");
    }
    let other = network([2], 1).fit(&x, &[0, 0, 2, 2]).unwrap();
    let one = network([2], 1).fit(&x, &y).unwrap();
    let both: Vec<(String, Box<dyn Predictor<f64, i32> + Send + Sync>)> =
        vec![("one".into(), Box::new(one)), ("other".into(), Box::new(other))];
    let error = FittedVotingClassifier::new(both, None).unwrap_err().to_string();
    assert!(error.contains("[0, 2] for other"), "{error}");
}

fn table() -> FeatureTable {
    let table = FeatureTable::read_csv(path("ravdess_features.csv")).unwrap();
    table.select(&(0..table.len()).step_by(3).collect::<Vec<_>>()).unwrap()
}

type KernelPipeline = Pipeline<(StandardScaler, Clip), NoResampling, KernelRidgeClassifier>;

fn kernel() -> KernelPipeline {
    let bounded = (StandardScaler::default(), Clip::default());
    let ridge = KernelRidgeClassifier::default().alpha(0.1);
    Pipeline::new(bounded, NoResampling::default(), ridge)
}

/// The expected calibration error on speakers that were not trained on.
fn error_on_unseen_speakers<M: Predictor<f64, String>>(
    fit: impl Fn(&FeatureTable) -> Result<M> + Sync,
) -> f64 {
    let judged = Protocol::SpeakerSixFold.evaluate_with(&table(), fit).unwrap();
    let (labels, shares) = (&judged.labels, &judged.probabilities);
    expected_calibration_error(labels, shares, &BASIC, 10, None).unwrap()
}

#[test]
fn a_kernel_and_a_vote_are_as_honest_on_unseen_speakers_as_the_linear_classifier() {
    let fit = |train: &FeatureTable| RidgeTrainer::default().fit_pipeline(train);
    let linear = error_on_unseen_speakers(fit);
    let raw = error_on_unseen_speakers(|train| kernel().fit(train.x(), &train.labels()));
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
