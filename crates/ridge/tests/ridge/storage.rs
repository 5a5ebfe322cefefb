//! Classifiers are written and read again as they were; damage is refused.
// Ending the program is how a test fails.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use emo_ridge::{
    ClassWeight, FittedKernelRidgeClassifier, FittedRidgeClassifier, Kernel, KernelRidgeClassifier,
    RidgeClassifier,
};
use ndarray::{Array2, array};
use serde_json::{Value, from_str, from_value, json, to_string, to_value};

const Y: [usize; 5] = [3, 3, 5, 5, 8];

fn x() -> Array2<f64> {
    array![[0.0, 0.1], [0.2, 0.0], [0.9, 1.0], [1.0, 1.1], [3.0, 0.3]]
}

#[test]
fn a_fitted_classifier_is_read_as_it_was_written() {
    let linear = RidgeClassifier::default().fit(&x(), &Y).unwrap().with_temperature(0.3).unwrap();
    let read: FittedRidgeClassifier<f64> = from_str(&to_string(&linear).unwrap()).unwrap();
    assert_eq!(read, linear);
    let kernel = KernelRidgeClassifier::default().fit(&x().mapv(|v| v as f32), &Y).unwrap();
    let kernel = kernel.with_temperature(0.3).unwrap();
    let read: FittedKernelRidgeClassifier<f32> = from_str(&to_string(&kernel).unwrap()).unwrap();
    assert_eq!(read, kernel);
}

#[test]
fn hyperparameters_are_written_in_scikit_learns_spelling() {
    let ridge = RidgeClassifier::default().class_weight(ClassWeight::Balanced);
    let expected = json!({"alpha": 1.0, "fit_intercept": true, "class_weight": "balanced"});
    assert_eq!(to_value(&ridge).unwrap(), expected);
    let table = ClassWeight::Table(BTreeMap::from([(3, 2.0)]));
    let kernel = KernelRidgeClassifier::default().kernel(Kernel::Linear).class_weight(table);
    let expected = json!({
        "alpha": 1.0, "kernel": "linear", "gamma": null, "class_weight": {"table": {"3": 2.0}}
    });
    assert_eq!(to_value(&kernel).unwrap(), expected);
    assert_eq!(from_value::<KernelRidgeClassifier>(expected).unwrap(), kernel);
    assert!(from_value::<RidgeClassifier>(json!({"alhpa": 1.0})).is_err());
}

/// What reading says of `model` after each change, which must be an error.
fn refusals<M: serde::de::DeserializeOwned + std::fmt::Debug>(
    model: &Value,
    changes: &[(&str, Value)],
) -> Vec<String> {
    let refusal = |(field, value): &(&str, Value)| {
        let mut damaged = model.clone();
        *damaged.pointer_mut(field).unwrap() = value.clone();
        from_value::<M>(damaged).unwrap_err().to_string()
    };
    assert!(from_value::<M>(model.clone()).is_ok());
    changes.iter().map(refusal).collect()
}

#[test]
fn a_damaged_linear_model_is_refused() {
    let model = to_value(RidgeClassifier::default().fit(&x(), &Y).unwrap()).unwrap();
    let found = refusals::<FittedRidgeClassifier<f32>>(
        &model,
        &[
            ("/classes", json!([3])),
            ("/classes", json!([5, 3, 8])),
            ("/classes", json!([3, 5])),
            ("/temperature", json!(0.0)),
            ("/coef/dim", json!([2, 3])),
            ("/coef", json!({"v": 1, "dim": [3, 0], "data": []})),
            ("/intercept", json!({"v": 1, "dim": [2], "data": [0.0, 0.0]})),
            ("/coef/data/1", json!(1e300)),
            ("/intercept/data/1", json!(1e300)),
        ],
    );
    let expected = [
        "stored model: expected two classes or more, got 1",
        "stored model: the classes are not in rising order",
        "stored model: expected 1 rows of coefficients, got shape [3, 2]",
        "stored model: expected a temperature above 0, got 0",
        "stored model: expected 3 rows of coefficients, got shape [2, 3]",
        "stored model: expected 3 rows of coefficients, got shape [3, 0]",
        "stored model: expected 3 intercepts, got 2",
        "stored model: a coefficient is not finite",
        "stored model: an intercept is not finite",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_damaged_kernel_model_is_refused() {
    let model = to_value(KernelRidgeClassifier::default().fit(&x(), &Y).unwrap()).unwrap();
    let found = refusals::<FittedKernelRidgeClassifier<f32>>(
        &model,
        &[
            ("/classes", json!([8, 5, 3])),
            ("/temperature", json!(-1.0)),
            ("/gamma", json!(-0.5)),
            ("/x_fit", json!({"v": 1, "dim": [5, 0], "data": []})),
            ("/dual_coef/dim", json!([3, 5])),
            ("/x_fit/data/3", json!(1e300)),
            ("/dual_coef/data/3", json!(1e300)),
        ],
    );
    let expected = [
        "stored model: the classes are not in rising order",
        "stored model: expected a temperature above 0, got -1",
        "stored model: expected a gamma of at least 0, got -0.5",
        "stored model: x_fit is empty, of shape [5, 0]",
        "stored model: expected dual coefficients [5, 3], got [3, 5]",
        "stored model: a value of x_fit is not finite",
        "stored model: a dual coefficient is not finite",
    ];
    assert_eq!(found, expected);
}
