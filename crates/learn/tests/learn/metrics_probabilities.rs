//! Metrics of probabilities beside scikit-learn's, and intervals beside NumPy's.

use std::collections::BTreeMap;

use emo_fixtures::{Tolerance, assert_close, golden};
use emo_learn::Error;
use emo_learn::metrics::*;
use emo_learn::model_selection::take;
use ndarray::{Array2, array};
use proptest::prelude::*;

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    y_true: Vec<usize>,
    n_classes: usize,
    proba: Vec<f64>,
    weights: Vec<f64>,
    plain: Scores,
    weighted: Scores,
}

#[derive(serde::Deserialize)]
struct Scores {
    log_loss: f64,
    log_loss_f32: f64,
    brier: f64,
    calibration: BTreeMap<usize, f64>,
    areas: Vec<Option<f64>>,
    area: BTreeMap<Average, Option<f64>>,
    top_k: Vec<f64>,
}

/// Runs the check on each case without and with its weights: what, true labels, probabilities,
/// classes, weights, and what is expected.
fn for_each(check: impl Fn(&str, &[usize], &Array2<f64>, &[usize], Option<&[f64]>, &Scores)) {
    for case in golden::<Vec<Case>>("metrics/probabilities") {
        let rows: Vec<f64> = case.proba.clone();
        let shape = (case.y_true.len(), case.n_classes);
        let proba = Array2::from_shape_fn(shape, |(row, class)| rows[row * shape.1 + class]);
        let classes: Vec<usize> = (0..case.n_classes).collect();
        check(&case.name, &case.y_true, &proba, &classes, None, &case.plain);
        let what = format!("{}, weighted", case.name);
        check(&what, &case.y_true, &proba, &classes, Some(&case.weights), &case.weighted);
    }
}

fn close(
    what: &str,
    actual: impl IntoIterator<Item = f64>,
    expected: impl IntoIterator<Item = f64>,
) {
    assert_close(what, actual, expected, Tolerance::absolute(1e-12));
}

#[test]
fn log_loss_and_brier_score_are_scikit_learns() {
    for_each(|what, y_true, proba, classes, weights, expected| {
        let loss = log_loss(y_true, proba, classes, weights).unwrap();
        let brier = brier_score_loss(y_true, proba, classes, weights).unwrap();
        close(what, [loss, brier], [expected.log_loss, expected.brier]);
        let single = log_loss(y_true, &proba.mapv(|p| p as f32), classes, weights).unwrap();
        assert_close(what, [single], [expected.log_loss_f32], Tolerance::relative(1e-6));
    });
}

#[test]
fn areas_under_the_curve_are_scikit_learns() {
    for_each(|what, y_true, proba, classes, weights, expected| {
        let areas = roc_auc_score_per_class(y_true, proba, classes, weights).unwrap();
        close(what, areas, expected.areas.iter().map(|area| area.unwrap_or(f64::NAN)));
        for (&average, area) in &expected.area {
            let actual = roc_auc_score(y_true, proba, classes, average, weights).unwrap();
            close(&format!("{what}, {average:?}"), [actual], [area.unwrap_or(f64::NAN)]);
        }
    });
}

#[test]
fn top_k_accuracy_is_scikit_learns_with_ties() {
    for_each(|what, y_true, proba, classes, weights, expected| {
        for (before, &score) in expected.top_k.iter().enumerate() {
            let actual = top_k_accuracy_score(y_true, proba, classes, before + 1, weights);
            close(&format!("{what}, k {}", before + 1), [actual.unwrap()], [score]);
        }
    });
}

#[test]
fn calibration_error_follows_its_equation() {
    for_each(|what, y_true, proba, classes, weights, expected| {
        for (&n_bins, &error) in &expected.calibration {
            let actual = expected_calibration_error(y_true, proba, classes, n_bins, weights);
            close(&format!("{what}, {n_bins} bins"), [actual.unwrap()], [error]);
        }
    });
}

#[test]
fn calibration_is_perfect_when_confidence_is_accuracy() {
    let proba = array![[0.75, 0.25], [0.75, 0.25], [0.75, 0.25], [0.75, 0.25]];
    let error = expected_calibration_error(&[0, 0, 0, 1], &proba, &[0, 1], 15, None).unwrap();
    assert_eq!(error, 0.0);
    let sure = array![[1.0, 0.0], [1.0, 0.0]];
    let error = expected_calibration_error(&[0, 1], &sure, &[0, 1], 15, None).unwrap();
    assert_eq!(error, 0.5);
}

#[test]
fn what_is_no_probability_is_an_error_that_says_why() {
    let y_true = ["calm", "sad"];
    let loss = |proba: Array2<f64>, classes: &[&'static str]| {
        log_loss(&y_true, &proba, classes, None).unwrap_err().to_string()
    };
    let good = array![[0.5, 0.5], [0.5, 0.5]];
    assert_eq!(
        loss(array![[0.5, 0.5], [0.5, 0.6]], &y_true),
        "probabilities of row 1: expected numbers in [0, 1] with the sum 1, got [0.5, 0.6]"
    );
    assert!(loss(array![[1.5, -0.5], [0.5, 0.5]], &y_true).starts_with("probabilities of row 0"));
    assert!(loss(array![[f64::NAN, 0.5], [0.5, 0.5]], &y_true).starts_with("row 0, column 0"));
    assert_eq!(loss(array![[0.5, 0.5]], &y_true), "rows of scores: expected 2, got 1");
    assert!(loss(good.clone(), &["sad", "calm"]).starts_with("classes: expected sorted"));
    let unknown = loss(good.clone(), &["calm", "happy"]);
    assert_eq!(unknown, r#"label "sad": expected one of "calm", "happy""#);
    assert_eq!(
        loss(array![[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]], &y_true),
        "columns of scores, one for each class: expected 2, got 3"
    );
    assert!(loss(Array2::ones((2, 1)), &["sad"]).starts_with("classes: expected at least 2"));
    assert!(top_k_accuracy_score(&y_true, &good, &y_true, 0, None).is_err());
    assert!(expected_calibration_error(&y_true, &good, &y_true, 0, None).is_err());
}

#[test]
fn the_bootstrap_interval_is_numpys() {
    #[derive(serde::Deserialize)]
    struct Drawn {
        seed: u32,
        level: f64,
        groups: Vec<usize>,
        right: Vec<u8>,
        interval: [f64; 2],
    }
    for Drawn { seed, level, groups, right, interval } in golden::<Vec<Drawn>>("metrics/bootstrap")
    {
        let bootstrap =
            Bootstrap::default().n_resamples(300).confidence_level(level).random_state(seed);
        let accuracy = |rows: &[usize]| {
            let right = take(&right, rows)?;
            accuracy_score(&right, &vec![1; right.len()], None)
        };
        let Interval { low, high } = bootstrap.interval(&groups, accuracy).unwrap();
        close("interval", [low, high], interval);
    }
}

#[test]
fn a_bootstrap_that_makes_no_sense_is_an_error() {
    let interval = |bootstrap: Bootstrap, groups: &[u8]| {
        bootstrap.interval(groups, |rows| Ok(rows.len() as f64))
    };
    assert!(interval(Bootstrap::default().n_resamples(0), &[1, 2]).is_err());
    assert!(interval(Bootstrap::default().n_resamples(usize::MAX), &[1, 2]).is_err());
    for level in [0.0, 1.0, f64::NAN] {
        assert!(interval(Bootstrap::default().confidence_level(level), &[1, 2]).is_err());
    }
    assert!(matches!(interval(Bootstrap::default(), &[1, 1]), Err(Error::TooFew { .. })));
    let failing = Bootstrap::default().interval(&[1, 2], |_| Err(Error::Empty { what: "rows" }));
    assert!(matches!(failing, Err(Error::Empty { what: "rows" })));
}

proptest! {
    #[test]
    fn an_area_turns_over_with_its_scores(
        rows in prop::collection::vec((0usize..2, -5i32..5), 4..60),
    ) {
        let y_true: Vec<usize> = rows.iter().map(|row| row.0).collect();
        let scores = Array2::from_shape_fn((rows.len(), 2), |(row, class)| {
            f64::from(rows[row].1) * if class == 0 { -1.0 } else { 1.0 }
        });
        let up = roc_auc_score_per_class(&y_true, &scores, &[0, 1], None).unwrap();
        let down = roc_auc_score_per_class(&y_true, &(-scores), &[0, 1], None).unwrap();
        prop_assume!(!up[1].is_nan());
        prop_assert!((up[1] + down[1] - 1.0).abs() < 1e-12);
        prop_assert!((up[0] - up[1]).abs() < 1e-12);
    }
}
