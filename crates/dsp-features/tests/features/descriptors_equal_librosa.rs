//! Descriptors beside librosa's and beside their definitions in NumPy; pitch beside pYIN's.
// What fails here ends the test, as it should.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use emo_dsp_features::*;
use emo_fixtures::{Tolerance, assert_close, golden};
use serde::Deserialize;

#[derive(Deserialize)]
struct Clip {
    pcm: Vec<i16>,
    pyin: Vec<f32>,
    #[serde(default)]
    f0: Vec<f32>,
    #[serde(default)]
    measures: BTreeMap<String, Vec<f64>>,
}

impl Clip {
    fn samples(&self) -> Vec<f32> {
        self.pcm.iter().map(|&x| f32::from(x) / 32768.0).collect()
    }
}

const SR: u32 = 16000;

#[test]
fn spectral_measures_and_level_are_librosas_and_egemaps() {
    let clip: Clip = golden("descriptors/voice");
    let samples = &clip.samples()[4000..9000];
    let params = StftParams::default().n_fft(512).win_length(Some(400)).hop_length(160);
    let power = Stft::new(&params).unwrap().spectrogram(samples, 2.0).unwrap();
    let bounds = [
        (SpectralMeasure::Centroid, 2e-6),
        (SpectralMeasure::Bandwidth, 2e-6),
        (SpectralMeasure::Rolloff(0.25), 1e-7),
        (SpectralMeasure::Rolloff(0.85), 1e-7),
        (SpectralMeasure::Flatness, 1e-5),
        (SpectralMeasure::Flux, 1e-5),
        (SpectralMeasure::AlphaRatio, 1e-5),
        (SpectralMeasure::HammarbergIndex, 1e-5),
        (SpectralMeasure::Slope { low: 0.0, high: 500.0 }, 1e-5),
        (SpectralMeasure::Slope { low: 500.0, high: 1500.0 }, 1e-5),
    ];
    for (measure, bound) in bounds {
        let actual = spectral_measure(power.view(), SR, measure).unwrap();
        let expected = clip.measures[&measure.name()].iter().copied();
        let tolerance = Tolerance { absolute: bound, relative: bound };
        assert_close(&measure.name(), actual.iter().copied(), expected, tolerance);
    }
    let level = level(samples, &LevelParams::default()).unwrap();
    let expected = clip.measures["level"].iter().copied();
    assert_close("level", level.iter().copied(), expected, Tolerance::absolute(1e-5));
}

/// Share of frames, of those with a pitch in both, that lie more than 20 % apart.
fn gross_errors(actual: &[f32], expected: &[f32]) -> f64 {
    let both: Vec<_> =
        actual.iter().zip(expected).filter(|(a, e)| **a > 0.0 && **e > 0.0).collect();
    let gross = both.iter().filter(|(a, e)| (*a / *e - 1.0).abs() > 0.2).count();
    gross as f64 / both.len() as f64
}

/// The pitch in Hz, 0 where the clip is not voiced.
fn voiced_pitch(samples: &[f32]) -> Vec<f32> {
    let track = pitch_track(samples, SR, &PitchParams::default()).unwrap();
    let frames = track.hz().zip(&track.periodicity);
    frames.map(|(hz, &periodicity)| if periodicity > 0.45 { hz } else { 0.0 }).collect()
}

#[test]
fn the_pitch_of_a_synthetic_voice_is_found() {
    let clip: Clip = golden("descriptors/voice");
    let pitch = voiced_pitch(&clip.samples());
    assert_eq!(pitch.len(), clip.pyin.len());
    // Half a frame at either end sees zeros.
    let inside = 3..pitch.len() - 3;
    let expected = clip.f0[inside.clone()].iter().copied();
    let tolerance = Tolerance::relative(0.01);
    assert_close("pitch", pitch[inside].iter().copied(), expected, tolerance);
}

#[test]
fn the_pitch_of_synthesised_speech_is_pyins() {
    let clip: Clip = golden("descriptors/espeak");
    let pitch = voiced_pitch(&clip.samples());
    assert!(gross_errors(&pitch, &clip.pyin) <= 0.02, "{}", gross_errors(&pitch, &clip.pyin));
    let voicing = pitch.iter().zip(&clip.pyin).filter(|(a, e)| (**a > 0.0) != (**e > 0.0)).count();
    let share = voicing as f64 / pitch.len() as f64;
    assert!(share <= 0.15, "{share} of the frames are voiced in one track alone");
}

#[test]
fn pitch_and_periodicity_do_not_depend_on_gain() {
    let clip: Clip = golden("descriptors/espeak");
    let samples = clip.samples();
    let quiet: Vec<f32> = samples.iter().map(|x| x / 1024.0).collect();
    let params = PitchParams::default();
    assert_eq!(pitch_track(&samples, SR, &params), pitch_track(&quiet, SR, &params));
}

#[test]
fn silence_has_no_periodicity() {
    let track = pitch_track(&[0.0; 4000], SR, &PitchParams::default()).unwrap();
    assert!(track.periodicity.iter().all(|&periodicity| periodicity == 0.0));
    assert!(track.hz().all(|hz| (hz - 60.0).abs() < 1e-3));
}
