//! Permutation importance: scikit-learn's numbers, groups, refusals.

#![allow(clippy::unwrap_used)] // a test ends by it

use emo_fixtures::{Tolerance, assert_close, golden};
use emo_learn::estimator::Predictor;
use emo_learn::inspection::{Importances, PermutationOptions, permutation_importance};
use emo_learn::model_selection::Scoring;
use emo_learn::{Error, Result};
use ndarray::{Array2, ArrayRef2};
use serde::Deserialize;

/// The class with the largest score `x · weights`.
struct Linear {
    weights: Array2<f64>,
    classes: Vec<usize>,
}

impl Predictor<f64, usize> for Linear {
    fn classes(&self) -> &[usize] {
        &self.classes
    }

    fn predict(&self, x: &ArrayRef2<f64>) -> Result<Vec<usize>> {
        let scores = x.dot(&self.weights);
        let best = |row: ndarray::ArrayView1<'_, f64>| {
            (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap()
        };
        Ok(scores.rows().into_iter().map(best).collect())
    }

    fn predict_proba(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>> {
        Ok(Array2::from_elem((x.nrows(), 3), 1.0 / 3.0))
    }
}

#[derive(Deserialize)]
struct Golden {
    x: Vec<[f64; 6]>,
    y: Vec<usize>,
    weights: Vec<[f64; 3]>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    scoring: String,
    n_repeats: usize,
    random_state: u32,
    importances: Vec<Vec<f64>>,
    importances_mean: Vec<f64>,
    importances_std: Vec<f64>,
}

fn golden_model() -> (Golden, Linear, Array2<f64>) {
    let golden: Golden = golden("inspection/permutation");
    let model = Linear { weights: Array2::from(golden.weights.clone()), classes: vec![0, 1, 2] };
    let x = Array2::from(golden.x.clone());
    (golden, model, x)
}

#[test]
fn importances_are_those_of_scikit_learn() {
    let (golden, model, x) = golden_model();
    for case in golden.cases {
        let scoring = [Scoring::Accuracy, Scoring::BalancedAccuracy, Scoring::F1Weighted];
        let scoring = scoring.into_iter().find(|it| it.name() == case.scoring).unwrap();
        let options = PermutationOptions::default()
            .n_repeats(case.n_repeats)
            .random_state(case.random_state)
            .scoring(scoring);
        let found = permutation_importance(&model, &x, &golden.y, &options).unwrap();
        let tolerance = Tolerance::absolute(1e-12);
        let expected = case.importances.concat();
        assert_close("importances", found.importances().iter().copied(), expected, tolerance);
        assert_close("means", found.importances_mean(), case.importances_mean, tolerance);
        assert_close("deviations", found.importances_std(), case.importances_std, tolerance);
    }
}

#[test]
fn a_group_of_one_column_is_that_column() {
    let (golden, model, x) = golden_model();
    let options = PermutationOptions::default().n_repeats(3);
    let alone = permutation_importance(&model, &x, &golden.y, &options).unwrap();
    let groups: Vec<Vec<usize>> = vec![vec![2], vec![5]];
    let grouped = permutation_importance(&model, &x, &golden.y, &options.groups(groups)).unwrap();
    assert_eq!(grouped.importances().row(0), alone.importances().row(2));
    assert_eq!(grouped.importances().row(1), alone.importances().row(5));
}

#[test]
fn a_group_of_columns_that_the_model_does_not_look_at_does_not_matter() {
    let (golden, model, x) = golden_model();
    let options = PermutationOptions::default().groups([vec![4], vec![0, 1, 2, 3, 5]]);
    let found = permutation_importance(&model, &x, &golden.y, &options).unwrap();
    assert!(found.importances().row(0).iter().all(|&drop| drop == 0.0));
    assert!(found.importances_mean()[1] > 0.3);
}

#[test]
fn what_cannot_be_permuted_is_refused() {
    let (golden, model, x) = golden_model();
    let refused = |options: PermutationOptions<usize>| {
        permutation_importance(&model, &x, &golden.y, &options).unwrap_err().to_string()
    };
    let none = refused(PermutationOptions::default().n_repeats(0));
    assert_eq!(none, "n_repeats: expected 1 to 10000, got 0");
    let beyond = refused(PermutationOptions::default().groups([vec![0, 6]]));
    assert_eq!(beyond, "groups: expected column numbers below 6, got 6");
    let labels = permutation_importance(&model, &x, &[0, 1], &PermutationOptions::default());
    assert!(matches!(labels, Err(Error::Shape { .. })));
}

#[test]
fn measurements_stand_side_by_side() {
    let (golden, model, x) = golden_model();
    let of = |seed| {
        let options = PermutationOptions::default().random_state(seed);
        permutation_importance(&model, &x, &golden.y, &options).unwrap()
    };
    let both = Importances::concatenate(&[of(0), of(1)]).unwrap();
    assert_eq!(both.importances().dim(), (6, 10));
    let mean = (&of(0).importances_mean() + &of(1).importances_mean()) / 2.0;
    assert_close("means", both.importances_mean(), mean, Tolerance::absolute(1e-12));
    let (first, others) = both.split_at(2);
    assert_eq!((first.importances().dim(), others.importances().dim()), ((2, 10), (4, 10)));
    assert_eq!(others.importances().row(0), both.importances().row(2));
    assert_eq!(both.split_at(7).1.importances().nrows(), 0);
    assert!(matches!(Importances::concatenate(&[]), Err(Error::Empty { .. })));
}
