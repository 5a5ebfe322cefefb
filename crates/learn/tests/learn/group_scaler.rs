//! Each speaker on a scale of their own, from all of their clips or from few.

#![allow(clippy::unwrap_used)]

use emo_fixtures::{Tolerance, assert_close};
use emo_learn::Error;
use emo_learn::preprocessing::{AdaptedGroupScaler, GroupScaler, StandardScaler};
use emo_random::RandomState;
use ndarray::{Array2, Axis};

fn part(x: &Array2<f64>, rows: std::ops::Range<usize>) -> Array2<f64> {
    x.select(Axis(0), &rows.collect::<Vec<_>>())
}

/// Four speakers of six clips each, who differ in place and spread.
fn speakers() -> (Array2<f64>, Vec<usize>) {
    let mut random = RandomState::new(3);
    let x = Array2::from_shape_fn((24, 3), |(row, k)| {
        let speaker = (row / 6) as f64;
        10.0 * speaker * k as f64 + (1.0 + speaker) * random.random_sample()
    });
    (x, (0..24).map(|row| row / 6).collect())
}

#[test]
fn without_a_prior_it_is_a_standard_scaler_for_each_group() {
    let (x, groups) = speakers();
    let scaled = GroupScaler::default().prior(0.0).fit(&x, &groups).unwrap();
    let scaled = scaled.transform(&x, &groups).unwrap();
    for group in 0..4 {
        let rows = group * 6..(group + 1) * 6;
        let own = part(&x, rows.clone());
        let expected = StandardScaler::default().fit(&own).unwrap().transform(&own).unwrap();
        assert_close("scaled", part(&scaled, rows), expected, Tolerance::absolute(1e-14));
    }
}

#[test]
fn statistics_go_from_the_average_speaker_to_the_own_as_clips_come_in() {
    let (x, groups) = speakers();
    let scaler = GroupScaler::default().prior(3.0).fit(&x, &groups).unwrap();
    let average = scaler.adapt(&Array2::<f64>::zeros((0, 3))).unwrap();
    let mean_of = |rows: usize| scaler.adapt(&part(&x, 18..18 + rows)).unwrap();
    let own = StandardScaler::default().fit(&part(&x, 18..24)).unwrap();
    let expected: Vec<f64> =
        average.mean().iter().zip(own.mean()).map(|(a, o)| (3.0 * a + 6.0 * o) / 9.0).collect();
    assert_close("mean", mean_of(6).mean().iter().copied(), expected, Tolerance::relative(1e-12));
    let distance = |rows: usize| (mean_of(rows).mean()[2] - own.mean()[2]).abs();
    assert!(distance(1) > distance(3) && distance(3) > distance(6));
}

#[test]
fn what_cannot_be_scaled_is_an_error() {
    let (x, groups) = speakers();
    let prior = GroupScaler::default().prior(f64::NAN).fit(&x, &groups);
    assert!(matches!(prior, Err(Error::InvalidParameter { .. })));
    let short = GroupScaler::default().fit(&x, &groups[1..]);
    assert!(matches!(short, Err(Error::Shape { what: "groups", .. })));
    let fitted = GroupScaler::default().prior(0.0).fit(&x, &groups).unwrap();
    let none = fitted.adapt(&Array2::<f64>::zeros((0, 3)));
    assert!(matches!(none, Err(Error::TooFew { .. })));
    let narrow = fitted.adapt(&Array2::<f64>::zeros((2, 2)));
    assert!(matches!(narrow, Err(Error::Shape { .. })));
    let empty = GroupScaler::default().fit(&Array2::<f64>::zeros((0, 3)), &[] as &[usize]);
    assert!(empty.is_err());
}

#[test]
fn rows_that_come_in_over_time_give_the_statistics_of_all_rows() {
    let (x, speaker) = speakers();
    let average = GroupScaler::default().fit(&part(&x, 0..18), &speaker[..18]).unwrap();
    let rows = part(&x, 18..24);
    let expected = average.adapt(&rows).unwrap();
    let mut at_once = average.clone().for_group();
    at_once.add_rows(&rows).unwrap();
    assert_eq!(at_once.scaler().unwrap(), expected);

    let mut in_parts = average.clone().for_group();
    assert_eq!(in_parts.scaler().unwrap().mean(), average.mean());
    for range in [0..1, 1..1, 1..4, 4..6] {
        in_parts.add_rows(&part(&rows, range)).unwrap();
    }
    assert_eq!(in_parts.n_rows(), 6);
    let scaler = in_parts.scaler().unwrap();
    let tolerance = Tolerance { absolute: 1e-12, relative: 1e-12 };
    assert_close("mean", scaler.mean().to_vec(), expected.mean().to_vec(), tolerance);
    assert_close("variance", scaler.var().to_vec(), expected.var().to_vec(), tolerance);

    let before = in_parts.clone();
    assert!(matches!(in_parts.add_rows(&Array2::<f64>::zeros((1, 2))), Err(Error::Shape { .. })));
    let infinite = Array2::from_elem((1, 3), f64::INFINITY);
    assert!(matches!(in_parts.add_rows(&infinite), Err(Error::NonFinite { .. })));
    assert_eq!(in_parts, before, "rows that are refused change nothing");
    in_parts.forget();
    assert_eq!(in_parts, average.for_group());
}

#[test]
fn the_state_is_saved_and_damage_is_refused() {
    let (x, speaker) = speakers();
    let average = GroupScaler::default().fit(&x, &speaker).unwrap();
    let mut one = average.for_group();
    one.add_rows(&part(&x, 3..8)).unwrap();
    let tree = serde_json::to_value(&one).unwrap();
    let read = |tree| serde_json::from_value::<AdaptedGroupScaler>(tree);
    assert_eq!(read(tree.clone()).unwrap(), one);
    for (path, value) in [
        ("/n_rows", 0.into()),
        ("/mean", serde_json::json!([1.0])),
        ("/var/0", (-1.0).into()),
        ("/average/prior", (-1.0).into()),
        ("/average/mean/0", "x".into()),
    ] {
        let mut damaged = tree.clone();
        *damaged.pointer_mut(path).unwrap() = value;
        assert!(read(damaged).is_err(), "{path}");
    }
}
