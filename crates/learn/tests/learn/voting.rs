//! Classifiers that vote.

#![allow(clippy::unwrap_used)] // a test ends by it

use emo_fixtures::{Tolerance, assert_close, golden};
use emo_learn::estimator::BoxedPredictor;
use emo_learn::model_selection::{
    CandidateScores, CvOptions, GridSearchCv, ParameterGrid, StratifiedKFold,
};
use emo_learn::parameters::{Parameters, Value};
use emo_learn::{
    Error, FittedVotingClassifier, NoResampling, Pipeline, StandardScaler, VotingClassifier,
};
use emo_mlp::MlpClassifier;
use emo_random::RandomState;
use ndarray::{Array2, Axis, array};

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
        voting.set_parameter("weights", Value::from(case.weights.clone())).unwrap();
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
    let error =
        networks().set_parameter("tall__mlp__alpha", Value::from(1)).unwrap_err().to_string();
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
    let both = [("one", BoxedPredictor::new(one)), ("other", BoxedPredictor::new(other))];
    let error = FittedVotingClassifier::new(both, None).unwrap_err().to_string();
    assert!(error.contains("[0, 2] for other"), "{error}");
}

#[test]
fn errors_of_an_estimator_name_it() {
    let mut voting = networks();
    let error = voting.set_parameter("deep__mlp__activation", "sigmoid".into()).unwrap_err();
    assert!(
        matches!(&error, Error::InvalidParameter { parameter, .. } if parameter == "deep__mlp__activation"),
        "{error}"
    );
    let error = voting.set_parameter("deep__mlp__alhpa", 1.into()).unwrap_err().to_string();
    assert!(error.starts_with("no hyperparameter deep__mlp__alhpa; there are deep__"), "{error}");
    voting.set_parameter("deep__mlp__alpha", (-1.0).into()).unwrap();
    let y: Vec<usize> = (0..68).map(|row| row % 2).collect();
    let error = voting.fit(&rows(), &y).unwrap_err().to_string();
    assert!(error.starts_with("deep: MLP: alpha"), "{error}");
}
