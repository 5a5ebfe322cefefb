//! How far a recording is tuned from A = 440 Hz (librosa 0.11, `core.estimate_tuning`).

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::descriptor::piptrack::{PeakFinder, PiptrackParams};
use crate::error::{Error, Result, require};
use crate::kernel::lanes::for_each_tile;
use crate::params::setters;
use crate::transform::frequency::{linspace, n_fft_of};

/// Parameters of [`estimate_tuning`] and [`pitch_tuning`], with librosa's names and defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TuningParams {
    /// Step of the estimate in fractions of a bin, 1e-4 to 1. Default 0.01.
    pub resolution: f64,
    /// Bins an octave. Default 12: semitones.
    pub bins_per_octave: usize,
}

setters!(TuningParams { resolution: f64, bins_per_octave: usize });

impl Default for TuningParams {
    fn default() -> Self {
        Self { resolution: 0.01, bins_per_octave: 12 }
    }
}

impl TuningParams {
    fn check(&self) -> Result<()> {
        let range = (1e-4..=1.0).contains(&self.resolution);
        require(range, "resolution", "1e-4 to 1", self.resolution)?;
        check::filters("bins_per_octave", self.bins_per_octave)
    }
}

/// Counts of how far pitches lie from the nearest bin of the equal-tempered scale.
struct Histogram {
    edges: Vec<f64>,
    counts: Vec<u32>,
    bins_per_octave: f32,
}

impl Histogram {
    fn new(params: &TuningParams) -> Self {
        let bins = (1.0 / params.resolution).ceil() as usize;
        Self {
            edges: linspace(-0.5, 0.5, bins + 1).collect(),
            counts: vec![0; bins],
            bins_per_octave: params.bins_per_octave as f32,
        }
    }

    /// Counts one pitch in Hz, rounded to `f32` where librosa's arrays are.
    fn add(&mut self, pitch: f32) {
        let octaves = f64::from(pitch / 27.5).log2() as f32;
        let residual = (self.bins_per_octave * octaves).rem_euclid(1.0);
        let residual = f64::from(if residual >= 0.5 { residual - 1.0 } else { residual });
        // An edge belongs to the bin above it, but for the last.
        let last = self.counts.len() - 1;
        let mut bin = (((residual + 0.5) * self.counts.len() as f64) as usize).min(last);
        while bin < last && residual >= self.edges[bin + 1] {
            bin += 1;
        }
        while bin > 0 && residual < self.edges[bin] {
            bin -= 1;
        }
        self.counts[bin] += 1;
    }

    /// The lower edge of the fullest bin, the first among equals.
    fn peak(&self) -> f64 {
        let mut best = 0;
        for (bin, &count) in self.counts.iter().enumerate() {
            if count > self.counts[best] {
                best = bin;
            }
        }
        self.edges[best]
    }
}

/// The tuning of a set of frequencies in Hz, from -0.5 to 0.5 of a bin.
///
/// Frequencies that are not above zero are left out; 0 where none is left (librosa warns).
///
/// # Errors
///
/// Parameters out of range, a frequency that is not finite.
///
/// ```
/// use emo_dsp_features::{TuningParams, pitch_tuning};
/// let sharp = [220.0, 440.0, 880.0].map(|hz: f32| hz * 2.0_f32.powf(0.255 / 12.0));
/// assert_eq!(pitch_tuning(&sharp, &TuningParams::default())?, 0.25);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn pitch_tuning(frequencies: &[f32], params: &TuningParams) -> Result<f64> {
    params.check()?;
    if let Some((index, &value)) = frequencies.iter().enumerate().find(|(_, f)| !f.is_finite()) {
        let expected = "a finite frequency".to_owned();
        return Err(Error::BadValue { what: "frequencies", index, value, expected });
    }
    let mut histogram = Histogram::new(params);
    let mut audible = frequencies.iter().copied().filter(|&hz| hz > 0.0).peekable();
    if audible.peek().is_none() {
        return Ok(0.0);
    }
    audible.for_each(|hz| histogram.add(hz));
    Ok(histogram.peak())
}

/// The peaks of one clip, as pitch and magnitude.
#[derive(Clone, Debug, Default)]
pub(crate) struct Peaks {
    pitches: Vec<f32>,
    magnitudes: Vec<f32>,
}

impl Peaks {
    pub(crate) fn clear(&mut self) {
        self.pitches.clear();
        self.magnitudes.clear();
    }

    pub(crate) fn push(&mut self, pitch: f32, magnitude: f32) {
        if pitch > 0.0 {
            self.pitches.push(pitch);
            self.magnitudes.push(magnitude);
        }
    }

    /// The tuning of the peaks that are at least as high as the median.
    pub(crate) fn tuning(&self, params: &TuningParams) -> f64 {
        let Some(threshold) = median(self.magnitudes.clone()) else { return 0.0 };
        let mut histogram = Histogram::new(params);
        for (&pitch, &magnitude) in self.pitches.iter().zip(&self.magnitudes) {
            if magnitude >= threshold {
                histogram.add(pitch);
            }
        }
        histogram.peak()
    }
}

/// The median; of an even number of values the mean of the two in the middle.
fn median(mut values: Vec<f32>) -> Option<f32> {
    let half = values.len() / 2;
    let odd = values.len() % 2 == 1;
    if values.is_empty() {
        return None;
    }
    let (below, &mut upper, _) = values.select_nth_unstable_by(half, f32::total_cmp);
    let lower = below.iter().copied().max_by(f32::total_cmp);
    Some(if odd { upper } else { lower.map_or(upper, |lower| (lower + upper) / 2.0) })
}

/// The tuning of a spectrogram `s` (frames × bins, power as [`crate::chroma_stft`] has it, or
/// magnitude), from -0.5 to 0.5 of a bin; 0 where it has no peaks.
///
/// # Errors
///
/// Parameters out of range; values of `s` that are negative or not finite.
pub fn estimate_tuning(
    s: ArrayView2<'_, f32>,
    sr: u32,
    params: &TuningParams,
    piptrack: &PiptrackParams,
) -> Result<f64> {
    params.check()?;
    check::spectrogram(s)?;
    let finder = PeakFinder::new(sr, n_fft_of(s), piptrack)?;
    let mut peaks = Peaks::default();
    for_each_tile(s, |tile| {
        finder.each_peak(&tile.bins, |peak| peaks.push(peak.pitch, peak.magnitude));
    });
    Ok(peaks.tuning(params))
}
