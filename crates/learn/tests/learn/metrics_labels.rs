//! Metrics of labels beside scikit-learn's.

use std::collections::BTreeMap;

use emo_fixtures::{Tolerance, assert_close, golden};
use emo_learn::Error;
use emo_learn::metrics::*;
use proptest::prelude::*;

const EXACT_BUT_FOR_ROUNDING: Tolerance = Tolerance::absolute(1e-12);

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    y_true: Vec<String>,
    y_pred: Vec<String>,
    weights: Vec<f64>,
    plain: Summary,
    weighted: Summary,
    reports: BTreeMap<String, String>,
    chosen: [Vec<f64>; 4],
    chosen_matrix: Vec<f64>,
}

#[derive(serde::Deserialize)]
struct Summary {
    accuracy: f64,
    balanced_accuracy: f64,
    confusion: BTreeMap<String, Vec<f64>>,
    per_class: [Vec<f64>; 4],
    per_class_nan: [Vec<Option<f64>>; 4],
    averages: BTreeMap<Average, [f64; 3]>,
    averages_nan: BTreeMap<Average, [f64; 3]>,
    kappa: BTreeMap<KappaWeights, f64>,
}

fn cases() -> Vec<Case> {
    golden("metrics/labels")
}

fn close(
    what: &str,
    actual: impl IntoIterator<Item = f64>,
    expected: impl IntoIterator<Item = f64>,
) {
    assert_close(what, actual, expected, EXACT_BUT_FOR_ROUNDING);
}

/// Runs the check on each case without and with its weights.
fn for_each(check: impl Fn(&str, &Case, Option<&[f64]>, &Summary)) {
    for case in cases() {
        check(&case.name, &case, None, &case.plain);
        check(&format!("{}, weighted", case.name), &case, Some(&case.weights), &case.weighted);
    }
}

#[test]
fn accuracy_and_uar_are_scikit_learns() {
    for_each(|what, Case { y_true, y_pred, .. }, weights, expected| {
        let accuracy = accuracy_score(y_true, y_pred, weights).unwrap();
        close(what, [accuracy], [expected.accuracy]);
        let uar = balanced_accuracy_score(y_true, y_pred, weights).unwrap();
        close(what, [uar], [expected.balanced_accuracy]);
    });
}

#[test]
fn confusion_matrices_are_scikit_learns() {
    for_each(|what, Case { y_true, y_pred, .. }, weights, expected| {
        let matrix = confusion_matrix(y_true, y_pred, weights).unwrap();
        close(what, matrix.counts().iter().copied(), expected.confusion["none"].clone());
        for (name, normalize) in
            [("true", Normalize::True), ("pred", Normalize::Pred), ("all", Normalize::All)]
        {
            close(what, matrix.normalize(normalize), expected.confusion[name].clone());
        }
    });
}

#[test]
fn precision_recall_and_f1_are_scikit_learns() {
    for_each(|what, Case { y_true, y_pred, .. }, weights, expected| {
        let scores = precision_recall_fscore_support(y_true, y_pred, weights).unwrap();
        let lists = [scores.precision, scores.recall, scores.f1, scores.support];
        close(what, lists.concat(), expected.per_class.concat());
        for (&average, &[p, r, f1]) in &expected.averages {
            let actual = [
                precision_score(y_true, y_pred, average, weights).unwrap(),
                recall_score(y_true, y_pred, average, weights).unwrap(),
                f1_score(y_true, y_pred, average, weights).unwrap(),
            ];
            close(&format!("{what}, {average:?}"), actual, [p, r, f1]);
        }
    });
}

#[test]
fn figures_without_rows_may_be_unknown_as_in_scikit_learn() {
    for_each(|what, Case { y_true, y_pred, .. }, weights, expected| {
        let matrix = confusion_matrix(y_true, y_pred, weights).unwrap();
        let scores = matrix.class_scores(f64::NAN);
        let lists = [scores.precision, scores.recall, scores.f1, scores.support];
        let known = expected.per_class_nan.concat().into_iter();
        close(what, lists.concat(), known.map(|value| value.unwrap_or(f64::NAN)));
        for (&average, figures) in &expected.averages_nan {
            let actual = matrix.average_scores(average, f64::NAN);
            close(what, [actual.precision, actual.recall, actual.f1], *figures);
        }
    });
}

#[test]
fn kappa_is_scikit_learns() {
    for_each(|what, Case { y_true, y_pred, .. }, weights, expected| {
        for (&kind, &kappa) in &expected.kappa {
            let actual = cohen_kappa_score(y_true, y_pred, kind, weights).unwrap();
            close(&format!("{what}, {kind:?}"), [actual], [kappa]);
        }
    });
}

#[test]
fn the_report_is_scikit_learns_letter_for_letter() {
    for case in cases() {
        let Case { name, y_true, y_pred, weights, reports, .. } = &case;
        let plain = confusion_matrix(y_true, y_pred, None).unwrap();
        let weighted = classification_report(y_true, y_pred, Some(weights)).unwrap();
        let of = |labels: &[&str]| {
            let labels: Vec<String> = labels.iter().map(ToString::to_string).collect();
            plain.with_labels(&labels).unwrap().report(0.0).to_string()
        };
        let all = ["angry", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprised"];
        assert_eq!(plain.report(0.0).to_string(), reports["plain"], "{name}");
        assert_eq!(weighted.to_string(), reports["weighted"], "{name}, weighted");
        assert_eq!(format!("{:.4}", plain.report(0.0)), reports["digits"], "{name}, digits");
        assert_eq!(plain.report(f64::NAN).to_string(), reports["nan"], "{name}, unknown");
        assert_eq!(of(&["sad", "calm", "happy"]), reports["labels"], "{name}, some labels");
        assert_eq!(of(&all), reports["all"], "{name}, all labels");
    }
}

#[test]
fn chosen_labels_keep_their_order_and_know_of_the_others() {
    for case in cases() {
        let labels = ["sad", "calm", "happy"].map(str::to_owned);
        let matrix = confusion_matrix(&case.y_true, &case.y_pred, None).unwrap();
        let chosen = matrix.with_labels(&labels).unwrap();
        let scores = chosen.class_scores(0.0);
        let lists = [scores.precision, scores.recall, scores.f1, scores.support];
        close(&case.name, lists.concat(), case.chosen.concat());
        close(&case.name, chosen.counts().iter().copied(), case.chosen_matrix);
    }
}

/// Before, the three rows of class 1 that were taken for class 3 counted for nothing.
#[test]
fn errors_that_leave_the_chosen_labels_are_errors() {
    let matrix = confusion_matrix(&[1, 1, 1, 1, 2, 3], &[1, 3, 3, 3, 2, 1], None).unwrap();
    let chosen = matrix.with_labels(&[1, 2]).unwrap();
    assert_eq!(chosen.accuracy(), 2.0 / 5.0);
    assert_eq!(chosen.balanced_accuracy(), (1.0 / 4.0 + 1.0) / 2.0);
    let all = matrix.with_labels(&[3, 2, 1]).unwrap();
    assert_eq!(all.accuracy(), matrix.accuracy());
    assert_eq!(all.balanced_accuracy(), matrix.balanced_accuracy());
}

#[test]
fn the_report_can_be_read_by_a_program() {
    let report = classification_report(&[1, 1, 2, 3], &[1, 2, 2, 2], None).unwrap();
    assert_eq!(report.labels, ["1", "2", "3"]);
    assert_eq!(report.accuracy, Some(0.5));
    assert_eq!(report.classes.recall, [0.5, 1.0, 0.0]);
    assert_eq!(report.support, 4.0);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["macro_avg"]["recall"], 0.5);
}

#[test]
fn one_class_alone_has_no_kappa() {
    assert!(cohen_kappa_score(&[1, 1], &[1, 1], KappaWeights::None, None).unwrap().is_nan());
}

#[test]
fn labels_and_weights_that_do_not_fit_are_errors() {
    let score = |y_true: &[i32], y_pred: &[i32], weights: Option<&[f64]>| {
        accuracy_score(y_true, y_pred, weights).unwrap_err()
    };
    assert!(matches!(score(&[], &[], None), Error::Empty { .. }));
    assert_eq!(score(&[1, 2], &[1], None).to_string(), "labels in y_pred: expected 2, got 1");
    let short = score(&[1, 2], &[1, 2], Some(&[1.0]));
    assert_eq!(short.to_string(), "sample_weight: expected 2, got 1");
    for wrong in [[1.0, -1.0], [f64::NAN, 1.0], [f64::INFINITY, 1.0], [0.0, 0.0]] {
        let error = score(&[1, 2], &[1, 2], Some(&wrong));
        assert!(matches!(error, Error::InvalidParameter { .. }), "{wrong:?}");
    }
    let matrix = confusion_matrix(&[1, 2], &[2, 3], None).unwrap();
    for wrong in [vec![], vec![3, 4], vec![1, 2, 1]] {
        assert!(matrix.with_labels(&wrong).is_err(), "{wrong:?}");
    }
}

proptest! {
    #[test]
    fn figures_lie_where_they_must(
        rows in prop::collection::vec((0u8..5, 0u8..5, 0.1f64..3.0), 1..60),
    ) {
        let y_true: Vec<u8> = rows.iter().map(|row| row.0).collect();
        let y_pred: Vec<u8> = rows.iter().map(|row| row.1).collect();
        let weights: Vec<f64> = rows.iter().map(|row| row.2).collect();
        let matrix = confusion_matrix(&y_true, &y_pred, Some(&weights)).unwrap();
        let micro = matrix.average_scores(Average::Micro, 0.0);
        prop_assert!((micro.f1 - matrix.accuracy()).abs() < 1e-12);
        let weighted = matrix.average_scores(Average::Weighted, 0.0);
        prop_assert!((weighted.recall - matrix.accuracy()).abs() < 1e-12);
        prop_assert!((0.0..=1.0 + 1e-12).contains(&matrix.balanced_accuracy()));
        prop_assert!((matrix.counts().sum() - weights.iter().sum::<f64>()).abs() < 1e-9);
        prop_assert!(matrix.normalize(Normalize::All).iter().all(|share| share.is_finite()));
    }

    #[test]
    fn a_right_answer_everywhere_scores_one(labels in prop::collection::vec(0u8..5, 2..40)) {
        let matrix = confusion_matrix(&labels, &labels, None).unwrap();
        prop_assert_eq!(matrix.accuracy(), 1.0);
        prop_assert_eq!(matrix.balanced_accuracy(), 1.0);
        prop_assert_eq!(matrix.average_scores(Average::Macro, 0.0).f1, 1.0);
    }
}
