//! The root of the mean square of each frame.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::check;
use crate::descriptor::level::mean_squares;
use crate::error::{Error, Result, require};
use crate::params::setters;

/// Parameters of [`rms`], with librosa's names and defaults. Padding is with zeros
/// (`pad_mode="constant"`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RmsParams {
    /// Samples per frame. Default 2048.
    pub frame_length: usize,
    /// Samples between frames. Default 512.
    pub hop_length: usize,
    /// Whether frame `t` is centred on sample `t * hop_length`, beyond the ends zeros, or starts
    /// there. Default `true`.
    pub center: bool,
}

setters!(RmsParams { frame_length: usize, hop_length: usize, center: bool });

impl Default for RmsParams {
    fn default() -> Self {
        Self { frame_length: 2048, hop_length: 512, center: true }
    }
}

/// The root of the mean square of each frame of a mono clip, frames × 1
/// (librosa 0.11, `feature.rms` with `y`).
///
/// # Errors
///
/// Empty or non-finite samples; sizes of zero; fewer samples than a frame where frames are not
/// centred.
///
/// ```
/// use emo_dsp_features::{RmsParams, rms};
/// let values = rms(&[0.5; 4096], &RmsParams::default())?;
/// assert_eq!(values.dim(), (9, 1));
/// assert_eq!(values[[4, 0]], 0.5);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn rms(samples: &[f32], params: &RmsParams) -> Result<Array2<f32>> {
    let &RmsParams { frame_length, hop_length, center } = params;
    let expected = || format!("1 to {}", check::MAX_N_FFT);
    let range = 1..=check::MAX_N_FFT;
    require(range.contains(&frame_length), "frame_length", expected(), frame_length)?;
    require(hop_length > 0, "hop_length", "at least 1", hop_length)?;
    check::samples(samples, check::sample_limit(frame_length.max(2)))?;
    let padding = if center { frame_length / 2 } else { 0 };
    if samples.len() + 2 * padding < frame_length {
        return Err(Error::TooShort { expected: frame_length, got: samples.len() });
    }
    check::size(samples.len() / hop_length + 1, 1)?;
    let powers = mean_squares(samples, frame_length, hop_length, padding);
    Ok(Array2::from_shape_fn((powers.len(), 1), |(frame, _)| powers[frame].sqrt()))
}

/// The same from a magnitude spectrogram `s` (frames × bins, power 1) whose frames had
/// `frame_length` samples, by Parseval's theorem (librosa 0.11, `feature.rms` with `S`).
///
/// A window changes the result: for the root of the samples' mean square it has to be rectangular.
///
/// # Errors
///
/// When the number of bins is not `1 + frame_length / 2`; values of `s` that are negative or not
/// finite.
pub fn rms_of_spectrogram(s: ArrayView2<'_, f32>, frame_length: usize) -> Result<Array2<f32>> {
    check::spectrogram(s)?;
    let expected = 1 + frame_length / 2;
    let got = format!("{frame_length} for {} bins", s.ncols());
    let message = || format!("{} or {}", 2 * s.ncols() - 2, 2 * s.ncols() - 1);
    require(s.ncols() == expected, "frame_length", message(), got)?;
    let length = frame_length as f64;
    Ok(Array2::from_shape_fn((s.nrows(), 1), |(frame, _)| {
        let mut sum = 0.0;
        for (bin, &magnitude) in s.row(frame).iter().enumerate() {
            // The other bins are there twice in the spectrum of real samples.
            let is_single = bin == 0 || (frame_length.is_multiple_of(2) && bin + 1 == s.ncols());
            let weight = if is_single { 1.0 } else { 2.0 };
            sum += weight * f64::from(magnitude) * f64::from(magnitude);
        }
        (sum.sqrt() / length) as f32
    }))
}
