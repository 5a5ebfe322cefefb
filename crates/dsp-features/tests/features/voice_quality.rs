//! Pulses, jitter, shimmer, harmonics and formants beside Praat's and beside what was made.
// What fails here ends the test, as it should.
#![allow(clippy::unwrap_used)]

use emo_dsp_features::*;
use emo_fixtures::{Tolerance, assert_close, golden};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    name: String,
    pcm: Vec<i16>,
    pulses: Vec<f64>,
    jitter: f64,
    shimmer: f64,
    formants: [f64; 2],
}

const SR: u32 = 16000;

fn cases() -> Vec<(Case, Vec<f32>)> {
    let cases: Vec<Case> = golden("descriptors/voice_quality");
    let samples = |case: &Case| case.pcm.iter().map(|&x| f32::from(x) / 32768.0).collect();
    cases.into_iter().map(|case| (samples(&case), case)).map(|(x, case)| (case, x)).collect()
}

fn heard(samples: &[f32]) -> Vec<Pulse> {
    pulses(samples, SR, &Voicing::default()).unwrap()
}

/// How far each pulse is from the nearest of Praat's, in seconds.
fn distances(pulses: &[Pulse], theirs: &[f64]) -> Vec<f64> {
    let inside = pulses.iter().filter(|pulse| (0.1..0.5).contains(&pulse.seconds));
    let nearest = |pulse: &Pulse| {
        theirs.iter().map(|seconds| (pulse.seconds - seconds).abs()).fold(f64::MAX, f64::min)
    };
    inside.map(nearest).collect()
}

#[test]
fn pulses_lie_where_praat_has_them() {
    for (case, samples) in cases() {
        let distances = distances(&heard(&samples), &case.pulses);
        assert!(distances.len() > 40, "{}: {}", case.name, distances.len());
        let zeros = vec![0.0; distances.len()];
        assert_close(&case.name, distances, zeros, Tolerance::absolute(1e-4));
    }
}

#[test]
fn jitter_and_shimmer_are_praats() {
    for (case, samples) in cases() {
        let mut pulses = heard(&samples);
        pulses.retain(|pulse| (0.1..0.5).contains(&pulse.seconds));
        let jitter = Tolerance { absolute: 5e-4, relative: 0.05 };
        assert_close(&case.name, [jitter_local(&pulses)], [case.jitter], jitter);
        let shimmer = Tolerance { absolute: 0.1, relative: 0.25 };
        assert_close(&case.name, [shimmer_local_db(&pulses)], [case.shimmer], shimmer);
    }
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_unstable_by(f32::total_cmp);
    values[values.len() / 2]
}

#[test]
fn formants_are_praats() {
    let params = StftParams::default().n_fft(512).win_length(Some(400)).hop_length(160);
    let stft = Stft::new(&params).unwrap();
    for (case, samples) in cases() {
        let power = stft.spectrogram(&samples, 2.0).unwrap();
        let hz = formants(power.view(), SR, &FormantParams::default()).unwrap();
        let middle = |n: usize| median((15..45).map(|frame| hz[[frame, n]]).collect());
        assert_close(&case.name, (0..2).map(middle), case.formants, Tolerance::relative(0.05));
    }
}

#[test]
fn the_first_harmonic_is_as_far_above_the_second_as_it_was_made() {
    for db in [-12.0_f32, 0.0, 9.0] {
        let share = 10.0_f32.powf(-db / 20.0);
        let wave = |t: f32| (t * 0.06).sin() + share * (t * 0.12).sin() + 0.1 * (t * 0.18).sin();
        let samples: Vec<f32> = (0..8000).map(|t| 0.1 * wave(t as f32)).collect();
        let heard = harmonic_difference(&samples, SR, &Voicing::default()).unwrap();
        let inside = (5..45).map(|frame| heard[[frame, 0]]);
        assert_close("H1-H2", inside, [db; 40], Tolerance::absolute(0.1));
    }
}

/// Nearly normal: the sum of twelve uniform numbers.
fn gauss(random: &mut emo_random::RandomState) -> f32 {
    (0..12).map(|_| random.random_sample() - 0.5).sum::<f64>() as f32
}

#[test]
fn the_harmonics_to_noise_ratio_is_that_of_the_mixture() {
    let mut random = emo_random::RandomState::new(3);
    for db in [5.0_f32, 10.0, 20.0] {
        let noise = 10.0_f32.powf(-db / 20.0) * 0.5_f32.sqrt();
        let samples: Vec<f32> =
            (0..16000).map(|t| (t as f32 * 0.06).sin() + noise * gauss(&mut random)).collect();
        let track = pitch_track(&samples, SR, &PitchParams::default()).unwrap();
        let heard = median(track.hnr().skip(5).take(90).collect());
        assert_close("HNR", [heard], [db], Tolerance::absolute(1.0));
    }
}

#[test]
fn a_voice_sounds_the_same_at_any_gain_and_silence_has_none() {
    let config = FeatureConfig::from(FeatureSet::Functionals)
        .descriptors(vec![
            Descriptor::HarmonicsToNoise,
            Descriptor::Perturbation,
            Descriptor::HarmonicDifference,
            Descriptor::Formants(FormantParams::default()),
        ])
        .summaries(vec![Summary::Mean]);
    let extractor = FeatureExtractor::new(config).unwrap();
    let expected = ["hnr", "jitter", "shimmer", "h1_h2", "formant_1", "formant_2", "formant_3"];
    let names = expected.map(|name| format!("{name}_mean"));
    assert_eq!(extractor.column_names(), names);
    for (case, samples) in cases() {
        let soft: Vec<f32> = samples.iter().map(|x| x * 0.03).collect();
        let (row, soft) = (extractor.extract(&samples).unwrap(), extractor.extract(&soft).unwrap());
        assert_close(&case.name, soft, row, Tolerance { absolute: 1e-3, relative: 1e-3 });
    }
    let silence = extractor.extract(&[0.0; 8000]).unwrap();
    assert_close("silence", silence.iter().skip(1).copied(), [0.0; 6], Tolerance::EXACT);
    assert!(heard(&[0.0; 8000]).is_empty());
}

#[test]
fn bad_parameters_are_errors() {
    let s = ndarray::Array2::ones((3, 257));
    for params in [
        FormantParams::default().n_formants(0),
        FormantParams::default().n_formants(6),
        FormantParams::default().ceiling(8001.0),
        FormantParams::default().ceiling(f64::NAN),
        FormantParams::default().pre_emphasis(0.0),
    ] {
        assert!(matches!(formants(s.view(), SR, &params), Err(Error::Parameter { .. })));
    }
    assert!(matches!(pulses(&[], SR, &Voicing::default()), Err(Error::Empty { .. })));
    let short = pulses(&[0.1; 3], SR, &Voicing::default());
    assert!(short.is_ok_and(|pulses| pulses.is_empty()));
    let wrong = Voicing::default().periodicity(2.0);
    assert!(harmonic_difference(&[0.1; 999], SR, &wrong).is_err());
}
