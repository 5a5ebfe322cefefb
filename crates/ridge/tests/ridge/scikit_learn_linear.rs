//! Coefficient for coefficient what scikit-learn 1.9.1's `RidgeClassifier` finds.
// Ending the program is how a test fails.
#![allow(clippy::unwrap_used)]

use crate::common::{Data, flat};
use emo_fixtures::{Tolerance, assert_close, golden};
use emo_ridge::{ClassWeight, FittedRidgeClassifier, Float, RidgeClassifier};
use ndarray::Array2;

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    #[serde(flatten)]
    data: Data,
    alpha: f64,
    fit_intercept: bool,
    class_weight: ClassWeight,
    coef: Vec<Vec<f64>>,
    intercept: Vec<f64>,
    decision: Vec<Vec<f64>>,
    predicted: Vec<usize>,
}

impl Case {
    fn ridge(&self) -> RidgeClassifier {
        RidgeClassifier::default()
            .alpha(self.alpha)
            .fit_intercept(self.fit_intercept)
            .class_weight(self.class_weight.clone())
    }

    fn fit<F: Float>(&self, x: &Array2<F>) -> FittedRidgeClassifier<F> {
        match &self.data.sample_weight {
            None => self.ridge().fit(x, &self.data.y),
            Some(weight) => self.ridge().fit_weighted(x, &self.data.y, weight),
        }
        .unwrap()
    }
}

#[test]
fn coefficients_and_decisions_are_the_same() {
    let cases: Vec<Case> = golden("ridge/linear");
    assert_eq!(cases.len(), 19);
    for case in &cases {
        let (x, test) = case.data.matrices();
        let fitted = case.fit(&x);
        let close = |what: &str, actual: Vec<f64>, expected: Vec<f64>| {
            let what = format!("{}: {what}", case.name);
            assert_close(&what, actual, expected, Tolerance::absolute(1e-9));
        };
        close("coef", fitted.coef().iter().copied().collect(), flat(&case.coef));
        close("intercept", fitted.intercept().to_vec(), case.intercept.clone());
        let decision = fitted.decision_function(&test).unwrap();
        close("decision", decision.iter().copied().collect(), flat(&case.decision));
        assert_eq!(fitted.predict(&test).unwrap(), case.predicted, "{}", case.name);
    }
}
