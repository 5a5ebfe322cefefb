//! What cannot be fitted or predicted is an error that says why.
// Ending the program is how a test fails.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use emo_ridge::{ClassWeight, Error, KernelRidgeClassifier, RidgeClassifier};
use ndarray::{Array2, ArrayRef2, array};

const Y: [usize; 4] = [3, 3, 5, 5];

fn x() -> Array2<f64> {
    array![[0.0, 0.1], [0.2, 0.0], [0.9, 1.0], [1.0, 1.1]]
}

/// The error of both classifiers, which must be the same.
fn refused(x: &ArrayRef2<f64>, y: &[usize], sample_weight: &[f64]) -> Error {
    let linear = RidgeClassifier::default().fit_weighted(x, y, sample_weight).unwrap_err();
    let kernel = KernelRidgeClassifier::default().fit_weighted(x, y, sample_weight).unwrap_err();
    assert_eq!(linear, kernel);
    linear
}

fn with_class_weight(weights: &[(usize, f64)]) -> Error {
    let table = ClassWeight::Table(BTreeMap::from_iter(weights.iter().copied()));
    RidgeClassifier::default().class_weight(table).fit(&x(), &Y).unwrap_err()
}

#[test]
fn a_hyperparameter_out_of_range_is_named() {
    for alpha in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let ridge = RidgeClassifier::default();
        let kernel = KernelRidgeClassifier::default();
        for error in [
            ridge.clone().alpha(alpha).fit(&x(), &Y).unwrap_err(),
            ridge.fit_alphas(&x(), &Y, None, &[1.0, alpha]).unwrap_err(),
            kernel.clone().alpha(alpha).fit(&x(), &Y).unwrap_err(),
            kernel.fit_alphas(&x(), &Y, None, &[1.0, alpha]).unwrap_err(),
        ] {
            assert!(matches!(error, Error::InvalidParameter { name: "alpha", .. }), "{error}");
        }
    }
    for gamma in [-1.0, f64::NAN, f64::INFINITY] {
        let error = KernelRidgeClassifier::default().gamma(gamma).fit(&x(), &Y).unwrap_err();
        assert!(matches!(error, Error::InvalidParameter { name: "gamma", .. }), "{error}");
    }
}

#[test]
fn a_matrix_that_is_empty_or_not_finite_is_refused() {
    let empty = |rows, columns| Error::EmptyInput { what: "x", rows, columns };
    assert_eq!(refused(&Array2::zeros((0, 2)), &[], &[]), empty(0, 2));
    assert_eq!(refused(&Array2::zeros((4, 0)), &Y, &[1.0; 4]), empty(4, 0));
    let mut x = x();
    x[[2, 1]] = f64::NEG_INFINITY;
    assert_eq!(
        refused(&x, &Y, &[1.0; 4]).to_string(),
        "x: expected finite values, got -inf in row 2, column 1"
    );
}

#[test]
fn labels_and_weights_that_do_not_fit_the_rows_are_refused() {
    let mismatch = |what| Error::LengthMismatch { what, expected: 4, got: 3 };
    assert_eq!(refused(&x(), &Y[1..], &[1.0; 4]), mismatch("y"));
    assert_eq!(refused(&x(), &Y, &[1.0; 3]), mismatch("sample_weight"));
    assert_eq!(refused(&x(), &[7; 4], &[1.0; 4]), Error::OneClass { class: 7 });
    assert_eq!(refused(&x(), &Y, &[0.0; 4]), Error::ZeroWeight);
    let negative = Error::InvalidSampleWeight { row: 1, value: -1.0 };
    assert_eq!(refused(&x(), &Y, &[1.0, -1.0, 1.0, 1.0]), negative);
}

#[test]
fn a_table_of_class_weights_must_fit_the_classes() {
    let mismatch = Error::ClassWeightMismatch { missing: 5, unknown: 4 };
    assert_eq!(with_class_weight(&[(3, 1.0), (4, 1.0)]), mismatch);
    let negative = Error::InvalidSampleWeight { row: 2, value: -2.0 };
    assert_eq!(with_class_weight(&[(5, -2.0)]), negative);
}

#[test]
fn a_system_that_cannot_be_solved_is_refused() {
    // Two equal columns: rounding hides a penalty that is this small.
    let x = array![[1e9, 1e9], [-2e9, -2e9], [1e9, 1e9], [3e9, 3e9]];
    let ridge = RidgeClassifier::default().alpha(1e-9).fit_intercept(false);
    assert_eq!(ridge.fit(&x, &Y), Err(Error::Singular { alpha: 1e-9 }));

    let overflowing = array![[1e200], [-1e200], [1e200], [2e200]];
    let ridge = RidgeClassifier::default();
    assert_eq!(ridge.fit(&overflowing, &Y), Err(Error::Singular { alpha: 1.0 }));
}

#[test]
fn a_system_of_absurd_size_is_refused_before_it_is_allocated() {
    let x = Array2::<f32>::zeros((23_171, 1));
    let y: Vec<usize> = (0..x.nrows()).map(|row| row % 2).collect();
    let error = KernelRidgeClassifier::default().fit(&x, &y).unwrap_err();
    assert_eq!(error, Error::TooLarge { limit: 23_170, got: 23_171 });
    // The linear classifier needs the smaller of the two sides.
    assert!(RidgeClassifier::default().fit(&x, &y).is_ok());
}

#[test]
fn prediction_needs_the_columns_of_training_and_finite_values() {
    let linear = RidgeClassifier::default().fit(&x(), &Y).unwrap();
    let kernel = KernelRidgeClassifier::default().fit(&x(), &Y).unwrap();
    let narrow = array![[1.0]];
    let expected = Error::ColumnMismatch { what: "x", expected: 2, got: 1 };
    assert_eq!(linear.predict(&narrow), Err(expected.clone()));
    assert_eq!(kernel.predict(&narrow), Err(expected));
    let infinite = array![[0.0, f64::INFINITY]];
    assert!(matches!(linear.predict_proba(&infinite), Err(Error::NonFiniteInput { .. })));
    assert!(matches!(kernel.predict_proba(&infinite), Err(Error::NonFiniteInput { .. })));
    let none = Array2::zeros((0, 2));
    assert_eq!(linear.predict(&none), Ok(vec![]));
    assert_eq!(kernel.predict(&none), Ok(vec![]));
}
