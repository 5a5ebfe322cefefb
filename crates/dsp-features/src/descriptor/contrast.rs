//! Spectral contrast (librosa 0.11, `feature.spectral_contrast`; Jiang et al., ICME 2002).

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Result, require};
use crate::kernel::extremes::extremes;
use crate::kernel::lanes::{Lanes, for_each_tile, to_frames};
use crate::kernel::simd::vectorised;
use crate::params::setters;
use crate::transform::decibel::{limit_rows, rows_to_db, rows_to_unlimited_db};
use crate::transform::frequency::{fft_frequencies, n_fft_of};

/// Parameters of [`spectral_contrast`], with librosa's names and defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContrastParams {
    /// Upper end in Hz of the lowest band; each further band is an octave. Default 200.
    pub fmin: f64,
    /// Number of bands above the lowest. Default 6.
    pub n_bands: usize,
    /// Share of a band's bins that make its peak and its valley, 0 to 1. Default 0.02.
    pub quantile: f64,
    /// The difference of peak and valley in place of that in dB. Default `false`.
    pub linear: bool,
}

setters!(ContrastParams { fmin: f64, n_bands: usize, quantile: f64, linear: bool });

impl Default for ContrastParams {
    fn default() -> Self {
        Self { fmin: 200.0, n_bands: 6, quantile: 0.02, linear: false }
    }
}

/// Whether a spectrogram holds magnitudes or their squares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    Magnitude,
    Power,
}

/// The bins of one band, and how many of them make its peak and its valley.
#[derive(Clone, Debug, PartialEq)]
struct Band {
    bins: std::ops::Range<usize>,
    count: usize,
}

/// Measures the contrast of clips.
#[derive(Clone, Debug)]
pub(crate) struct ContrastPlan {
    bands: Vec<Band>,
    linear: bool,
    scale: Scale,
}

/// Peaks and valleys of one clip, one row a band and tile.
#[derive(Clone, Debug, Default)]
pub(crate) struct ContrastClip {
    peaks: Vec<Lanes>,
    valleys: Vec<Lanes>,
}

impl ContrastClip {
    pub(crate) fn clear(&mut self) {
        self.peaks.clear();
        self.valleys.clear();
    }
}

impl ContrastPlan {
    pub(crate) fn new(
        sr: u32,
        n_fft: usize,
        params: &ContrastParams,
        scale: Scale,
    ) -> Result<Self> {
        let &ContrastParams { fmin, n_bands, quantile, linear } = params;
        check::sample_rate(sr)?;
        check::above("fmin", fmin, 0.0)?;
        require((1..=64).contains(&n_bands), "n_bands", "1 to 64", n_bands)?;
        let inside = quantile > 0.0 && quantile < 1.0;
        require(inside, "quantile", "a number between 0 and 1", quantile)?;
        let mut edges = vec![0.0];
        edges.extend((0..=n_bands).map(|octave| fmin * 2.0_f64.powi(octave as i32)));
        let nyquist = 0.5 * f64::from(sr);
        let expected = || format!("bands that begin below {nyquist} Hz; reduce fmin or n_bands");
        let top = edges[n_bands];
        require(top < nyquist, "fmin * 2^(n_bands - 1)", expected(), top)?;
        let frequencies = fft_frequencies(sr, n_fft);
        let bands = (0..=n_bands)
            .map(|band| Band::new(&frequencies, &edges[band..band + 2], band, n_bands, quantile));
        Ok(Self { bands: bands.collect::<Result<_>>()?, linear, scale })
    }

    pub(crate) fn push(&self, clip: &mut ContrastClip, bins: &[Lanes]) {
        match self.scale {
            Scale::Magnitude => vectorised(
                #[inline(always)]
                || self.measure(clip, bins, |x| x),
            ),
            Scale::Power => vectorised(
                #[inline(always)]
                || self.measure(clip, bins, f32::sqrt),
            ),
        }
    }

    #[inline(always)]
    fn measure(
        &self,
        clip: &mut ContrastClip,
        bins: &[Lanes],
        magnitude: impl Fn(f32) -> f32 + Copy,
    ) {
        for Band { bins: range, count } in &self.bands {
            let (low, high) = extremes(&bins[range.clone()], *count, magnitude);
            clip.valleys.push(low.map(|sum| sum / *count as f32));
            clip.peaks.push(high.map(|sum| sum / *count as f32));
        }
    }

    pub(crate) fn finish(&self, clip: &mut ContrastClip, frames: usize) -> Array2<f32> {
        let ContrastClip { peaks, valleys } = clip;
        if !self.linear {
            rows_to_db(peaks);
            rows_to_db(valleys);
        }
        subtract(peaks, valleys);
        to_frames(peaks, self.bands.len(), frames)
    }

    /// Whether a frame depends on the largest values of the clip.
    pub(crate) fn is_limited(&self) -> bool {
        !self.linear
    }

    /// The largest peak and the largest valley of a tile in dB.
    pub(crate) fn largest(&self, clip: &mut ContrastClip, bins: &[Lanes]) -> [f32; 2] {
        clip.clear();
        self.push(clip, bins);
        [&mut clip.peaks, &mut clip.valleys].map(|rows| rows_to_unlimited_db(rows))
    }

    /// Appends the contrast of a tile of a clip with these largest values.
    pub(crate) fn of_tile(
        &self,
        clip: &mut ContrastClip,
        bins: &[Lanes],
        largest: [f32; 2],
        out: &mut Vec<Lanes>,
    ) {
        clip.clear();
        self.push(clip, bins);
        if !self.linear {
            for (rows, largest) in [&mut clip.peaks, &mut clip.valleys].into_iter().zip(largest) {
                rows_to_unlimited_db(rows);
                limit_rows(rows, largest);
            }
        }
        subtract(&mut clip.peaks, &clip.valleys);
        out.extend_from_slice(&clip.peaks);
    }
}

fn subtract(peaks: &mut [Lanes], valleys: &[Lanes]) {
    for (peak, &valley) in peaks.iter_mut().zip(valleys) {
        *peak = peak.zip(valley, |peak, valley| peak - valley);
    }
}

impl Band {
    /// As librosa cuts bands: from the bin before the first inside, to the one before the last
    /// inside, the lowest from its own first, the highest to the end of the spectrum.
    fn new(
        frequencies: &[f64],
        edges: &[f64],
        band: usize,
        n_bands: usize,
        quantile: f64,
    ) -> Result<Self> {
        let first = frequencies.partition_point(|&hz| hz < edges[0]);
        let inside = frequencies.partition_point(|&hz| hz <= edges[1]);
        let start = if band == 0 { first } else { first.saturating_sub(1) };
        let end = if band == n_bands { frequencies.len() } else { inside.saturating_sub(1) };
        let members = if band == n_bands { end - start } else { inside.max(start) - start };
        let expected =
            || format!("a band of at least two bins from {} to {} Hz", edges[0], edges[1]);
        let got = format!("{} bins", inside.saturating_sub(first));
        require(first < inside && start < end, "n_fft", expected(), got)?;
        let count = (quantile * members as f64).round_ties_even().max(1.0) as usize;
        Ok(Self { bins: start..end, count: count.min(end - start) })
    }
}

/// The contrast of each octave band of a magnitude spectrogram `s` (frames × bins, power 1),
/// in dB: the mean of its largest values over that of its smallest, frames × `n_bands + 1`.
///
/// # Errors
///
/// Bands beyond half the sample rate, or too narrow to hold a bin; parameters out of range;
/// values of `s` that are negative or not finite.
pub fn spectral_contrast(
    s: ArrayView2<'_, f32>,
    sr: u32,
    params: &ContrastParams,
) -> Result<Array2<f32>> {
    check::spectrogram(s)?;
    let plan = ContrastPlan::new(sr, n_fft_of(s), params, Scale::Magnitude)?;
    let mut clip = ContrastClip::default();
    for_each_tile(s, |tile| plan.push(&mut clip, &tile.bins));
    Ok(plan.finish(&mut clip, s.nrows()))
}
