//! Sets of features: names, rows that gain and silence leave alone, and rows of any clip.
// What fails here ends the test, as it should.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use emo_dsp_features::*;
use emo_fixtures::golden;
use ndarray::Array1;
use proptest::prelude::*;
use serde_json::Value;

fn extractor(set: FeatureSet) -> FeatureExtractor {
    FeatureExtractor::new(set.into()).unwrap()
}

fn speech() -> Vec<f32> {
    let clip: Value = golden("descriptors/espeak");
    let pcm = clip["pcm"].as_array().unwrap();
    pcm.iter().map(|x| x.as_f64().unwrap() as f32 / 32768.0).collect()
}

#[test]
fn every_column_has_a_name_of_its_own() {
    for (set, columns) in FeatureSet::ALL.into_iter().zip([60, 2384, 10_487, 768, 3920]) {
        let extractor = extractor(set);
        let names: BTreeSet<_> = extractor.column_names().iter().collect();
        assert_eq!(names.len(), columns, "{set}");
        assert_eq!(extractor.extract(&speech()).unwrap().len(), columns, "{set}");
    }
}

#[test]
fn a_set_is_found_by_its_name() {
    for set in FeatureSet::ALL {
        assert_eq!(set.name().parse(), Ok(set));
        assert_eq!(serde_json::to_value(set).unwrap(), Value::from(set.name()));
    }
    let error = "emobase".parse::<FeatureSet>().unwrap_err();
    assert!(error.to_string().contains("ravdess-60, functionals, full"), "{error}");
}

#[test]
fn a_set_has_a_name_with_a_hash_that_stays() {
    let ids = FeatureSet::ALL.map(|set| FeatureConfig::from(set).id());
    assert_eq!(ids[0], "features-60-25b9bfe916ae5c37");
    let config = FeatureConfig::from(FeatureSet::Full);
    let read: FeatureConfig =
        serde_json::from_str(&serde_json::to_string(&config).unwrap()).unwrap();
    assert_eq!(read, config);
    assert_eq!(read.id(), ids[2]);
    assert_ne!(ids[1], ids[2]);
}

#[test]
fn a_set_of_ones_own_names_what_it_summarises() {
    let voiced = Functionals::new(Course::Voiced, [Statistic::Percentile(50)])
        .columns(Some(vec!["pitch".to_owned(), "contrast".to_owned()]));
    let config = FeatureConfig::from(FeatureSet::Functionals)
        .summaries(vec![Summary::Functionals(voiced), Summary::Durations]);
    let names = config.column_names();
    assert_eq!(names[..2], ["pitch_voiced_p50", "contrast_0_voiced_p50"]);
    let row = FeatureExtractor::new(config).unwrap().extract(&speech()).unwrap();
    assert_eq!(row.len(), names.len());
    assert!((12.0..48.0).contains(&row[0]), "{} semitones", row[0]);
}

#[test]
fn a_set_that_cannot_be_is_an_error() {
    let config = || FeatureConfig::from(FeatureSet::Full);
    let fails = |config: FeatureConfig| FeatureExtractor::new(config).is_err();
    let summary = |summary: Summary| fails(config().summaries(vec![summary]));
    let columns = Some(vec!["nothing".to_owned()]);
    assert!(summary(Summary::Correlations(Correlations::default().columns(columns))));
    assert!(summary(Summary::Correlations(Correlations::default().lag(3))));
    assert!(summary(Summary::Correlations(Correlations::default().shrinkage(f64::NAN))));
    assert!(summary(Summary::RandomConvolutions(RandomConvolutions::default())));
    let percentile = Functionals::new(Course::Whole, [Statistic::Percentile(101)]);
    assert!(summary(Summary::Functionals(percentile)));
    assert!(fails(config().sample_rate(1000)));
    assert!(fails(config().preparation(Preparation::default().trim_db(Some(-1.0)))));
    let pitch = PitchParams::default().hop_length(100);
    assert!(fails(config().voicing(Voicing::default().pitch(pitch))));
}

/// The largest difference of two rows of any column, and of all of them the mean, as shares of
/// the size of the column.
fn differences(a: &Array1<f64>, b: &Array1<f64>) -> (f64, f64) {
    let each = a.iter().zip(b).map(|(a, b)| (a - b).abs() / (1.0 + a.abs()));
    (each.clone().fold(0.0, f64::max), each.sum::<f64>() / a.len() as f64)
}

#[test]
fn the_gain_of_a_recording_does_not_change_its_row() {
    let extractor = extractor(FeatureSet::Full);
    let samples = speech();
    let row = extractor.extract(&samples).unwrap();
    for gain_db in [-30.0_f32, -20.0, -6.0, 3.0, 10.0] {
        let gain = 10.0_f32.powf(gain_db / 20.0);
        let changed: Vec<f32> = samples.iter().map(|x| x * gain).collect();
        let (largest, mean) = differences(&extractor.extract(&changed).unwrap(), &row);
        assert!(largest < 1e-2 && mean < 1e-5, "{gain_db} dB: {largest} and {mean}");
    }
}

#[test]
fn silence_around_a_clip_does_not_change_its_row() {
    let extractor = extractor(FeatureSet::Full);
    let around = |silence: usize| {
        let silence = vec![0.0; silence];
        [silence.clone(), speech(), silence].concat()
    };
    let row = extractor.extract(&around(1600)).unwrap();
    assert_eq!(extractor.extract(&around(48_000)).unwrap(), row);
}

#[test]
fn clips_of_nothing_have_finite_rows() {
    let extractor = extractor(FeatureSet::Full);
    let click = |t: usize| if t == 5000 { 1.0 } else { 0.0 };
    let clips = [vec![0.0; 8000], vec![0.5; 8000], vec![0.1], (0..8000).map(click).collect()];
    for clip in clips {
        let row = extractor.extract(&clip).unwrap();
        assert!(row.iter().all(|x| x.is_finite()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_finite_clip_has_a_finite_row(
        samples in prop::collection::vec(-1.0_f32..1.0, 1..4000),
        exponent in -30..40_i32,
    ) {
        let scale = 2.0_f32.powi(exponent);
        let samples: Vec<f32> = samples.into_iter().map(|x| x * scale).collect();
        let row = extractor(FeatureSet::Full).extract(&samples).unwrap();
        prop_assert!(row.iter().all(|x| x.is_finite()));
    }
}
