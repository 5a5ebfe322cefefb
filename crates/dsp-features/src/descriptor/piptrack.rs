//! Spectral peaks with interpolated frequency (librosa 0.11, `core.piptrack`).

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Result, require};
use crate::kernel::lanes::{LANES, Lanes, Tile, for_each_tile, largest};
use crate::kernel::simd::vectorised;
use crate::params::setters;
use crate::transform::frequency::{fft_frequencies, n_fft_of};

/// Parameters of [`piptrack`], with librosa's names and defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PiptrackParams {
    /// Lowest frequency of a peak in Hz. Default 150.
    pub fmin: f64,
    /// Peaks lie below this frequency in Hz. Default 4000.
    pub fmax: f64,
    /// A peak is higher than this share of the largest value of its frame, 0 to 1.
    /// Default 0.1.
    pub threshold: f32,
}

setters!(PiptrackParams { fmin: f64, fmax: f64, threshold: f32 });

impl Default for PiptrackParams {
    fn default() -> Self {
        Self { fmin: 150.0, fmax: 4000.0, threshold: 0.1 }
    }
}

/// A spectral peak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Peak {
    pub(crate) lane: usize,
    pub(crate) bin: usize,
    /// Frequency in Hz.
    pub(crate) pitch: f32,
    /// Interpolated height.
    pub(crate) magnitude: f32,
}

/// Finds the peaks of tiles.
#[derive(Clone, Debug)]
pub(crate) struct PeakFinder {
    /// Bins that may be peaks.
    first: usize,
    end: usize,
    n_bins: usize,
    threshold: f32,
    sr: f64,
    n_fft: f64,
}

impl PeakFinder {
    pub(crate) fn new(sr: u32, n_fft: usize, params: &PiptrackParams) -> Result<Self> {
        let &PiptrackParams { fmin, fmax, threshold } = params;
        check::sample_rate(sr)?;
        require(fmin.is_finite(), "fmin", "a finite frequency", fmin)?;
        require(fmax.is_finite(), "fmax", "a finite frequency", fmax)?;
        let range = (0.0..=1.0).contains(&threshold);
        require(range, "threshold", "0 to 1", threshold)?;
        let n_bins = 1 + n_fft / 2;
        let (fmin, fmax) = (fmin.max(0.0), fmax.min(f64::from(sr) / 2.0));
        let frequencies = fft_frequencies(sr, n_fft);
        // Bin 0 has no left neighbour, and is never a peak.
        let first = frequencies.partition_point(|&hz| hz < fmin).max(1);
        let end = frequencies.partition_point(|&hz| hz < fmax).max(first);
        Ok(Self { first, end, n_bins, threshold, sr: f64::from(sr), n_fft: n_fft as f64 })
    }

    /// Shows `each` the peaks of a tile, bin by bin.
    pub(crate) fn each_peak(&self, bins: &[Lanes], mut each: impl FnMut(Peak)) {
        let bins = &bins[..self.n_bins];
        vectorised(
            #[inline(always)]
            || {
                let floor = largest(bins).map(|x| self.threshold * x);
                // The last bin has no right neighbour: zero takes its place.
                for bin in self.first..self.end {
                    let right = bins.get(bin + 1).copied().unwrap_or(Lanes::ZERO);
                    let found = peaks(&floor, &bins[bin - 1], &bins[bin], &right);
                    if found == 0 {
                        continue;
                    }
                    for lane in (0..LANES).filter(|lane| found >> (8 * lane) & 1 == 1) {
                        each(self.interpolate(bins, bin, lane));
                    }
                }
            },
        );
    }

    /// The peak at `bin`, moved to the top of the parabola through its neighbours.
    ///
    /// In the mixture of `f32` and `f64` that NumPy and Numba make of librosa's lines, since
    /// a rounding decides in which bin of the tuning histogram a peak falls.
    #[inline(always)]
    fn interpolate(&self, bins: &[Lanes], bin: usize, lane: usize) -> Peak {
        let (left, centre) = (bins[bin - 1].0[lane], bins[bin].0[lane]);
        let (shift, gradient) = match bins.get(bin + 1) {
            None => (0.0, centre - left),
            Some(right) => (shift(left, centre, right.0[lane]), (right.0[lane] - left) / 2.0),
        };
        Peak {
            lane,
            bin,
            pitch: ((bin as f64 + f64::from(shift)) * self.sr / self.n_fft) as f32,
            magnitude: centre + 0.5 * gradient * shift,
        }
    }
}

/// A byte of 1 for each lane in which `centre` is a peak.
#[inline(always)]
fn peaks(floor: &Lanes, left: &Lanes, centre: &Lanes, right: &Lanes) -> u128 {
    let mut found = [0_u8; LANES];
    for (lane, found) in found.iter_mut().enumerate() {
        let x = centre.0[lane];
        *found = u8::from((x > floor.0[lane]) & (x > left.0[lane]) & (x >= right.0[lane]));
    }
    u128::from_le_bytes(found)
}

/// Where the parabola through three neighbours has its top, -1 to 1; 0 where it is outside.
#[inline(always)]
fn shift(left: f32, centre: f32, right: f32) -> f32 {
    let a = f64::from(right + left) - 2.0 * f64::from(centre);
    let b = f64::from(right - left) / 2.0;
    if b.abs() >= a.abs() { 0.0 } else { (-b / a) as f32 }
}

/// Frequencies in Hz and heights of the spectral peaks of a spectrogram `s` (frames × bins):
/// two matrices of its shape, zero where there is no peak.
///
/// # Errors
///
/// Parameters out of range; values of `s` that are negative or not finite.
pub fn piptrack(
    s: ArrayView2<'_, f32>,
    sr: u32,
    params: &PiptrackParams,
) -> Result<(Array2<f32>, Array2<f32>)> {
    check::spectrogram(s)?;
    let finder = PeakFinder::new(sr, n_fft_of(s), params)?;
    let (mut pitches, mut magnitudes) = (Array2::zeros(s.dim()), Array2::zeros(s.dim()));
    let mut first = 0;
    for_each_tile(s, |Tile { bins, frames }| {
        finder.each_peak(bins, |peak| {
            pitches[[first + peak.lane, peak.bin]] = peak.pitch;
            magnitudes[[first + peak.lane, peak.bin]] = peak.magnitude;
        });
        first += frames;
    });
    Ok((pitches, magnitudes))
}
