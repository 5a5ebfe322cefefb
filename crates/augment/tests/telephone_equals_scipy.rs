//! The telephone band, beside SciPy's filters.

use emo_augment::Treatment;
use emo_fixtures::{Tolerance, assert_close, golden};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    sample_rate: u32,
    samples: Vec<f32>,
    filtered: Vec<f64>,
}

#[test]
fn the_band_of_a_telephone_is_scipys_butterworth() {
    for case in golden::<Vec<Case>>("augment/telephone") {
        let actual = Treatment::Telephone.apply(&case.samples, case.sample_rate, 0).unwrap();
        assert_close("telephone", actual, case.filtered, Tolerance::absolute(4e-8));
    }
}
