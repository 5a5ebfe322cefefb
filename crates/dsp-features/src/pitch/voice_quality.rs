//! How a voice sounds: jitter, shimmer, and the balance of its first harmonics, as eGeMAPS has
//! them (Eyben et al., IEEE Transactions on Affective Computing 7(2), 2016).

use std::f64::consts::TAU;

use ndarray::Array2;

use crate::check;
use crate::error::Result;
use crate::pitch::pulses::{find_pulses, jitter_local, shimmer_local_db};
use crate::set::preparation::{Prepared, Voicing, followed};

/// Half of the 60 ms in which eGeMAPS looks at a voice, in seconds.
const HALF_WINDOW: f64 = 0.03;

/// Jitter (local) and shimmer (local, dB) of the periods within 30 ms of each frame; frames × 2,
/// 0 where there is no voice.
pub(crate) fn perturbation(prepared: &Prepared<'_>, sr: u32, hop: usize) -> Array2<f32> {
    let pulses = find_pulses(prepared, sr, hop);
    let mut frames = Array2::zeros((prepared.voiced.len(), 2));
    for (t, mut frame) in frames.outer_iter_mut().enumerate() {
        let centre = (t * hop) as f64 / f64::from(sr);
        let from = pulses.partition_point(|pulse| pulse.seconds < centre - HALF_WINDOW);
        let to = pulses.partition_point(|pulse| pulse.seconds <= centre + HALF_WINDOW);
        if prepared.voiced.get(t) == Some(&true) {
            let near = pulses.get(from..to).unwrap_or_default();
            frame[0] = jitter_local(near) as f32;
            frame[1] = shimmer_local_db(near) as f32;
        }
    }
    frames
}

/// The first harmonic over the second, in dB, of each frame; frames × 1, 0 where there is no
/// voice. A frame is as long as the pitch tracker's, under a Hann window.
pub(crate) fn h1_h2(prepared: &Prepared<'_>, sr: u32, voicing: &Voicing) -> Array2<f32> {
    let Prepared { samples, pitch, voiced, .. } = prepared;
    let length = voicing.pitch.frame_length;
    let window: Vec<f64> =
        (0..length).map(|i| 0.5 - 0.5 * (TAU * (i as f64 + 0.5) / length as f64).cos()).collect();
    let mut frames = Array2::zeros((voiced.len(), 1));
    for ((t, hz), &voiced) in pitch.hz().enumerate().zip(voiced) {
        if !voiced {
            continue;
        }
        let centre = t * voicing.pitch.hop_length;
        let before = (length / 2).saturating_sub(centre);
        let inside =
            samples.get((centre + before).saturating_sub(length / 2)..).unwrap_or_default();
        let window = window.get(before..).unwrap_or_default();
        let step = TAU * f64::from(hz) / f64::from(sr);
        let power = |harmonic: f64| power_at(inside, window, harmonic * step).max(1e-30);
        frames[[t, 0]] = (10.0 * (power(1.0) / power(2.0)).log10()) as f32;
    }
    frames
}

/// The power of windowed samples at a frequency in radians a sample (Goertzel, 1958).
fn power_at(samples: &[f32], window: &[f64], step: f64) -> f64 {
    let twice = 2.0 * step.cos();
    let (mut now, mut before) = (0.0, 0.0);
    for (&x, w) in samples.iter().zip(window) {
        (now, before) = (f64::from(x) * w + twice * now - before, now);
    }
    now * now + before * before - twice * now * before
}

/// The first harmonic of the voice over the second, in dB, frame by frame; frames × 1, and 0
/// where there is no voice.
///
/// Frames are those of the pitch tracker in `voicing`. Breathy voices have a strong first
/// harmonic, pressed ones a weak one.
///
/// # Errors
///
/// Empty or non-finite samples, parameters out of range.
///
/// ```
/// use emo_dsp_features::{Voicing, harmonic_difference};
/// let wave = |t: f32| 0.2 * (t * 0.07).sin() + 0.1 * (t * 0.14).sin();
/// let samples: Vec<f32> = (0..8000).map(|t| wave(t as f32)).collect();
/// let db = harmonic_difference(&samples, 16000, &Voicing::default())?;
/// assert!((db[[25, 0]] - 6.02).abs() < 0.1);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn harmonic_difference(samples: &[f32], sr: u32, voicing: &Voicing) -> Result<Array2<f32>> {
    check::samples(samples, check::sample_limit(2 * voicing.pitch.frame_length))?;
    Ok(h1_h2(&followed(samples, sr, voicing)?, sr, voicing))
}
