//! How trainings run, stop and repeat themselves.

use std::ops::ControlFlow;

use crate::common::clusters;
use emo_mlp::{Activation, ConvergenceWarning, FitOptions, MlpClassifier};
use ndarray::Array2;

fn small() -> MlpClassifier {
    MlpClassifier::default().hidden_layer_sizes([5]).learning_rate_init(0.05).random_state(3)
}

#[test]
fn clusters_apart_are_told_apart() {
    let (x, y) = clusters(90, 3);
    for activation in [Activation::Logistic, Activation::Tanh, Activation::Relu] {
        let fitted = small().activation(activation).fit(&x, &y).unwrap();
        assert_eq!(fitted.classes(), [10, 20, 30]);
        let predicted = fitted.predict(&x).unwrap();
        let right = predicted.iter().zip(&y).filter(|(a, b)| a == b).count();
        assert!(right >= 86, "{activation:?}: {right} of 90");
    }
}

#[test]
fn the_same_seed_gives_the_same_network_and_another_one_does_not() {
    let (x, y) = clusters(60, 3);
    let fit = |seed| small().max_iter(10).random_state(seed).fit(&x, &y).unwrap();
    assert_eq!(fit(1), fit(1));
    assert_ne!(fit(1).loss_curve(), fit(2).loss_curve());
}

#[test]
fn the_watcher_sees_every_epoch() {
    let (x, y) = clusters(60, 2);
    for early_stopping in [false, true] {
        let mut seen = Vec::new();
        let options = FitOptions::default().on_epoch(|epoch| {
            seen.push(*epoch);
            ControlFlow::Continue(())
        });
        let mlp = small().early_stopping(early_stopping).max_iter(30);
        let fitted = mlp.fit_with(&x, &y, options).unwrap();
        assert_eq!(seen.iter().map(|e| e.loss).collect::<Vec<_>>(), fitted.loss_curve());
        let scores: Option<Vec<f64>> = seen.iter().map(|e| e.validation_score).collect();
        assert_eq!(scores.as_deref(), fitted.validation_scores());
        assert!(seen.iter().map(|e| e.iteration).eq(1..=fitted.n_iter()));
    }
}

#[test]
fn the_watcher_ends_the_training() {
    let (x, y) = clusters(60, 2);
    let options = FitOptions::default().on_epoch(|epoch| match epoch.iteration {
        4 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    let stopped = small().fit_with(&x, &y, options).unwrap();
    assert_eq!(stopped.warning(), Some(ConvergenceWarning::Interrupted { n_iter: 4 }));
    let limited = small().max_iter(4).fit(&x, &y).unwrap();
    assert_eq!(limited.warning(), Some(ConvergenceWarning::MaxIter { max_iter: 4 }));
    assert!(limited.coefs().eq(stopped.coefs()) && limited.intercepts().eq(stopped.intercepts()));
}

#[test]
fn a_matrix_in_column_major_order_trains_the_same_network() {
    let (x, y) = clusters(60, 3);
    let by_columns = x.t().as_standard_layout().reversed_axes().to_owned();
    assert!(!by_columns.is_standard_layout());
    for early_stopping in [false, true] {
        let mlp = small().max_iter(10).early_stopping(early_stopping);
        let fitted = mlp.fit(&x, &y).unwrap();
        assert_eq!(fitted, mlp.fit(&by_columns, &y).unwrap());
        assert_eq!(fitted.predict_proba(&x), fitted.predict_proba(&by_columns));
    }
}

#[test]
fn a_row_is_predicted_alike_alone_and_among_others() {
    let (x, y) = clusters(601, 3);
    let mlp = small().hidden_layer_sizes([300, 70]).max_iter(3);
    let fitted = mlp.fit(&x, &y).unwrap();
    let all = fitted.predict_proba(&x).unwrap();
    let narrow = x.mapv(|value| value as f32);
    let fitted_narrow = mlp.fit(&narrow, &y).unwrap();
    let all_narrow = fitted_narrow.predict_proba(&narrow).unwrap();
    for row in 0..x.nrows() {
        let alone = x.slice_axis(ndarray::Axis(0), (row..row + 1).into());
        assert_eq!(fitted.predict_proba(&alone).unwrap().row(0), all.row(row));
        let alone = narrow.slice_axis(ndarray::Axis(0), (row..row + 1).into());
        assert_eq!(fitted_narrow.predict_proba(&alone).unwrap().row(0), all_narrow.row(row));
    }
}

#[test]
fn no_rows_have_no_predictions() {
    let (x, y) = clusters(30, 3);
    let fitted = small().max_iter(2).fit(&x, &y).unwrap();
    let none = Array2::zeros((0, 4));
    assert!(fitted.predict(&none).unwrap().is_empty());
    assert_eq!(fitted.predict_proba(&none).unwrap().dim(), (0, 3));
}
