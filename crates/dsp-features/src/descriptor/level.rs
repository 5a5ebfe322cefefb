//! Level: the mean power of each frame of samples (librosa 0.11, `feature.rms`, in dB).

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Result, require};
use crate::kernel::simd::vectorised;
use crate::kernel::sums::sum_of_squares;
use crate::params::setters;
use crate::transform::decibel::decibels;

/// Parameters of [`level`], with librosa's names; the defaults are 25 ms every 10 ms at 16 kHz.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct LevelParams {
    /// Samples a frame. Default 400.
    pub frame_length: usize,
    /// Samples between frames. Default 160.
    pub hop_length: usize,
}

setters!(LevelParams { frame_length: usize, hop_length: usize });

impl Default for LevelParams {
    fn default() -> Self {
        Self { frame_length: 400, hop_length: 160 }
    }
}

impl LevelParams {
    pub(crate) fn check(&self) -> Result<()> {
        let &Self { frame_length, hop_length } = self;
        let expected = format!("1 to {}", check::MAX_N_FFT);
        let ok = (1..=check::MAX_N_FFT).contains(&frame_length);
        require(ok, "frame_length", expected, frame_length)?;
        require(hop_length > 0, "hop_length", "at least 1", hop_length)
    }

    /// The mean square of each frame.
    pub(crate) fn powers(&self, samples: &[f32]) -> Vec<f32> {
        mean_squares(samples, self.frame_length, self.hop_length, self.frame_length / 2)
    }

    /// The mean square of one frame.
    pub(crate) fn power(&self, samples: &[f32], frame: usize) -> f32 {
        let &Self { frame_length, hop_length } = self;
        vectorised(
            #[inline(always)]
            || mean_square(samples, frame * hop_length, frame_length, frame_length / 2),
        )
    }

    pub(crate) fn n_frames(&self, n_samples: usize) -> usize {
        n_frames(n_samples, self.frame_length, self.hop_length, self.frame_length / 2)
    }

    pub(crate) fn frames(&self, samples: &[f32]) -> Array2<f32> {
        let powers = self.powers(samples);
        Array2::from_shape_fn((powers.len(), 1), |(frame, _)| level_of(powers[frame]))
    }
}

/// The level in dB of a mean square.
pub(crate) fn level_of(power: f32) -> f32 {
    decibels(f32::max(power, AMIN))
}

fn n_frames(n_samples: usize, frame_length: usize, hop_length: usize, padding: usize) -> usize {
    1 + (n_samples + 2 * padding).saturating_sub(frame_length) / hop_length
}

/// The mean square of the frame that starts at sample `start` of the padded samples.
#[inline(always)]
fn mean_square(samples: &[f32], start: usize, frame_length: usize, padding: usize) -> f32 {
    let from = start.saturating_sub(padding).min(samples.len());
    let end = (start + frame_length).saturating_sub(padding);
    sum_of_squares(&samples[from..end.min(samples.len())]) / frame_length as f32
}

/// The mean square of each frame of `samples` with `padding` zeros at both ends.
pub(crate) fn mean_squares(
    samples: &[f32],
    frame_length: usize,
    hop_length: usize,
    padding: usize,
) -> Vec<f32> {
    let mut powers = vec![0.0; n_frames(samples.len(), frame_length, hop_length, padding)];
    vectorised(
        #[inline(always)]
        || {
            for (frame, power) in powers.iter_mut().enumerate() {
                *power = mean_square(samples, frame * hop_length, frame_length, padding);
            }
        },
    );
    powers
}

/// Power that counts as silence: -100 dB.
const AMIN: f32 = 1e-10;

/// The level of each frame in dB, 10 log₁₀ of the mean square, at least -100; frames × 1.
///
/// Frame `t` is centred on sample `t * hop_length`; beyond the ends are zeros. It is twice
/// `10 log₁₀` of librosa's `feature.rms`.
///
/// # Errors
///
/// Empty or non-finite samples; sizes of zero.
///
/// ```
/// use emo_dsp_features::{LevelParams, level};
/// let db = level(&[0.1; 1600], &LevelParams::default())?;
/// assert_eq!(db.dim(), (11, 1));
/// assert!((db[[5, 0]] + 20.0).abs() < 1e-4);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn level(samples: &[f32], params: &LevelParams) -> Result<Array2<f32>> {
    params.check()?;
    check::samples(samples, check::sample_limit(params.frame_length.max(2)))?;
    check::size(samples.len() / params.hop_length + 1, 1)?;
    Ok(params.frames(samples))
}
