//! What cannot be trained on, predicted or weighed is refused with a message that says why.

// Helpers of tests end the program as tests do.
#![allow(clippy::unwrap_used)]

use crate::common::clusters;
use emo_mlp::{ClassWeight, Error, FitOptions, MlpClassifier, Solver};
use ndarray::{Array2, array};

fn small() -> MlpClassifier {
    MlpClassifier::default().hidden_layer_sizes([3]).max_iter(5)
}

fn refusal(mlp: &MlpClassifier) -> String {
    let (x, y) = clusters(30, 3);
    mlp.fit(&x, &y).unwrap_err().to_string()
}

#[test]
fn hyperparameters_out_of_range_are_named() {
    let nan = f64::NAN;
    for (mlp, name) in [
        (small().hidden_layer_sizes([4, 0]), "hidden_layer_sizes"),
        (small().batch_size(0), "batch_size"),
        (small().max_iter(0), "max_iter"),
        (small().n_iter_no_change(0), "n_iter_no_change"),
        (small().alpha(-1e-9), "alpha"),
        (small().power_t(nan), "power_t"),
        (small().tol(f64::INFINITY), "tol"),
        (small().learning_rate_init(0.0), "learning_rate_init"),
        (small().epsilon(0.0), "epsilon"),
        (small().momentum(1.1), "momentum"),
        (small().validation_fraction(1.0), "validation_fraction"),
        (small().beta_1(1.0), "beta_1"),
        (small().beta_2(-0.1), "beta_2"),
    ] {
        let message = refusal(&mlp);
        assert!(message.starts_with(&format!("{name}: expected ")), "{message}");
    }
}

#[test]
fn a_value_that_is_not_finite_is_named_by_row_and_column() {
    let (mut x, y) = clusters(30, 3);
    let fitted = small().fit(&x, &y).unwrap();
    x[[7, 2]] = f64::NAN;
    x[[8, 0]] = f64::INFINITY;
    let expected = "x: expected finite values, got NaN in row 7, column 2";
    assert_eq!(small().fit(&x, &y).unwrap_err().to_string(), expected);
    assert_eq!(fitted.predict(&x).unwrap_err().to_string(), expected);
    assert_eq!(fitted.predict_proba(&x).unwrap_err().to_string(), expected);
}

#[test]
fn shapes_that_do_not_match_are_refused() {
    let (x, y) = clusters(30, 3);
    let empty = Array2::<f64>::zeros((0, 4));
    assert_eq!(small().fit(&empty, &[]), Err(Error::EmptyInput { rows: 0, columns: 4 }));
    let narrow = Array2::<f64>::zeros((30, 0));
    assert_eq!(small().fit(&narrow, &y), Err(Error::EmptyInput { rows: 30, columns: 0 }));
    let short = Error::LengthMismatch { what: "y", expected: 30, got: 29 };
    assert_eq!(small().fit(&x, &y[1..]), Err(short));
    let fitted = small().fit(&x, &y).unwrap();
    let wide = Array2::zeros((2, 5));
    assert_eq!(fitted.predict(&wide), Err(Error::FeatureMismatch { expected: 4, got: 5 }));
}

#[test]
fn labels_of_one_class_are_refused() {
    let (x, _) = clusters(30, 3);
    assert_eq!(small().fit(&x, &[4; 30]), Err(Error::OneClass { class: 4 }));
}

#[test]
fn weights_that_cannot_weigh_are_refused() {
    let (x, y) = clusters(30, 3);
    let fit = |weights: &[f64]| {
        small().batch_size(3).fit_with(&x, &y, FitOptions::default().sample_weight(weights)).err()
    };
    let mismatch = Error::LengthMismatch { what: "sample_weight", expected: 30, got: 2 };
    assert_eq!(fit(&[1.0, 2.0]), Some(mismatch));
    let mut weights = vec![1.0; 30];
    weights[4] = -1.0;
    assert_eq!(fit(&weights), Some(Error::InvalidSampleWeight { row: 4, value: -1.0 }));
    assert_eq!(fit(&[0.0; 30]), Some(Error::ZeroWeight { over: "all rows" }));
    let mut weights = vec![0.0; 30];
    weights[4] = 1.0;
    assert_eq!(fit(&weights), Some(Error::ZeroWeight { over: "the rows of a batch" }));

    let table = ClassWeight::Table([(10, 1.0), (40, 1.0)].into());
    let mismatch = Error::ClassWeightMismatch { missing: 20, unknown: 40 };
    assert_eq!(small().class_weight(table).fit(&x, &y), Err(mismatch));
    let nan = ClassWeight::Table([(10, f64::NAN)].into());
    let error = small().class_weight(nan).fit(&x, &y).unwrap_err();
    assert!(matches!(error, Error::InvalidSampleWeight { row: 0, .. }), "{error}");
}

#[test]
fn too_few_rows_for_early_stopping_are_refused() {
    let (x, y) = clusters(9, 3);
    let early = small().early_stopping(true);
    assert!(matches!(early.fit(&x, &y), Err(Error::ValidationSplit { got: 1, .. })));
    let x = array![[0.0], [1.0], [2.0], [3.0], [4.0]];
    let lonely = early.clone().validation_fraction(0.4).fit(&x, &[0, 0, 0, 0, 1]).unwrap_err();
    let expected = "early stopping: expected at least 2 rows of each class, got 1";
    assert_eq!(lonely.to_string(), expected);
}

#[test]
fn a_network_too_large_for_memory_is_refused_before_it_is_made() {
    let (x, y) = clusters(30, 3);
    for sizes in [vec![usize::MAX], vec![1 << 20, 1 << 20], vec![1 << 26]] {
        let error = small().hidden_layer_sizes(sizes).fit(&x, &y).unwrap_err();
        assert!(matches!(error, Error::TooLarge { .. }), "{error}");
    }
}

#[test]
fn a_training_that_diverges_ends_with_an_error() {
    let (x, y) = clusters(30, 3);
    let wild = small().solver(Solver::Sgd).learning_rate_init(1e200);
    let error = wild.fit(&(x * 1e100), &y).unwrap_err();
    assert!(matches!(error, Error::Diverged { .. }), "{error}");
}
