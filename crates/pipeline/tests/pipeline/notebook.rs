//! The Python original's feature table, through this project's pipeline: scikit-learn's numbers.
//!
//! The table is not part of this repository, so that the tests are ignored by default.

#![allow(clippy::unwrap_used)] // a test ends by it

use emo_fixtures::{Tolerance, assert_close, golden, reference};
use emo_pipeline::{
    FittedMlpClassifier, MlpClassifier, NoResampling, Pipeline, Smote, StandardScaler,
    estimator::Resampler,
    metrics::{Average, f1_score},
    model_selection::{
        CvOptions, GridSearchCv, ParameterGrid, Scoring, StratifiedKFold, TrainTestSplit, take,
        take_rows,
    },
};
use ndarray::{Array2, Axis};
use serde::Deserialize;

/// Rows of the table on either side of the split that the original made.
struct Split {
    x_train: Array2<f64>,
    x_test: Array2<f64>,
    y_train: Vec<String>,
    y_test: Vec<String>,
}

#[derive(Deserialize)]
struct SplitGolden {
    train: Vec<usize>,
    test: Vec<usize>,
}

#[derive(Deserialize)]
struct Training {
    n_iter: usize,
    loss_curve: Vec<f64>,
    best_loss: f64,
    right: usize,
    weighted_f1: f64,
    predicted: Vec<String>,
    first_probabilities: Vec<Vec<f64>>,
}

#[derive(Deserialize)]
struct Grid {
    params: Vec<emo_pipeline::model_selection::Candidate>,
    mean_test_score: Vec<f64>,
    std_test_score: Vec<f64>,
    rank_test_score: Vec<usize>,
    split_test_scores: Vec<Vec<f64>>,
    best_index: usize,
    best_score: f64,
    right: usize,
}

fn notebook() -> Split {
    let mut reader = csv::Reader::from_path(reference("notebook_features.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let value = |(row, column): (usize, usize)| rows[row][column].parse().unwrap();
    let x = Array2::from_shape_fn((rows.len(), 60), value);
    let y: Vec<String> = rows.iter().map(|row| row[60].to_owned()).collect();
    let split = TrainTestSplit::default().test_size(0.2).random_state(42).stratified(&y).unwrap();
    let expected: SplitGolden = golden("notebook/split");
    assert_eq!((&split.train, &split.test), (&expected.train, &expected.test));
    Split {
        x_train: take_rows(&x, &split.train).unwrap(),
        x_test: take_rows(&x, &split.test).unwrap(),
        y_train: take(&y, &split.train).unwrap(),
        y_test: take(&y, &split.test).unwrap(),
    }
}

fn mlp() -> MlpClassifier {
    MlpClassifier::default().hidden_layer_sizes([256, 64]).max_iter(500).random_state(7)
}

fn check_training<R: Resampler<f64>>(data: &Split, resampler: R, golden_name: &str) {
    let expected: Training = golden(golden_name);
    let model = Pipeline::new(StandardScaler::default(), resampler, mlp())
        .fit(&data.x_train, &data.y_train)
        .unwrap();
    let mlp: &FittedMlpClassifier<f64> = model.classifier();
    assert_eq!(mlp.n_iter(), expected.n_iter);
    let within = Tolerance::relative(1e-9);
    assert_close("loss_curve", mlp.loss_curve().to_vec(), expected.loss_curve, within);
    assert_close("best_loss", [mlp.best_loss().unwrap()], [expected.best_loss], within);
    let predicted = model.predict(&data.x_test).unwrap();
    assert_eq!(predicted, expected.predicted);
    let right = predicted.iter().zip(&data.y_test).filter(|(p, y)| p == y).count();
    assert_eq!(right, expected.right);
    let weighted_f1 = f1_score(&data.y_test, &predicted, Average::Weighted, None).unwrap();
    assert_close("weighted F1", [weighted_f1], [expected.weighted_f1], Tolerance::absolute(1e-12));
    let first = data.x_test.select(Axis(0), &[0, 1, 2]);
    let probabilities = model.predict_proba(&first).unwrap();
    let expected = expected.first_probabilities.concat();
    assert_close("probabilities", probabilities, expected, Tolerance::absolute(1e-8));
}

#[test]
#[ignore = "needs the recordings: set RAVDESS_DIR"]
fn the_notebooks_model_trains_as_in_python() {
    check_training(&notebook(), NoResampling::default(), "notebook/mlp");
}

#[test]
#[ignore = "needs the recordings: set RAVDESS_DIR"]
fn the_whole_pipeline_trains_as_in_python() {
    check_training(&notebook(), Smote::default().random_state(42), "notebook/smote_mlp");
}

#[test]
#[ignore = "needs the recordings: set RAVDESS_DIR"]
fn the_grid_scores_and_chooses_as_in_python() {
    let data = notebook();
    let expected: Grid = golden("notebook/grid");
    let mlp = MlpClassifier::default().max_iter(1000).early_stopping(true).random_state(42);
    let smote = Smote::default().random_state(42);
    let grid = ParameterGrid::new()
        .with("mlp__hidden_layer_sizes", [vec![256, 64], vec![128, 64], vec![64]])
        .with("mlp__activation", ["relu", "tanh"])
        .with("mlp__alpha", [1e-4, 1e-3])
        .with("mlp__learning_rate", ["constant", "adaptive"]);
    let folds = StratifiedKFold::default().n_splits(3);
    let search = GridSearchCv::new(Pipeline::new(StandardScaler::default(), smote, mlp), grid)
        .options(CvOptions::new(folds).scoring(Scoring::F1Weighted))
        .fit(&data.x_train, &data.y_train)
        .unwrap();

    let candidates = search.cv_results().candidates();
    let params: Vec<_> = candidates.iter().map(|c| c.params.clone()).collect();
    assert_eq!(params, expected.params);
    let within = Tolerance::absolute(1e-9);
    let means = candidates.iter().map(|c| c.mean_test_score);
    assert_close("mean_test_score", means, expected.mean_test_score, within);
    let deviations = candidates.iter().map(|c| c.std_test_score);
    assert_close("std_test_score", deviations, expected.std_test_score, within);
    let splits = candidates.iter().flat_map(|c| c.split_test_scores.clone());
    assert_close("split_test_scores", splits, expected.split_test_scores.concat(), within);
    let ranks: Vec<_> = candidates.iter().map(|c| c.rank_test_score).collect();
    assert_eq!(ranks, expected.rank_test_score);
    assert_eq!(search.best_index(), expected.best_index);
    assert_close("best_score", [search.best_score()], [expected.best_score], within);
    let predicted = search.predict(&data.x_test).unwrap();
    let right = predicted.iter().zip(&data.y_test).filter(|(p, y)| p == y).count();
    assert_eq!(right, expected.right);
}
