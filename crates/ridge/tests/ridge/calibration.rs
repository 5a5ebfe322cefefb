//! Probabilities, and the temperature that calibrates them.
// Ending the program is how a test fails.
#![allow(clippy::unwrap_used)]

use emo_fixtures::{Tolerance, assert_close, golden};
use emo_ridge::{Error, RidgeClassifier, fit_temperature};
use ndarray::{Array2, array};

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    classes: Vec<usize>,
    scores: Vec<Vec<f64>>,
    y: Vec<usize>,
    temperature: f64,
    log_loss: f64,
}

impl Case {
    fn scores(&self) -> Array2<f64> {
        let shape = (self.scores.len(), self.scores[0].len());
        Array2::from_shape_fn(shape, |(row, column)| self.scores[row][column])
    }

    fn log_loss(&self, temperature: f64) -> f64 {
        let loss = |(scores, label): (&Vec<f64>, &usize)| {
            let scores = if let [s] = scores[..] { vec![-s, s] } else { scores.clone() };
            let truth = self.classes.iter().position(|class| class == label).unwrap();
            let sum: f64 = scores.iter().map(|score| (score / temperature).exp()).sum();
            sum.ln() - scores[truth] / temperature
        };
        self.scores.iter().zip(&self.y).map(loss).sum::<f64>() / self.y.len() as f64
    }
}

#[test]
fn the_temperature_is_where_scipy_finds_the_least_log_loss() {
    for case in golden::<Vec<Case>>("ridge/temperature") {
        let found = fit_temperature(&case.scores(), &case.y, &case.classes).unwrap();
        // A minimum is flat: its place is known to the root of the rounding.
        assert_close(&case.name, [found], [case.temperature], Tolerance::relative(1e-6));
        let loss = case.log_loss(found);
        assert_close(&case.name, [loss], [case.log_loss], Tolerance::absolute(1e-14));
    }
}

#[test]
fn probabilities_are_the_softmax_of_decisions_over_the_temperature() {
    let x = array![[0.0, 0.1], [0.1, 0.0], [1.0, 0.9], [0.9, 1.0], [2.0, 0.1], [2.1, 0.0]];
    for y in [[3, 3, 5, 5, 8, 8], [3, 3, 5, 5, 5, 5]] {
        let fitted = RidgeClassifier::default().fit(&x, &y).unwrap();
        let scores = fitted.decision_function(&x).unwrap();
        for temperature in [1.0, 0.2] {
            let fitted = fitted.clone().with_temperature(temperature).unwrap();
            let found = fitted.predict_proba(&x).unwrap();
            let expected = scores.rows().into_iter().flat_map(|row| {
                let row = if row.len() == 1 { vec![-row[0], row[0]] } else { row.to_vec() };
                let powers: Vec<f64> =
                    row.iter().map(|score| (score / temperature).exp()).collect();
                let sum: f64 = powers.iter().sum();
                powers.into_iter().map(move |power| power / sum)
            });
            assert_close("probabilities", found, expected, Tolerance::absolute(1e-14));
        }
    }
}

#[test]
fn scores_in_single_precision_calibrate_alike() {
    let case = golden::<Vec<Case>>("ridge/temperature").remove(0);
    let scores = case.scores().mapv(|score| score as f32);
    let found = fit_temperature(&scores, &case.y, &case.classes).unwrap();
    assert_close("temperature", [found], [case.temperature], Tolerance::relative(1e-5));
}

#[test]
fn scores_that_are_always_right_or_wrong_end_at_the_bounds() {
    let scores = array![[3.0, 1.0, 2.0], [0.0, 1.0, 0.5]];
    let bound = |y: &[usize]| fit_temperature(&scores, y, &[0, 1, 2]).unwrap();
    assert_close("right", [bound(&[0, 1])], [2e-3], Tolerance::relative(1e-12));
    assert_close("wrong", [bound(&[1, 0])], [2e3], Tolerance::relative(1e-12));
    assert_eq!(fit_temperature(&array![[0.5, 0.5, 0.5]], &[1], &[0, 1, 2]), Ok(1.0));
}

#[test]
fn unfit_scores_labels_and_temperatures_are_refused() {
    let scores = array![[0.5], [-0.5]];
    let refused = |scores: &Array2<f64>, y: &[usize], classes: &[usize]| {
        fit_temperature(scores, y, classes).unwrap_err()
    };
    assert_eq!(refused(&scores, &[3, 4], &[3, 5]), Error::UnknownLabel { row: 1, label: 4 });
    assert_eq!(refused(&scores, &[3, 5], &[5, 3]), Error::InvalidClasses { got: vec![5, 3] });
    assert!(matches!(refused(&scores, &[3], &[3, 5]), Error::LengthMismatch { .. }));
    assert!(matches!(refused(&scores, &[3, 5], &[3, 5, 7]), Error::ColumnMismatch { .. }));
    assert!(matches!(refused(&Array2::zeros((0, 1)), &[], &[3, 5]), Error::EmptyInput { .. }));
    let infinite = array![[f64::INFINITY], [0.0]];
    assert!(matches!(refused(&infinite, &[3, 5], &[3, 5]), Error::NonFiniteInput { .. }));

    let fitted = RidgeClassifier::default().fit(&scores, &[3, 5]).unwrap();
    for temperature in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = fitted.clone().with_temperature(temperature).unwrap_err();
        assert!(matches!(error, Error::InvalidParameter { name: "temperature", .. }));
    }
}
