//! Cross-validation and searches: what they return, in which order, and what becomes of failures.

#![allow(clippy::unwrap_used)] // a test ends by it

use emo_learn::{
    Error, NoResampling, Pipeline, StandardScaler,
    estimator::{BoxedEstimator, Estimator, Predictor},
    model_selection::{
        Candidates, CvOptions, GridSearchCv, GroupKFold, KFold, ParameterGrid, ParameterSampler,
        RandomizedSearchCv, Scoring, SearchCv, ShuffleSplit, Split, SplitInput, Splitter,
        StratifiedKFold, StratifiedShuffleSplit, cross_val_predict, cross_val_predict_proba,
        cross_validate, take, take_rows,
    },
    parameters::{Parameters, Value},
};
use emo_mlp::MlpClassifier;
use emo_resample_smote::Smote;
use ndarray::{Array2, Axis};

type Network = Pipeline<StandardScaler, NoResampling, MlpClassifier>;

/// Three classes in four dimensions, each around a point of its own.
fn blobs(n: usize) -> (Array2<f64>, Vec<&'static str>) {
    let mut random = emo_random::RandomState::new(3);
    let labels = ["calm", "happy", "sad"];
    let x = Array2::from_shape_fn((n, 4), |(row, column)| {
        let near = if row % 3 == column { 2.0 } else { 0.0 };
        near + random.uniform(-1.0, 1.0)
    });
    (x, (0..n).map(|row| labels[row % 3]).collect())
}

fn network() -> Network {
    let mlp =
        MlpClassifier::default().hidden_layer_sizes([8]).max_iter(40).learning_rate_init(0.02);
    Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp)
}

fn three_folds() -> CvOptions<&'static str> {
    CvOptions::new(StratifiedKFold::default().n_splits(3))
}

#[test]
fn hyperparameters_are_listed_and_set_by_path() {
    let mut pipeline =
        Pipeline::new(StandardScaler::default(), Smote::default(), MlpClassifier::default());
    let parameters = pipeline.parameters();
    assert_eq!(parameters["mlp__alpha"], Value::from(1e-4));
    assert_eq!(parameters["smote__k_neighbors"], Value::from(5));
    pipeline.set_parameter("mlp__hidden_layer_sizes", Value::from([256, 64])).unwrap();
    pipeline.set_parameter("scaler__with_mean", Value::from(false)).unwrap();
    assert_eq!(pipeline.classifier.hidden_layer_sizes, [256, 64]);
    assert!(!pipeline.transformer.with_mean);
}

#[test]
fn a_path_that_leads_nowhere_and_a_value_of_the_wrong_kind_are_errors_that_say_so() {
    let mut pipeline = network();
    let error = pipeline.set_parameter("mlp__alhpa", Value::from(1.0)).unwrap_err().to_string();
    assert!(error.contains("mlp__alhpa") || error.contains("alhpa"), "{error}");
    assert!(error.contains("alpha"), "{error}");
    let error = pipeline.set_parameter("mlp__activation", Value::from("sigmoid")).unwrap_err();
    assert!(
        matches!(&error, Error::InvalidParameter { parameter, .. } if parameter == "mlp__activation")
    );
    assert!(error.to_string().contains("relu"), "{error}");
    assert_eq!(pipeline, network(), "what is refused changes nothing");
}

#[test]
fn a_grid_yields_every_combination_with_the_last_path_changing_fastest() {
    let grid = ParameterGrid::new().with("b", [1, 2]).with("a", ["x", "y"]);
    let pairs: Vec<_> =
        grid.candidates().unwrap().into_iter().map(|c| (c["a"].clone(), c["b"].clone())).collect();
    let expected = [("x", 1), ("x", 2), ("y", 1), ("y", 2)];
    assert_eq!(pairs, expected.map(|(a, b)| (Value::from(a), Value::from(b))));
    assert!(ParameterGrid::new().with("a", [0; 0]).candidates().is_err());
}

#[test]
fn a_sampler_draws_the_combinations_that_scikit_learn_draws() {
    // sklearn.model_selection.ParameterSampler({"a": range(10), "b": range(30)}, n, random_state=5)
    // of scikit-learn 1.9.1: few of many, some, and nearly all.
    #[derive(serde::Deserialize)]
    struct Sample {
        n_iter: usize,
        drawn: Vec<(usize, usize)>,
    }
    for Sample { n_iter, drawn } in emo_fixtures::golden::<Vec<Sample>>("search/sampler") {
        let grid = ParameterGrid::new().with("a", 0..10).with("b", 0..30);
        let candidates = ParameterSampler::new(grid, n_iter, 5).candidates().unwrap();
        let expected = drawn.into_iter().map(|(a, b)| [Value::from(a), Value::from(b)]);
        assert!(
            candidates.iter().map(|c| [c["a"].clone(), c["b"].clone()]).eq(expected),
            "{n_iter}"
        );
    }
}

#[test]
fn cross_validation_scores_each_fold() {
    let (x, y) = blobs(60);
    let options = three_folds().return_train_score(true);
    let scores = cross_validate(&network(), &x, &y, &options).unwrap();
    assert_eq!(scores.test_score.len(), 3);
    assert!(scores.test_score.iter().all(|score| (0.6..=1.0).contains(score)), "{scores:?}");
    assert_eq!(scores.train_score.unwrap().len(), 3);
    assert!(scores.failures.is_empty());
    assert!(scores.estimator.iter().all(Option::is_some));
}

#[test]
fn held_out_predictions_are_those_of_the_folds_own_models() {
    let (x, y) = blobs(60);
    let options = three_folds();
    let scores = cross_validate(&network(), &x, &y, &options).unwrap();
    let predicted = cross_val_predict(&network(), &x, &y, &options).unwrap();
    let right = predicted.iter().zip(&y).filter(|(p, y)| p == y).count() as f64 / 60.0;
    let mean = scores.test_score.iter().sum::<f64>() / 3.0;
    assert!((right - mean).abs() < 1e-12);
    let probabilities = cross_val_predict_proba(&network(), &x, &y, &options).unwrap();
    assert!(probabilities.sum_axis(Axis(1)).iter().all(|sum| (sum - 1.0).abs() < 1e-9));
}

#[test]
fn held_out_predictions_need_folds_that_hold_out_each_row_once() {
    let (x, y) = blobs(30);
    let options = CvOptions::new(ShuffleSplit::default());
    assert!(matches!(
        cross_val_predict(&network(), &x, &y, &options),
        Err(Error::InvalidParameter { .. })
    ));
}

/// Trains on thirty rows, and tests on the one after them.
struct Beyond;

impl Splitter for Beyond {
    fn divide(&self, _: &SplitInput<'_>) -> emo_learn::Result<Vec<Split>> {
        Ok(vec![Split { train: (0..30).collect(), test: vec![30] }])
    }
}

#[test]
fn a_splitter_of_the_callers_own_that_names_a_missing_row_is_an_error() {
    let (x, y) = blobs(30);
    let options = CvOptions::new(Beyond);
    let no_such_row = |error| matches!(error, Error::NoSuchRow { row: 30, n_rows: 30 });
    assert!(cross_validate(&network(), &x, &y, &options).is_err_and(no_such_row));
    let grid = ParameterGrid::new().with("mlp__alpha", [1e-4]);
    let search = GridSearchCv::new(network(), grid).options(options);
    assert!(search.fit(&x, &y).is_err_and(no_such_row));
}

#[test]
fn groups_are_kept_together_where_the_splitter_does() {
    let (x, y) = blobs(60);
    let groups: Vec<usize> = (0..60).map(|row| row / 10).collect();
    let options = CvOptions::new(GroupKFold::default().n_splits(3)).groups(&groups);
    assert_eq!(cross_validate(&network(), &x, &y, &options).unwrap().test_score.len(), 3);
    let without = CvOptions::new(GroupKFold::default().n_splits(3));
    assert!(cross_validate(&network(), &x, &y, &without).is_err());
}

#[test]
fn a_search_finds_the_better_candidate_and_trains_it() {
    let (x, y) = blobs(60);
    let grid = ParameterGrid::new().with("mlp__max_iter", [1, 40]);
    let options = three_folds().scoring(Scoring::BalancedAccuracy);
    let search = GridSearchCv::new(network(), grid).options(options).fit(&x, &y).unwrap();
    assert_eq!(search.best_params()["mlp__max_iter"], 40);
    assert_eq!(search.cv_results().ranked()[0].mean_test_score, search.best_score());
    assert_eq!(search.predict(&x).unwrap(), search.best_estimator().unwrap().predict(&x).unwrap());
}

#[test]
fn equal_candidates_share_the_rank_and_the_first_wins() {
    let (x, y) = blobs(30);
    let grid = ParameterGrid::new().with("mlp__momentum", [0.5, 0.6, 0.7]);
    let search = GridSearchCv::new(network(), grid).options(three_folds()).fit(&x, &y).unwrap();
    let ranks: Vec<_> =
        search.cv_results().candidates().iter().map(|c| c.rank_test_score).collect();
    assert_eq!(ranks, [1, 1, 1]);
    assert_eq!(search.best_index(), 0);
}

#[test]
fn a_candidate_that_fails_is_reported_and_ranks_last() {
    let (x, y) = blobs(30);
    let grid = ParameterGrid::new().with("mlp__alpha", [-1.0, 1e-4]);
    let search = GridSearchCv::new(network(), grid).options(three_folds()).fit(&x, &y).unwrap();
    let results = search.cv_results();
    assert_eq!(results.failures().len(), 3);
    assert_eq!(results.failures()[0].candidate["mlp__alpha"], -1.0);
    assert!(results.candidates()[0].mean_test_score.is_nan());
    assert_eq!(results.candidates()[0].rank_test_score, 2);
    assert_eq!(search.best_index(), 1);
}

#[test]
fn a_search_of_which_every_fit_fails_is_an_error() {
    let (x, y) = blobs(30);
    let grid = ParameterGrid::new().with("mlp__alpha", [-1.0]);
    assert!(GridSearchCv::new(network(), grid).options(three_folds()).fit(&x, &y).is_err());
}

#[test]
fn a_search_without_refit_has_results_but_no_model() {
    let (x, y) = blobs(30);
    let grid = ParameterGrid::new().with("mlp__max_iter", [2]);
    let search = GridSearchCv::new(network(), grid).refit(false).fit(&x, &y).unwrap();
    assert!(matches!(search.best_estimator(), Err(Error::NotRefitted)));
    assert_eq!(search.cv_results().candidates().len(), 1);
}

#[test]
fn a_randomised_search_tries_as_many_as_asked_for() {
    let (x, y) = blobs(30);
    let grid = ParameterGrid::new().with("mlp__alpha", [1e-4, 1e-3, 1e-2, 1e-1]);
    let sampler = ParameterSampler::new(grid, 2, 0);
    let options = CvOptions::new(KFold::default().n_splits(2));
    let search = RandomizedSearchCv::new(network(), sampler).options(options).fit(&x, &y).unwrap();
    assert_eq!(search.cv_results().candidates().len(), 2);
}

#[test]
fn scores_are_the_same_at_any_number_of_threads() {
    let (x, y) = blobs(60);
    let at = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let grid = ParameterGrid::new().with("mlp__alpha", [1e-4, 1e-2]);
        let search = pool.install(|| GridSearchCv::new(network(), grid).fit(&x, &y)).unwrap();
        let scores =
            search.cv_results().candidates().iter().flat_map(|c| c.split_test_scores.clone());
        (scores.collect::<Vec<f64>>(), search.predict_proba::<f64, &str>(&x).unwrap())
    };
    assert_eq!(at(1), at(3));
}

/// Rows of which one class has half as many as the others.
fn unequal() -> (Array2<f64>, Vec<&'static str>) {
    let (x, y) = blobs(60);
    let rows: Vec<usize> = (0..60).filter(|&row| y[row] != "sad" || row < 30).collect();
    (take_rows(&x, &rows).unwrap(), take(&y, &rows).unwrap())
}

/// Some candidates share the scaled and resampled rows, and others do not.
#[test]
fn candidates_that_share_rows_score_as_alone() {
    let (x, y) = unequal();
    let mlp = network().classifier;
    let pipeline = Pipeline::new(StandardScaler::default(), Smote::default(), mlp);
    let grid = ParameterGrid::new()
        .with("mlp__alpha", [1e-4, 1.0])
        .with("smote__k_neighbors", [3, 5])
        .with("scaler__with_std", [true, false]);
    let search = GridSearchCv::new(pipeline.clone(), grid).options(three_folds());
    let search = search.fit(&x, &y).unwrap();
    assert_eq!(search.cv_results().candidates().len(), 8);
    for candidate in search.cv_results().candidates() {
        let mut alone = pipeline.clone();
        for (path, value) in &candidate.params {
            alone.set_parameter(path, value.clone()).unwrap();
        }
        let scores = cross_validate(&alone, &x, &y, &three_folds()).unwrap();
        assert_eq!(candidate.split_test_scores, scores.test_score, "{:?}", candidate.params);
    }
}

#[test]
fn a_failure_of_a_shared_step_is_reported_for_each_candidate() {
    let (x, y) = unequal();
    let mlp = network().classifier;
    let pipeline = Pipeline::new(StandardScaler::default(), Smote::default(), mlp);
    let grid =
        ParameterGrid::new().with("mlp__alpha", [1e-4, 1.0]).with("smote__k_neighbors", [2, 100]);
    let search = GridSearchCv::new(pipeline, grid).options(three_folds()).fit(&x, &y).unwrap();
    let failures = search.cv_results().failures();
    assert_eq!(failures.iter().map(|it| it.fold).collect::<Vec<_>>(), [0, 1, 2, 0, 1, 2]);
    for failure in failures {
        assert_eq!(failure.candidate["smote__k_neighbors"], 100);
        assert!(failure.error.to_string().contains("SMOTE"), "{}", failure.error);
    }
    assert_eq!(search.best_params()["smote__k_neighbors"], 2);
}

#[test]
fn rows_are_trained_on_by_number() {
    let (x, y) = blobs(60);
    let rows: Vec<usize> = (0..60).rev().filter(|row| row % 7 != 0).collect();
    let taken = (take_rows(&x, &rows).unwrap(), take(&y, &rows).unwrap());
    let expected = network().fit(&taken.0, &taken.1).unwrap();
    assert_eq!(Estimator::fit_rows(&network(), &x, &y, &rows).unwrap(), expected);
    assert!(Estimator::fit_rows(&network(), &x, &y, &[60]).is_err());
    assert!(Estimator::fit_rows(&network(), &x, &y, &[]).is_err());
    let boxed: BoxedEstimator<f64, &str> = BoxedEstimator::new(network());
    let same = Estimator::fit_rows(&boxed, &x, &y, &rows).unwrap();
    assert_eq!(same.predict_proba(&x).unwrap(), expected.predict_proba(&x).unwrap());
}

#[test]
fn progress_counts_every_fit() {
    use std::sync::{Arc, Mutex};
    let (x, y) = blobs(30);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    let grid = ParameterGrid::new().with("mlp__max_iter", [1, 2]);
    let search = GridSearchCv::new(network(), grid).options(three_folds());
    search.on_progress(move |p| keep.lock().unwrap().push((p.done, p.total))).fit(&x, &y).unwrap();
    let mut seen = seen.lock().unwrap().clone();
    seen.sort_unstable();
    assert_eq!(seen, (1..=6).map(|done| (done, 6)).collect::<Vec<_>>());
}

#[test]
fn a_score_of_the_callers_own_is_used() {
    let (x, y) = blobs(30);
    let wrong = Scoring::function("wrong", |y: &[&str], p: &[&str]| {
        -(y.iter().zip(p).filter(|(y, p)| y != p).count() as f64)
    });
    let scores = cross_validate(&network(), &x, &y, &three_folds().scoring(wrong)).unwrap();
    assert!(scores.test_score.iter().all(|score| *score <= 0.0 && score.fract() == 0.0));
}

#[test]
fn a_search_without_splits_or_candidates_is_an_error() {
    let (x, y) = blobs(30);
    let grid = ParameterGrid::new().with("mlp__alpha", [1e-4]);
    let options = CvOptions::new(Vec::<Split>::new());
    let search = GridSearchCv::new(network(), grid).options(options.clone()).fit(&x, &y);
    assert_eq!(
        search.unwrap_err().to_string(),
        "splits to validate on: expected at least one, got none"
    );
    assert!(cross_validate(&network(), &x, &y, &options).is_err());

    #[derive(Clone)]
    struct Nothing;
    impl Candidates for Nothing {
        fn candidates(&self) -> emo_learn::Result<Vec<emo_learn::model_selection::Candidate>> {
            Ok(Vec::new())
        }
    }
    let search = SearchCv::new(network(), Nothing).options(three_folds()).fit(&x, &y);
    assert_eq!(
        search.unwrap_err().to_string(),
        "candidates to search: expected at least one, got none"
    );
}

#[test]
fn cross_validation_names_a_class_by_its_label() {
    let (x, mut y) = blobs(30);
    y.iter_mut().skip(1).filter(|label| **label == "happy").for_each(|label| *label = "sad");
    y[0] = "happy";
    let options = CvOptions::new(StratifiedShuffleSplit::default());
    let error = cross_validate(&network(), &x, &y, &options).unwrap_err().to_string();
    assert!(error.contains("class \"happy\": expected at least 2 rows, got 1"), "{error}");
}
