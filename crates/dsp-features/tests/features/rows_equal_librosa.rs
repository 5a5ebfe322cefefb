//! The row of 60 means, on synthetic signals, beside librosa's.
// What fails here ends the test, as it should.
#![allow(clippy::unwrap_used)]

use emo_dsp_features::{FeatureConfig, FeatureExtractor};
use emo_fixtures::{Tolerance, assert_close, golden};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    name: String,
    pcm: Vec<i16>,
    row: Vec<f64>,
}

fn samples(pcm: &[i16]) -> Vec<f32> {
    pcm.iter().map(|&x| f32::from(x) / 32768.0).collect()
}

#[test]
fn every_signal_has_librosas_row() {
    let extractor = FeatureExtractor::new(FeatureConfig::default()).unwrap();
    for case in golden::<Vec<Case>>("features/rows") {
        let row = extractor.extract(&samples(&case.pcm)).unwrap();
        let bounds = [("mfcc", 0..40, 3e-4), ("chroma", 40..52, 2e-6), ("contrast", 52..59, 2e-5)];
        for (group, columns, bound) in bounds {
            let what = format!("{group} of {}", case.name);
            let actual = row.iter().copied().take(columns.end).skip(columns.start);
            let expected = case.row[columns].iter().copied();
            assert_close(&what, actual, expected, Tolerance::absolute(bound));
        }
        assert_close(&case.name, [row[59]], [case.row[59]], Tolerance::absolute(1e-8));
    }
}

#[test]
fn a_clip_has_the_same_row_whatever_was_extracted_before() {
    let extractor = FeatureExtractor::new(FeatureConfig::default()).unwrap();
    let cases: Vec<Case> = golden("features/rows");
    let row = |case: &Case| extractor.extract(&samples(&case.pcm)).unwrap();
    let forth: Vec<_> = cases.iter().map(row).collect();
    let mut back: Vec<_> = cases.iter().rev().map(row).collect();
    back.reverse();
    assert_eq!(forth, back);
}

#[test]
fn threads_share_an_extractor_and_get_the_same_rows() {
    let extractor = FeatureExtractor::new(FeatureConfig::default()).unwrap();
    let cases: Vec<Case> = golden("features/rows");
    let rows = || -> Vec<_> {
        cases.iter().map(|case| extractor.extract(&samples(&case.pcm)).unwrap()).collect()
    };
    let expected = rows();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(rows)).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), expected);
        }
    });
}
