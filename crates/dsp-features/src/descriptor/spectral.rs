//! Scalar measures of a power spectrum: centre, width, shape, balance and change.

use std::ops::Range;

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::check;
use crate::descriptor::flux::FluxClip;
use crate::error::{Result, require};
use crate::kernel::lanes::{Lanes, for_each_tile, largest, to_frames, total};
use crate::kernel::simd::vectorised;
use crate::transform::decibel::decibels;
use crate::transform::frequency::{fft_frequencies, n_fft_of};

/// A measure of the power spectrum of a frame: one number per frame.
///
/// The first four are librosa 0.11's, given the power spectrogram as `S`. The balances and
/// slopes are those of the Geneva minimalistic parameter set (Eyben et al., IEEE Transactions on
/// Affective Computing 7(2), 2016).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SpectralMeasure {
    /// Mean frequency in Hz, weighted by power; 0 in silence (`spectral_centroid`).
    Centroid,
    /// Standard deviation of frequency in Hz, weighted by power (`spectral_bandwidth`, p = 2).
    Bandwidth,
    /// Lowest frequency in Hz below which lies this share of the power, between 0 and 1
    /// (`spectral_rolloff`).
    Rolloff(f64),
    /// Geometric over arithmetic mean of the power, at least 1e-10 a bin; 0 to 1
    /// (`spectral_flatness`).
    Flatness,
    /// Euclidean distance of the magnitude spectrum from that of the frame before, both of unit
    /// norm; 0 to √2, 0 in the first frame (Tzanetakis and Cook, 2002).
    Flux,
    /// Power from 50 to 1000 Hz over that from 1 to 5 kHz, in dB.
    AlphaRatio,
    /// Strongest bin below 2 kHz over the strongest from 2 to 5 kHz, in dB.
    HammarbergIndex,
    /// Slope of the line through the spectrum in dB, in dB per kHz.
    Slope {
        /// Lower end in Hz, included.
        low: f64,
        /// Upper end in Hz, not included.
        high: f64,
    },
}

impl SpectralMeasure {
    /// The name of its column: `centroid`, `rolloff_25`, `slope_0_500` and so on.
    pub fn name(self) -> String {
        match self {
            Self::Centroid => "centroid".to_owned(),
            Self::Bandwidth => "bandwidth".to_owned(),
            Self::Rolloff(share) => format!("rolloff_{}", share * 100.0),
            Self::Flatness => "flatness".to_owned(),
            Self::Flux => "flux".to_owned(),
            Self::AlphaRatio => "alpha_ratio".to_owned(),
            Self::HammarbergIndex => "hammarberg".to_owned(),
            Self::Slope { low, high } => format!("slope_{low}_{high}"),
        }
    }
}

/// Least power of a bin or a band, as librosa's `amin`.
const AMIN: f32 = 1e-10;

/// A measure for spectra of one size.
#[derive(Clone, Debug)]
pub(crate) struct SpectralPlan {
    frequencies: Vec<f32>,
    kernel: Kernel,
}

#[derive(Clone, Debug)]
enum Kernel {
    Centroid,
    Bandwidth,
    Rolloff(f32),
    Flatness,
    Flux,
    SumRatio(Range<usize>, Range<usize>),
    PeakRatio(Range<usize>, Range<usize>),
    /// First bin, and the weight of each bin from there.
    Slope(usize, Vec<f32>),
}

/// The measure of one clip so far, one value per frame.
#[derive(Clone, Debug, Default)]
pub(crate) struct SpectralClip {
    rows: Vec<Lanes>,
    flux: FluxClip,
}

impl SpectralClip {
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.flux.clear();
    }

    pub(crate) fn finish(&self, frames: usize) -> Array2<f32> {
        to_frames(&self.rows, 1, frames)
    }
}

impl SpectralPlan {
    pub(crate) fn new(sr: u32, n_fft: usize, measure: SpectralMeasure) -> Result<Self> {
        check::sample_rate(sr)?;
        let hz = fft_frequencies(sr, n_fft);
        let band = |low: f64, high: f64, least: usize| {
            let below = |edge: f64| hz.partition_point(|&hz| hz < edge);
            let (from, to) = (below(low), below(high));
            let expected = format!("{least} bins from {low} to {high} Hz");
            require(from + least <= to, "n_fft", expected, to.saturating_sub(from))?;
            Ok(from..to)
        };
        let kernel = match measure {
            SpectralMeasure::Centroid => Kernel::Centroid,
            SpectralMeasure::Bandwidth => Kernel::Bandwidth,
            SpectralMeasure::Rolloff(share) => {
                let inside = share > 0.0 && share < 1.0;
                require(inside, "rolloff", "a number between 0 and 1", share)?;
                Kernel::Rolloff(share as f32)
            }
            SpectralMeasure::Flatness => Kernel::Flatness,
            SpectralMeasure::Flux => Kernel::Flux,
            SpectralMeasure::AlphaRatio => {
                Kernel::SumRatio(band(50.0, 1000.0, 1)?, band(1000.0, 5000.0, 1)?)
            }
            SpectralMeasure::HammarbergIndex => {
                Kernel::PeakRatio(band(0.0, 2000.0, 1)?, band(2000.0, 5000.0, 1)?)
            }
            SpectralMeasure::Slope { low, high } => {
                let bins = band(low, high, 2)?;
                Kernel::Slope(bins.start, regression_weights(&hz[bins]))
            }
        };
        Ok(Self { frequencies: hz.iter().map(|&hz| hz as f32).collect(), kernel })
    }

    /// Measures the frames of a tile.
    pub(crate) fn push(&self, clip: &mut SpectralClip, bins: &[Lanes]) {
        let bins = &bins[..self.frequencies.len()];
        let row = vectorised(
            #[inline(always)]
            || self.measure(bins, &mut clip.flux),
        );
        clip.rows.push(row);
    }

    /// Appends the measure of a tile, and keeps none in `clip`.
    pub(crate) fn of_tile(&self, clip: &mut SpectralClip, bins: &[Lanes], out: &mut Vec<Lanes>) {
        self.push(clip, bins);
        out.append(&mut clip.rows);
    }

    #[inline(always)]
    fn measure(&self, bins: &[Lanes], flux: &mut FluxClip) -> Lanes {
        match &self.kernel {
            Kernel::Centroid => self.centroid(bins),
            Kernel::Bandwidth => self.bandwidth(bins),
            Kernel::Rolloff(share) => self.rolloff(bins, *share),
            Kernel::Flatness => flatness(bins),
            Kernel::Flux => flux.distance(bins),
            Kernel::SumRatio(below, above) => {
                ratio(total(&bins[below.clone()]), total(&bins[above.clone()]))
            }
            Kernel::PeakRatio(below, above) => {
                ratio(largest(&bins[below.clone()]), largest(&bins[above.clone()]))
            }
            Kernel::Slope(first, weights) => slope(&bins[*first..], weights),
        }
    }

    #[inline(always)]
    fn centroid(&self, bins: &[Lanes]) -> Lanes {
        let mut moment = Lanes::ZERO;
        for (&hz, &bin) in self.frequencies.iter().zip(bins) {
            moment = moment.add_scaled(hz, bin);
        }
        moment.zip(total(bins), share)
    }

    #[inline(always)]
    fn bandwidth(&self, bins: &[Lanes]) -> Lanes {
        let centre = self.centroid(bins);
        let mut moment = Lanes::ZERO;
        for (&hz, &bin) in self.frequencies.iter().zip(bins) {
            let weighted = centre.zip(bin, |centre, power| (hz - centre) * (hz - centre) * power);
            moment = moment.zip(weighted, |sum, x| sum + x);
        }
        moment.zip(total(bins), |moment, total| share(moment, total).sqrt())
    }

    #[inline(always)]
    fn rolloff(&self, bins: &[Lanes], part: f32) -> Lanes {
        let threshold = total(bins).map(|total| part * total);
        let (mut sum, mut found) = (Lanes::ZERO, Lanes::ZERO);
        // The frequency goes up by one bin for each bin that still lies below the threshold.
        let step = self.frequencies[1];
        for &bin in bins {
            sum = sum.zip(bin, |sum, x| sum + x);
            let below = sum.zip(threshold, |sum, limit| if sum < limit { step } else { 0.0 });
            found = found.zip(below, |hz, step| hz + step);
        }
        found
    }
}

/// The weights that give the slope of a line through values at `hz`, per kHz.
fn regression_weights(hz: &[f64]) -> Vec<f32> {
    let mean = hz.iter().sum::<f64>() / hz.len() as f64;
    let squares: f64 = hz.iter().map(|hz| (hz - mean) * (hz - mean)).sum();
    hz.iter().map(|hz| ((hz - mean) / squares * 1000.0) as f32).collect()
}

#[inline(always)]
fn slope(bins: &[Lanes], weights: &[f32]) -> Lanes {
    let mut sum = Lanes::ZERO;
    for (&weight, &bin) in weights.iter().zip(bins) {
        sum = sum.add_scaled(weight, bin.map(floored_decibels));
    }
    sum
}

#[inline(always)]
fn share(part: f32, total: f32) -> f32 {
    if total < f32::MIN_POSITIVE { 0.0 } else { part / total }
}

#[inline(always)]
fn floored_decibels(power: f32) -> f32 {
    decibels(if power > AMIN { power } else { AMIN })
}

#[inline(always)]
fn ratio(below: Lanes, above: Lanes) -> Lanes {
    below.zip(above, |below, above| floored_decibels(below) - floored_decibels(above))
}

#[inline(always)]
fn flatness(bins: &[Lanes]) -> Lanes {
    let n = bins.len() as f32;
    let floored = |power: f32| if power > AMIN { power } else { AMIN };
    let (mut level, mut sum) = (Lanes::ZERO, Lanes::ZERO);
    for &bin in bins {
        level = level.zip(bin, |sum, power| sum + floored_decibels(power));
        sum = sum.zip(bin, |sum, power| sum + floored(power));
    }
    level.zip(sum, |level, sum| 10.0_f32.powf((level / n - decibels(sum / n)) / 10.0))
}

/// A measure of a power spectrogram `s` (frames × bins, power 2), frames × 1.
///
/// # Errors
///
/// A parameter out of range; a band without bins; values of `s` that are negative or not finite.
///
/// ```
/// use emo_dsp_features::{SpectralMeasure, spectral_measure};
/// let s = ndarray::array![[0.0, 1.0, 3.0, 0.0, 0.0]];
/// let centroid = spectral_measure(s.view(), 8000, SpectralMeasure::Centroid)?;
/// assert_eq!(centroid, ndarray::array![[1750.0]]);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn spectral_measure(
    s: ArrayView2<'_, f32>,
    sr: u32,
    measure: SpectralMeasure,
) -> Result<Array2<f32>> {
    check::spectrogram(s)?;
    let plan = SpectralPlan::new(sr, n_fft_of(s), measure)?;
    let mut clip = SpectralClip::default();
    for_each_tile(s, |tile| plan.push(&mut clip, &tile.bins));
    Ok(clip.finish(s.nrows()))
}
