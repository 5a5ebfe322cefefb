//! Dual coefficient for dual coefficient what scikit-learn 1.9.1's `KernelRidge` finds for targets
//! of -1 and 1.
// Ending the program is how a test fails.
#![allow(clippy::unwrap_used)]

use crate::common::{Data, flat};
use emo_fixtures::{Tolerance, assert_close, golden};
use emo_ridge::{ClassWeight, Kernel, KernelRidgeClassifier};

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    #[serde(flatten)]
    data: Data,
    kernel: Kernel,
    alpha: f64,
    gamma: Option<f64>,
    class_weight: ClassWeight,
    dual_coef: Vec<Vec<f64>>,
    decision: Vec<Vec<f64>>,
    predicted: Vec<usize>,
}

impl Case {
    fn ridge(&self) -> KernelRidgeClassifier {
        KernelRidgeClassifier::default()
            .alpha(self.alpha)
            .kernel(self.kernel)
            .gamma(self.gamma)
            .class_weight(self.class_weight.clone())
    }
}

#[test]
fn dual_coefficients_and_decisions_are_the_same() {
    let cases: Vec<Case> = golden("ridge/kernel");
    assert_eq!(cases.len(), 12);
    for case in &cases {
        let (x, test) = case.data.matrices();
        let fitted = match &case.data.sample_weight {
            None => case.ridge().fit(&x, &case.data.y),
            Some(weight) => case.ridge().fit_weighted(&x, &case.data.y, weight),
        }
        .unwrap();
        let close = |what: &str, actual: Vec<f64>, expected: &[Vec<f64>]| {
            let what = format!("{}: {what}", case.name);
            assert_close(&what, actual, flat(expected), Tolerance::absolute(1e-9));
        };
        let dual_coef = fitted.dual_coef().iter().copied().collect();
        close("dual coefficients", dual_coef, &case.dual_coef);
        let decision = fitted.decision_function(&test).unwrap();
        close("decision", decision.iter().copied().collect(), &case.decision);
        assert_eq!(fitted.predict(&test).unwrap(), case.predicted, "{}", case.name);
    }
}
