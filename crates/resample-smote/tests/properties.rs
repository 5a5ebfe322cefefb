//! What holds of every resampling.
// Ending the program is how a test fails.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use emo_resample_smote::{Resampled, SamplingStrategy, Smote};
use ndarray::{Array2, ArrayView1, Axis, Slice};
use proptest::prelude::*;

/// Rows of two to four classes with at least seven rows each, in any order.
fn labelled_rows() -> impl Strategy<Value = (Array2<f64>, Vec<usize>)> {
    let labels = prop::collection::vec(7..25usize, 2..5).prop_flat_map(|counts| {
        let labels: Vec<usize> =
            counts.iter().enumerate().flat_map(|(i, &n)| vec![3 * i + 1; n]).collect();
        Just(labels).prop_shuffle()
    });
    (labels, 1..20usize).prop_flat_map(|(y, columns)| {
        let values = prop::collection::vec(-50.0..50.0, y.len() * columns);
        (values, Just(y)).prop_map(move |(values, y)| {
            (Array2::from_shape_vec((y.len(), columns), values).unwrap(), y)
        })
    })
}

fn counts(y: &[usize]) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for &label in y {
        *counts.entry(label).or_insert(0) += 1;
    }
    counts
}

/// Whether `point` is on the way from `a` to `b`, within rounding.
fn is_between(point: ArrayView1<f64>, a: ArrayView1<f64>, b: ArrayView1<f64>) -> bool {
    let (way, done) = (&b - &a, &point - &a);
    let length = way.dot(&way);
    let share = if length > 0.0 { way.dot(&done) / length } else { 0.0 };
    let off = &done - &(way * share);
    (-1e-9..=1.0 + 1e-9).contains(&share) && off.dot(&off).sqrt() < 1e-9
}

fn resample_on(threads: usize, smote: &Smote, x: &Array2<f64>, y: &[usize]) -> Resampled<f64> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| smote.fit_resample(x.view(), y).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_rows_given_come_first_unchanged((x, y) in labelled_rows(), seed: u32) {
        let resampled = Smote::default().random_state(seed).fit_resample(x.view(), &y).unwrap();
        prop_assert_eq!(resampled.x.slice_axis(Axis(0), Slice::from(..y.len())), x);
        prop_assert_eq!(&resampled.y[..y.len()], &y[..]);
        prop_assert!(resampled.y[y.len()..].is_sorted());
        prop_assert_eq!(resampled.x.nrows(), resampled.y.len());
    }

    #[test]
    fn rows_that_are_given_away_are_resampled_alike((x, y) in labelled_rows(), by in 1..3usize) {
        let smote = Smote::default();
        let part = x.slice_axis(Axis(1), Slice::from(..).step_by(by as isize)).to_owned();
        let expected = smote.fit_resample(part.view(), &y).unwrap();
        prop_assert_eq!(smote.n_resampled(&y), Some(expected.y.len()));
        // Also where the rows are a part of what their memory holds, or in column-major order.
        let owned = smote.fit_resample_owned(part.clone(), y.clone()).unwrap();
        prop_assert_eq!(&owned, &expected);
        let turned = part.t().as_standard_layout().into_owned().reversed_axes();
        prop_assert_eq!(&smote.fit_resample_owned(turned, y.clone()).unwrap(), &expected);
        let mut longer = ndarray::concatenate![Axis(0), part, part, part];
        longer.slice_axis_inplace(Axis(0), Slice::from(y.len()..2 * y.len()));
        prop_assert_eq!(&smote.fit_resample_owned(longer, y.clone()).unwrap(), &expected);
    }

    #[test]
    fn every_class_reaches_the_majority((x, y) in labelled_rows(), k in 1..6usize) {
        let resampled = Smote::default().k_neighbors(k).fit_resample(x.view(), &y).unwrap();
        let most = counts(&y).into_values().max().unwrap();
        prop_assert!(counts(&resampled.y).into_values().all(|count| count == most));
    }

    #[test]
    fn every_class_reaches_its_count((x, y) in labelled_rows(), added in 0..30usize) {
        let wanted: BTreeMap<usize, usize> =
            counts(&y).into_iter().map(|(class, count)| (class, count + added)).collect();
        let smote = Smote::default().sampling_strategy(SamplingStrategy::Counts(wanted.clone()));
        prop_assert_eq!(counts(&smote.fit_resample(x.view(), &y).unwrap().y), wanted);
    }

    #[test]
    fn new_rows_lie_between_two_rows_of_their_class((x, y) in labelled_rows(), seed: u32) {
        let resampled = Smote::default().random_state(seed).fit_resample(x.view(), &y).unwrap();
        for new in y.len()..resampled.y.len() {
            let class: Vec<usize> =
                (0..y.len()).filter(|&row| y[row] == resampled.y[new]).collect();
            let point = resampled.x.row(new);
            let mut pairs = class.iter().flat_map(|&a| class.iter().map(move |&b| (a, b)));
            prop_assert!(pairs.any(|(a, b)| is_between(point, x.row(a), x.row(b))));
        }
    }

    #[test]
    fn the_number_of_threads_does_not_matter((x, y) in labelled_rows(), seed: u32) {
        let smote = Smote::default().random_state(seed);
        prop_assert_eq!(resample_on(1, &smote, &x, &y), resample_on(3, &smote, &x, &y));
    }

    #[test]
    fn the_layout_of_the_matrix_does_not_matter((x, y) in labelled_rows()) {
        let transposed = x.t().as_standard_layout().into_owned();
        let resampled = Smote::default().fit_resample(transposed.t(), &y).unwrap();
        prop_assert_eq!(resampled, Smote::default().fit_resample(x.view(), &y).unwrap());
    }
}

#[test]
fn large_classes_are_the_same_on_any_number_of_threads() {
    let mut state = 1u32;
    let x = Array2::from_shape_simple_fn((2000, 20), || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 16)
    });
    let y: Vec<usize> = (0..2000).map(|row| usize::from(row % 7 < 3)).collect();
    let smote = Smote::default().random_state(5);
    assert_eq!(resample_on(1, &smote, &x, &y), resample_on(2, &smote, &x, &y));
}

#[test]
fn hyperparameters_survive_json_in_the_spelling_of_imbalanced_learn() {
    let smote = Smote::default()
        .sampling_strategy(SamplingStrategy::NotMinority)
        .k_neighbors(3)
        .random_state(9);
    let text = serde_json::to_string(&smote).unwrap();
    assert_eq!(text, r#"{"sampling_strategy":"not minority","k_neighbors":3,"random_state":9}"#);
    assert_eq!(serde_json::from_str::<Smote>(&text).unwrap(), smote);
    let counts = smote.sampling_strategy(SamplingStrategy::Counts(BTreeMap::from([(7, 40)])));
    let text = serde_json::to_string(&counts).unwrap();
    assert_eq!(serde_json::from_str::<Smote>(&text).unwrap(), counts);
}
