//! A louder clip moves the features that tell of loudness, and no others.

use emo_dsp_features::{FeatureConfig, FeatureExtractor};
use emo_fixtures::{Tolerance, assert_close};
use emo_random::RandomState;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn only_the_first_mfcc_follows_the_level(
        seed: u32,
        pitch in 80.0_f32..2000.0,
        // By powers of two, every product is exact, and what is a peak stays one.
        doublings in -3_i32..4,
    ) {
        let mut random = RandomState::new(seed);
        let tone = |t: usize| 0.1 * (t as f32 * pitch * std::f32::consts::TAU / 22_050.0).sin();
        let samples: Vec<f32> =
            (0..8000).map(|t| tone(t) + random.uniform(-0.01, 0.01) as f32).collect();
        let gain = 2.0_f32.powi(doublings);
        let louder: Vec<f32> = samples.iter().map(|sample| sample * gain).collect();
        let extractor = FeatureExtractor::new(FeatureConfig::default()).unwrap();
        let (before, after) =
            (extractor.extract(&samples).unwrap(), extractor.extract(&louder).unwrap());
        let columns = extractor.column_names();
        let place = |name: &str| columns.iter().position(|column| column.starts_with(name));
        let (chroma, contrast) = (place("chroma").unwrap(), place("contrast").unwrap());
        let zcr = place("zcr").unwrap();
        let part = |row: &ndarray::Array1<f64>, from: usize, to: usize| -> Vec<f64> {
            row.iter().copied().skip(from).take(to - from).collect()
        };
        // The same number of dB in each of 128 mel bands, in an orthonormal cosine transform.
        let moved = before[0] + 20.0 * f64::from(gain).log10() * 128.0_f64.sqrt();
        assert_close("mfcc 0", [after[0]], [moved], Tolerance::absolute(3e-4));
        let same = |what: &str, from, to, tolerance| {
            assert_close(what, part(&after, from, to), part(&before, from, to), tolerance);
        };
        same("mfcc", 1, chroma, Tolerance::absolute(3e-4));
        same("chroma", chroma, contrast, Tolerance::EXACT);
        same("contrast", contrast, zcr, Tolerance::absolute(2e-5));
        same("zcr", zcr, columns.len(), Tolerance::EXACT);
    }
}
