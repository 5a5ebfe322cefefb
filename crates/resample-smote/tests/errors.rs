//! What cannot be resampled is said to be so.
// Ending the program is how a test fails.
#![allow(clippy::panic)]

use std::collections::BTreeMap;

use emo_resample_smote::{Error, SamplingStrategy, Smote};
use ndarray::{Array2, array};

/// Rows 0, 1, 2, ... with so many of class 3 and of class 8.
fn line(threes: usize, eights: usize) -> (Array2<f64>, Vec<usize>) {
    let rows = threes + eights;
    let x = Array2::from_shape_fn((rows, 1), |(row, _)| row as f64);
    (x, [vec![3; threes], vec![8; eights]].concat())
}

fn error_of(smote: Smote, (x, y): (Array2<f64>, Vec<usize>)) -> Error {
    match smote.fit_resample(x.view(), &y) {
        Err(error) => error,
        Ok(resampled) => panic!("expected an error, got {} rows", resampled.y.len()),
    }
}

fn strategy_error(strategy: SamplingStrategy, threes: usize, eights: usize) -> Error {
    error_of(Smote::default().sampling_strategy(strategy), line(threes, eights))
}

fn counts(pairs: &[(usize, usize)]) -> SamplingStrategy {
    SamplingStrategy::Counts(BTreeMap::from_iter(pairs.iter().copied()))
}

#[test]
fn a_class_with_no_more_rows_than_neighbours_is_too_small() {
    let error = error_of(Smote::default(), line(9, 5));
    assert_eq!(error, Error::TooFewRows { class: 8, expected: 6, got: 5 });
    assert_eq!(error.to_string(), "class 8: expected at least 6 rows (k_neighbors + 1), got 5");
    let most = Smote::default().k_neighbors(usize::MAX);
    assert!(matches!(error_of(most, line(9, 5)), Error::TooFewRows { .. }));
}

#[test]
fn a_small_class_that_does_not_grow_is_no_error() {
    let (x, y) = line(9, 2);
    let smote = Smote::default().sampling_strategy(counts(&[(3, 12), (8, 2)]));
    assert_eq!(smote.fit_resample(x.view(), &y).unwrap().y.len(), 14);
}

#[test]
fn rows_and_labels_must_match() {
    let (x, _) = line(7, 6);
    let error = Smote::default().fit_resample(x.view(), &[3, 8]).unwrap_err();
    assert_eq!(error, Error::LabelCount { expected: 13, got: 2 });
    for (rows, columns) in [(0, 0), (0, 3), (2, 0)] {
        let empty = (Array2::zeros((rows, columns)), vec![0; rows]);
        assert_eq!(error_of(Smote::default(), empty), Error::Empty { rows, columns });
    }
}

#[test]
fn values_must_be_finite_and_not_overflow() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e200] {
        let (mut x, y) = line(7, 6);
        x[[4, 0]] = value;
        let error = error_of(Smote::default(), (x, y));
        assert!(matches!(error, Error::Value { row: 4, column: 0, .. }), "{value}: {error}");
    }
    let x = array![[f32::MAX], [f32::MIN], [0.0]];
    let error = Smote::default().k_neighbors(1).fit_resample(x.view(), &[0, 0, 1]).unwrap_err();
    assert!(matches!(error, Error::Value { row: 0, column: 0, .. }), "{error}");
}

#[test]
fn parameters_are_checked() {
    assert_eq!(error_of(Smote::default().k_neighbors(0), line(7, 6)), Error::NoNeighbors);
    assert_eq!(error_of(Smote::default(), line(7, 0)), Error::OneClass { class: 3 });
}

#[test]
fn a_ratio_must_add_rows_to_the_smaller_of_two_classes() {
    for ratio in [0.0, -0.5, 1.01, f64::NAN] {
        let error = strategy_error(SamplingStrategy::Ratio(ratio), 12, 6);
        assert!(matches!(error, Error::RatioOutOfRange { .. }), "{ratio}: {error}");
    }
    let error = strategy_error(SamplingStrategy::Ratio(0.55), 12, 6);
    assert_eq!(error, Error::RatioTooSmall { class: 8, rows: 6, got: 0.55 });
    let three = (Array2::zeros((3, 1)), vec![0, 1, 2]);
    let smote = Smote::default().sampling_strategy(SamplingStrategy::Ratio(1.0));
    assert_eq!(error_of(smote, three), Error::RatioNotBinary { got: 3 });
}

#[test]
fn counts_must_be_of_known_classes_and_not_take_rows_away() {
    let error = strategy_error(counts(&[(4, 10)]), 7, 6);
    assert_eq!(error, Error::UnknownClass { class: 4 });
    let error = strategy_error(counts(&[(3, 6)]), 7, 6);
    assert_eq!(error, Error::CountBelowPresent { class: 3, expected: 7, got: 6 });
}

#[test]
fn what_does_not_fit_into_memory_is_an_error() {
    for count in [1 << 60, usize::MAX] {
        let error = strategy_error(counts(&[(3, count)]), 7, 6);
        assert!(matches!(error, Error::TooLarge { columns: 1, .. }), "{error}");
    }
}
