//! Zero crossings (librosa 0.11, `feature.zero_crossing_rate`).

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Error, Result, require};
use crate::kernel::simd::vectorised;
use crate::params::setters;

/// Parameters of [`zero_crossing_rate`], with librosa's names and defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ZeroCrossingRateParams {
    /// Samples a frame. Default 2048.
    pub frame_length: usize,
    /// Samples between frames. Default 512.
    pub hop_length: usize,
    /// Whether frame `t` is centred on sample `t * hop_length`, beyond the ends the first and
    /// the last sample repeated. Default `true`.
    pub center: bool,
    /// Samples of no larger magnitude are zero, and zero counts as positive. Default 1e-10.
    pub threshold: f32,
    /// Whether the first sample of each frame counts as a crossing. Default `false`.
    pub pad: bool,
}

setters!(ZeroCrossingRateParams {
    frame_length: usize,
    hop_length: usize,
    center: bool,
    threshold: f32,
    pad: bool,
});

impl Default for ZeroCrossingRateParams {
    fn default() -> Self {
        Self { frame_length: 2048, hop_length: 512, center: true, threshold: 1e-10, pad: false }
    }
}

impl ZeroCrossingRateParams {
    pub(crate) fn check(&self) -> Result<()> {
        let &Self { frame_length, hop_length, threshold, .. } = self;
        let range = 1..=check::MAX_N_FFT;
        let expected = || format!("1 to {}", check::MAX_N_FFT);
        require(range.contains(&frame_length), "frame_length", expected(), frame_length)?;
        require(hop_length > 0, "hop_length", "at least 1", hop_length)?;
        let expected = "a finite number from 0";
        require(threshold >= 0.0 && threshold.is_finite(), "threshold", expected, threshold)
    }

    /// Samples before the first one that the first frame covers.
    pub(crate) fn padding(&self) -> usize {
        if self.center { self.frame_length / 2 } else { 0 }
    }

    pub(crate) fn n_frames(&self, n_samples: usize) -> Result<usize> {
        let padded = n_samples + 2 * self.padding();
        let Some(rest) = padded.checked_sub(self.frame_length) else {
            return Err(Error::TooShort { expected: self.frame_length, got: n_samples });
        };
        Ok(1 + rest / self.hop_length)
    }

    /// The places of the first and the last of `n_samples` samples that a frame covers.
    fn ends(&self, frame: usize, n_samples: usize) -> (usize, usize) {
        let last = n_samples.saturating_sub(1);
        let sample = |padded: usize| padded.saturating_sub(self.padding()).min(last);
        let start = frame * self.hop_length;
        (sample(start), sample(start + self.frame_length - 1))
    }

    fn rate_of(&self, count: u32) -> f32 {
        (f64::from(count + u32::from(self.pad)) / self.frame_length as f64) as f32
    }

    /// The rate of one frame of samples, of which there is at least one.
    pub(crate) fn rate(&self, samples: &[f32], frame: usize) -> f32 {
        let (first, last) = self.ends(frame, samples.len());
        let count = vectorised(
            #[inline(always)]
            || crossings(&samples[first..=last], self.threshold),
        );
        self.rate_of(count)
    }
}

/// The share of samples in each frame at which the sign changes, frames × 1, from 0 to 1.
///
/// # Errors
///
/// Empty or non-finite samples; sizes of zero; fewer samples than a frame where frames are
/// not centred.
///
/// ```
/// use emo_dsp_features::{ZeroCrossingRateParams, zero_crossing_rate};
/// let alternating = [0.5, -0.5].repeat(2048);
/// let rate = zero_crossing_rate(&alternating, &ZeroCrossingRateParams::default())?;
/// assert_eq!(rate.dim(), (9, 1));
/// assert_eq!(rate[[4, 0]], 2047.0 / 2048.0);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn zero_crossing_rate(samples: &[f32], params: &ZeroCrossingRateParams) -> Result<Array2<f32>> {
    params.check()?;
    check::samples(samples, f32::MAX)?;
    let frames = params.n_frames(samples.len())?;
    check::size(frames, 1)?;
    let (mut before, mut until) =
        (Crossings::new(samples, params), Crossings::new(samples, params));
    Ok(Array2::from_shape_fn((frames, 1), |(frame, _)| {
        let (first, last) = params.ends(frame, samples.len());
        let end = until.up_to(last);
        params.rate_of(end - before.up_to(first))
    }))
}

/// Counts the crossings of a clip from its beginning on.
struct Crossings<'a> {
    samples: &'a [f32],
    threshold: f32,
    at: usize,
    count: u32,
}

impl<'a> Crossings<'a> {
    fn new(samples: &'a [f32], params: &ZeroCrossingRateParams) -> Self {
        Self { samples, threshold: params.threshold, at: 0, count: 0 }
    }

    /// The number of crossings up to sample `end`, which must not lie before that of the last call.
    fn up_to(&mut self, end: usize) -> u32 {
        let part = &self.samples[self.at..=end];
        self.count += vectorised(
            #[inline(always)]
            || crossings(part, self.threshold),
        );
        self.at = end;
        self.count
    }
}

/// How many samples but the last are followed by one of another sign.
#[inline(always)]
fn crossings(samples: &[f32], threshold: f32) -> u32 {
    let below = |x: f32| x < -threshold;
    let pairs = samples.iter().zip(&samples[1..]);
    pairs.map(|(&a, &b)| u32::from(below(a) != below(b))).sum()
}
