//! A clip with only a few voiced frames.
// A failure here ends the test.
#![allow(clippy::unwrap_used)]

use emo_dsp_features::*;
use emo_fixtures::{Tolerance, assert_close};

/// A tone of `periods` periods of 100 Hz, with noise of the same level before and after it.
fn samples(tone: usize) -> Vec<f32> {
    let mut random = emo_random::RandomState::new(1);
    let mut noise = |n: usize| (0..n).map(|_| random.uniform(-0.5, 0.5) as f32).collect::<Vec<_>>();
    let (before, after) = (noise(8000), noise(8000));
    let tone =
        (0..tone).map(|t| 0.05 * (t as f32 * 0.0785).sin() + 0.04 * (t as f32 * 0.157).sin());
    before.into_iter().chain(tone).chain(after).collect()
}

fn extractor(summaries: Vec<Summary>, remove_level: bool) -> FeatureExtractor {
    let config = FeatureConfig::from(FeatureSet::Functionals)
        .preparation(Preparation::default().remove_level(remove_level))
        .descriptors(vec![Descriptor::Level(LevelParams::default()), Descriptor::Pitch])
        .summaries(summaries);
    FeatureExtractor::new(config).unwrap()
}

/// How many frames of a clip are voiced.
fn n_voiced(samples: &[f32]) -> f64 {
    let durations = extractor(vec![Summary::Durations], false).extract(samples).unwrap();
    durations[0] * durations[1] / 0.01
}

#[test]
fn five_voiced_frames_are_enough_for_the_level_as_they_are_for_functionals() {
    let five = (200..4000).step_by(20).map(samples).find(|x| n_voiced(x).round() == 5.0).unwrap();
    let means = |course| Summary::Functionals(Functionals::new(course, [Statistic::Mean]));
    let row = extractor(vec![means(Course::Voiced)], true).extract(&five).unwrap();
    // The mean level of the voiced frames has been taken out.
    assert_close("level of voiced frames", [row[0]], [0.0], Tolerance::absolute(1e-3));
}
