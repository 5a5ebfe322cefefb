//! Clips that are too long to keep their spectra.
// A failure here ends the test.
#![allow(clippy::unwrap_used)]

use emo_dsp_features::*;
use emo_fixtures::{Tolerance, assert_close};
use ndarray::Axis;

const SR: u32 = 22050;

/// Frames whose spectra are kept.
const KEPT: usize = 4096;

fn stft() -> StftParams {
    StftParams::default().n_fft(512).hop_length(64)
}

/// Tones of `hz`, 1.5 `hz` and 2.2 `hz` for each pitch and number of samples.
fn tones(parts: &[(f32, usize)]) -> Vec<f32> {
    let mut samples = Vec::new();
    for &(hz, n) in parts {
        let step = hz * std::f32::consts::TAU / SR as f32;
        samples.extend((0..n).map(|t| {
            let wave = |k: f32| 0.1 * (t as f32 * step * k).sin();
            wave(1.0) + wave(1.5) + wave(2.2)
        }));
    }
    samples
}

#[test]
fn a_clip_whose_tuning_changes_has_the_chroma_of_the_tuning_of_the_whole() {
    let n = KEPT * 64;
    let same = tones(&[(443.0, n), (443.0, n)]);
    let changing = tones(&[(443.0, n), (600.0, 2 * n)]);
    for (samples, changes) in [(same, false), (changing, true)] {
        let power = Stft::new(&stft()).unwrap().spectrogram(&samples, 2.0).unwrap();
        let (beginning, _) = power.view().split_at(Axis(0), KEPT);
        let tuning = |s| {
            estimate_tuning(s, SR, &TuningParams::default(), &PiptrackParams::default()).unwrap()
        };
        let whole = tuning(power.view());
        assert_eq!(whole != tuning(beginning), changes);
        let chroma = |params: ChromaParams| {
            let config = FeatureConfig::default()
                .stft(stft())
                .descriptors(vec![Descriptor::ChromaStft(params)]);
            FeatureExtractor::new(config).unwrap().descriptors(&samples).unwrap().remove(0).values
        };
        let estimated = chroma(ChromaParams::default());
        let given = chroma(ChromaParams::default().tuning(Some(whole)));
        let stage = chroma_stft(power.view(), SR, &ChromaParams::default()).unwrap();
        for (what, other) in [("given tuning", given), ("stage", stage)] {
            let (estimated, other) = (estimated.iter().copied(), other.iter().copied());
            assert_close(what, estimated, other, Tolerance::EXACT);
        }
    }
}
