//! Training gives what scikit-learn's gives: `fixtures/scripts/golden_mlp.py`.

// Helpers of tests end the program as tests do.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use emo_fixtures::{Tolerance, assert_close, golden};
use emo_mlp::{FitOptions, FittedMlpClassifier, Float, MlpClassifier, OutputActivation};
use ndarray::Array2;
use serde::Deserialize;

#[derive(Deserialize)]
struct Data {
    x: Vec<[f64; 5]>,
    y: Vec<usize>,
    weights: Vec<f64>,
}

#[derive(Deserialize)]
struct Case {
    data: String,
    weighted: bool,
    params: MlpClassifier,
    converged: bool,
    n_iter: usize,
    t: usize,
    loss: f64,
    loss_curve: Vec<f64>,
    best_loss: Option<f64>,
    validation_scores: Option<Vec<f64>>,
    best_validation_score: Option<f64>,
    out_activation: OutputActivation,
    weights: Vec<f64>,
    probabilities: Vec<f64>,
    predictions: Vec<usize>,
}

impl Case {
    fn fit<F: Float>(&self, x: &Array2<F>, data: &Data) -> FittedMlpClassifier<F> {
        let mut options = FitOptions::default();
        if self.weighted {
            options = options.sample_weight(&data.weights);
        }
        self.params.fit_with(x, &data.y, options).unwrap()
    }

    fn check<F: Float>(
        &self,
        number: usize,
        fitted: &FittedMlpClassifier<F>,
        x: &Array2<F>,
        tolerance: Tolerance,
    ) {
        let close = |what: &str, actual: &[f64], expected: &[f64]| {
            assert_close(
                &format!("case {number}, {what}"),
                actual.iter().copied(),
                expected.iter().copied(),
                tolerance,
            );
        };
        assert_eq!(fitted.n_iter(), self.n_iter, "case {number}, n_iter");
        assert_eq!(fitted.t(), self.t, "case {number}, t");
        assert_eq!(fitted.warning().is_none(), self.converged, "case {number}, converged");
        assert_eq!(fitted.out_activation(), self.out_activation, "case {number}");
        close("loss", &[fitted.loss()], &[self.loss]);
        close("loss_curve", fitted.loss_curve(), &self.loss_curve);
        close("best_loss", fitted.best_loss().as_slice(), self.best_loss.as_slice());
        let scores = (fitted.validation_scores(), fitted.best_validation_score());
        close(
            "validation_scores",
            scores.0.unwrap_or(&[]),
            self.validation_scores.as_deref().unwrap_or(&[]),
        );
        close("best_validation_score", scores.1.as_slice(), self.best_validation_score.as_slice());
        let coefs = fitted.coefs().flat_map(|coef| coef.iter().map(|&w| w.into()));
        let intercepts = fitted.intercepts().flat_map(|row| row.iter().map(|&w| w.into()));
        close("weights", &coefs.chain(intercepts).collect::<Vec<f64>>(), &self.weights);
        let probabilities = fitted.predict_proba(x).unwrap();
        let first: Vec<f64> =
            probabilities.iter().map(|&p| p.into()).take(self.probabilities.len()).collect();
        close("probabilities", &first, &self.probabilities);
        assert_eq!(fitted.predict(x).unwrap(), self.predictions, "case {number}, predictions");
    }
}

fn data() -> BTreeMap<String, Data> {
    golden("mlp/data")
}

fn matrix(data: &Data) -> Array2<f64> {
    Array2::from(data.x.clone())
}

fn check_in_double_precision(name: &str) {
    let all = data();
    for (number, case) in golden::<Vec<Case>>(name).iter().enumerate() {
        let data = &all[&case.data];
        let x = matrix(data);
        let tolerance = Tolerance { absolute: 1e-11, relative: 1e-11 };
        case.check(number, &case.fit(&x, data), &x, tolerance);
    }
}

#[test]
fn every_activation_solver_schedule_and_stopping_trains_as_in_scikit_learn() {
    check_in_double_precision("mlp/combinations");
}

#[test]
fn sample_and_class_weights_act_as_in_scikit_learn() {
    check_in_double_precision("mlp/weightings");
}

#[test]
fn unusual_hyperparameters_act_as_in_scikit_learn() {
    check_in_double_precision("mlp/corners");
}

#[test]
fn single_precision_follows_scikit_learn_within_its_rounding() {
    let all = data();
    for (number, case) in golden::<Vec<Case>>("mlp/single_precision").iter().enumerate() {
        let data = &all[&case.data];
        let x = matrix(data).mapv(|value| value as f32);
        let tolerance = Tolerance { absolute: 1e-5, relative: 1e-5 };
        case.check(number, &case.fit(&x, data), &x, tolerance);
    }
}
