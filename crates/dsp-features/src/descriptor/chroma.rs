//! Chroma: energy by pitch class (librosa 0.11, `filters.chroma` and `feature.chroma_stft`).

use std::sync::{Arc, OnceLock};

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::check;
use crate::descriptor::piptrack::{PeakFinder, PiptrackParams};
use crate::descriptor::tuning::{Peaks, TuningParams};
use crate::error::{Result, require};
use crate::kernel::filter_bank::DenseBank;
use crate::kernel::fused::mul_add;
use crate::kernel::lanes::{Lanes, for_each_tile, largest, to_frames, total};
use crate::kernel::simd::vectorised;
use crate::params::setters;
use crate::transform::frequency::{hz_to_octs, n_fft_of};
use crate::transform::norm::Norm;

/// Parameters of [`chroma`] and [`chroma_stft`], with librosa's names and defaults.
///
/// The columns of the filter bank have an Euclidean norm of 1 before `octwidth` weighs them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChromaParams {
    /// Norm of each frame; `None` leaves energies as they are. Default the maximum.
    pub norm: Option<Norm>,
    /// Deviation from A = 440 Hz in fractions of a bin; `None` estimates it from the clip.
    pub tuning: Option<f64>,
    /// Number of pitch classes. Default 12.
    pub n_chroma: usize,
    /// Octave above A0 at the centre of the weighting. Default 5.
    pub ctroct: f64,
    /// Its standard deviation in octaves; `None` weighs all alike. Default 2.
    pub octwidth: Option<f64>,
    /// Whether the first class is C, otherwise A. Default `true`.
    pub base_c: bool,
}

setters!(ChromaParams {
    norm: Option<Norm>, tuning: Option<f64>, n_chroma: usize, ctroct: f64, octwidth: Option<f64>,
    base_c: bool,
});

impl Default for ChromaParams {
    fn default() -> Self {
        Self {
            norm: Some(Norm::Inf),
            tuning: None,
            n_chroma: 12,
            ctroct: 5.0,
            octwidth: Some(2.0),
            base_c: true,
        }
    }
}

/// The chroma filter bank for a tuning, `n_chroma` × `1 + n_fft / 2`; `params.tuning` of
/// `None` is 0.
///
/// # Errors
///
/// A parameter out of range.
///
/// ```
/// use emo_dsp_features::{ChromaParams, chroma};
/// assert_eq!(chroma(22050, 2048, &ChromaParams::default())?.dim(), (12, 1025));
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn chroma(sr: u32, n_fft: usize, params: &ChromaParams) -> Result<Array2<f32>> {
    let &ChromaParams { tuning, n_chroma, ctroct, octwidth, base_c, .. } = params;
    check::sample_rate(sr)?;
    check::n_fft(n_fft)?;
    check::filters("n_chroma", n_chroma)?;
    check::size(n_chroma, n_fft)?;
    require(ctroct.is_finite(), "ctroct", "a finite number", ctroct)?;
    check::above("octwidth", octwidth.unwrap_or(1.0), 0.0)?;
    let tuning = tuning.unwrap_or(0.0);
    require(tuning.abs() <= n_chroma as f64, "tuning", "a number within an octave", tuning)?;
    let n = n_chroma as f64;
    let positions = bin_positions(sr, n_fft, n_chroma, tuning);
    let half = (n / 2.0).round_ties_even();
    // Row `class` of the bank is pitch class A + `class`, or C + `class`.
    let shift = if base_c { 3 * (n_chroma / 12) } else { 0 };
    let mut bank = Array2::zeros((n_chroma, 1 + n_fft / 2));
    let mut bumps = vec![0.0; n_chroma];
    for (bin, mut column) in bank.columns_mut().into_iter().enumerate() {
        let position = positions[bin];
        let width = positions.get(bin + 1).map_or(1.0, |next| (next - position).max(1.0));
        for (class, bump) in bumps.iter_mut().enumerate() {
            let offset = position - class as f64 + half + 10.0 * n;
            let distance = offset.rem_euclid(n) - half;
            *bump = (-0.5 * (2.0 * distance / width).powi(2)).exp();
        }
        let norm = Norm::L2.divisor(bumps.iter().copied(), f64::MIN_POSITIVE);
        let octaves = position / n - ctroct;
        let weight = octwidth.map_or(1.0, |width| (-0.5 * (octaves / width).powi(2)).exp());
        for (class, to) in column.iter_mut().enumerate() {
            *to = (bumps[(class + shift) % n_chroma] / norm * weight) as f32;
        }
    }
    Ok(bank)
}

/// Where the bins up to one above half the sample rate lie, in chroma bins above A0; bin 0,
/// which has no pitch, is put one and a half octaves below bin 1.
fn bin_positions(sr: u32, n_fft: usize, n_chroma: usize, tuning: f64) -> Vec<f64> {
    let n = n_chroma as f64;
    let step = f64::from(sr) / n_fft as f64;
    let bins = 1..(2 + n_fft / 2).min(n_fft);
    let mut positions = vec![0.0];
    positions.extend(bins.map(|bin| n * hz_to_octs(bin as f64 * step, tuning, n_chroma)));
    positions[0] = positions[1] - 1.5 * n;
    positions
}

/// Makes chroma of clips: filter banks, one for each tuning that has occurred.
#[derive(Clone, Debug)]
pub(crate) struct ChromaPlan {
    sr: u32,
    n_fft: usize,
    params: ChromaParams,
    tuning: TuningParams,
    finder: PeakFinder,
    /// Bank `i` is for a tuning of `-0.5 + i * resolution`, made when first needed; the only
    /// one is for the given tuning, where one is given.
    banks: Arc<[OnceLock<Result<DenseBank>>]>,
}

/// Tiles whose spectra are kept while the tuning of the clip is not known. At the default sizes
/// they are a minute and a half, and take 17 MB.
const KEPT_TILES: usize = 256;

/// The chroma of one clip so far.
///
/// It depends on the tuning of the whole clip. The spectra of a short clip are kept until that is
/// known. In a longer one the tuning of its beginning is taken for that of the whole, so that
/// memory does not grow with the spectra. Where it was another one in the end, the spectra have to
/// be computed once more: [`ChromaPlan::settle`] tells.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChromaClip {
    spectra: Vec<Lanes>,
    peaks: Peaks,
    /// The tuning of `rows`.
    tuning: Option<f64>,
    rows: Vec<Lanes>,
    /// Whether the spectra have to be seen again.
    again: bool,
}

impl ChromaClip {
    pub(crate) fn clear(&mut self) {
        self.spectra.clear();
        self.peaks.clear();
        self.rows.clear();
        self.tuning = None;
        self.again = false;
    }
}

impl ChromaPlan {
    pub(crate) fn new(sr: u32, n_fft: usize, params: &ChromaParams) -> Result<Self> {
        let tuning = TuningParams::default().bins_per_octave(params.n_chroma);
        let finder = PeakFinder::new(sr, n_fft, &PiptrackParams::default())?;
        let n_banks = (1.0 / tuning.resolution).ceil() as usize + 1;
        let banks = (0..n_banks).map(|_| OnceLock::new()).collect();
        let plan = Self { sr, n_fft, params: params.clone(), tuning, finder, banks };
        // What is wrong with the parameters is wrong for every tuning.
        plan.bank(params.tuning.unwrap_or(0.0))?;
        Ok(plan)
    }

    fn n_bins(&self) -> usize {
        1 + self.n_fft / 2
    }

    /// Takes a tile of power spectra.
    pub(crate) fn push(&self, clip: &mut ChromaClip, bins: &[Lanes]) {
        let bins = &bins[..self.n_bins()];
        if self.params.tuning.is_some() {
            clip.tuning = self.params.tuning;
        } else {
            self.push_peaks(&mut clip.peaks, bins);
        }
        if let Some(tuning) = clip.tuning {
            self.append(tuning, bins, &mut clip.rows);
            return;
        }
        clip.spectra.extend_from_slice(bins);
        if clip.spectra.len() >= KEPT_TILES * self.n_bins() {
            self.tune(clip, clip.peaks.tuning(&self.tuning));
            // Not needed for the rest of a clip of this length.
            clip.spectra = Vec::new();
        }
    }

    /// Ends the first pass over the spectra of a clip. Where this is true, [`Self::push_again`]
    /// needs all of them a second time.
    pub(crate) fn settle(&self, clip: &mut ChromaClip) -> bool {
        if self.params.tuning.is_some() {
            return false;
        }
        let tuning = clip.peaks.tuning(&self.tuning);
        if clip.tuning.is_none() {
            self.tune(clip, tuning);
        } else if clip.tuning != Some(tuning) {
            clip.tuning = Some(tuning);
            clip.rows.clear();
            clip.again = true;
        }
        clip.again
    }

    /// Takes a tile for the second time.
    pub(crate) fn push_again(&self, clip: &mut ChromaClip, bins: &[Lanes]) {
        if let (true, Some(tuning)) = (clip.again, clip.tuning) {
            self.append(tuning, &bins[..self.n_bins()], &mut clip.rows);
        }
    }

    /// The chroma of a clip that has settled, frames × `n_chroma`.
    pub(crate) fn finish(&self, clip: &ChromaClip, frames: usize) -> Result<Array2<f32>> {
        self.bank(clip.tuning.unwrap_or(0.0))?;
        Ok(to_frames(&clip.rows, self.params.n_chroma, frames))
    }

    /// Whether the tuning is that of the clip, which is not known before its end.
    pub(crate) fn needs_tuning(&self) -> bool {
        self.params.tuning.is_none()
    }

    /// Takes the peaks of a tile, from which the tuning of the clip follows.
    pub(crate) fn push_peaks(&self, peaks: &mut Peaks, bins: &[Lanes]) {
        self.finder.each_peak(bins, |peak| peaks.push(peak.pitch, peak.magnitude));
    }

    /// The tuning of a clip with these peaks.
    pub(crate) fn tuning(&self, peaks: &Peaks) -> f64 {
        self.params.tuning.unwrap_or_else(|| peaks.tuning(&self.tuning))
    }

    /// Appends the chroma of a tile of a clip of this tuning.
    pub(crate) fn of_tile(&self, tuning: f64, bins: &[Lanes], out: &mut Vec<Lanes>) -> Result<()> {
        self.bank(tuning)?;
        self.append(tuning, &bins[..self.n_bins()], out);
        Ok(())
    }

    /// Computes the chroma of the spectra that were kept.
    fn tune(&self, clip: &mut ChromaClip, tuning: f64) {
        clip.tuning = Some(tuning);
        for bins in clip.spectra.chunks_exact(self.n_bins()) {
            self.append(tuning, bins, &mut clip.rows);
        }
    }

    /// Appends the chroma of a tile. A bank that cannot be made is an error in [`Self::finish`].
    fn append(&self, tuning: f64, bins: &[Lanes], rows: &mut Vec<Lanes>) {
        let from = rows.len();
        rows.resize(from + self.params.n_chroma, Lanes::ZERO);
        let Ok(bank) = self.bank(tuning) else { return };
        vectorised(
            #[inline(always)]
            || {
                bank.apply(bins, &mut rows[from..]);
                if let Some(norm) = self.params.norm {
                    normalise(&mut rows[from..], norm);
                }
            },
        );
    }

    fn bank(&self, tuning: f64) -> Result<&DenseBank> {
        let step = match self.params.tuning {
            Some(_) => 0.0,
            None => (tuning + 0.5) / self.tuning.resolution,
        };
        let bank = self.banks[step.round() as usize].get_or_init(|| {
            let params = self.params.clone().tuning(Some(tuning));
            let weights = chroma(self.sr, self.n_fft, &params)?;
            Ok(DenseBank::new(&weights))
        });
        bank.as_ref().map_err(Clone::clone)
    }
}

#[inline(always)]
fn sum_of_squares(rows: &[Lanes]) -> Lanes {
    let mut sum = Lanes::ZERO;
    for &row in rows {
        sum = sum.zip(row, |sum, x| mul_add(x, x, sum));
    }
    sum
}

/// Divides each lane by its norm; one that is (nearly) zero stays as it is.
#[inline(always)]
fn normalise(rows: &mut [Lanes], norm: Norm) {
    let size = match norm {
        Norm::Inf => largest(rows),
        Norm::L1 => total(rows),
        Norm::L2 => sum_of_squares(rows).map(f32::sqrt),
    };
    let divisor = size.map(|x| if x < f32::MIN_POSITIVE { 1.0 } else { x });
    for row in rows {
        *row = row.zip(divisor, |x, divisor| x / divisor);
    }
}

/// The chroma of a power spectrogram `s` (frames × bins), frames × `n_chroma`.
///
/// The tuning, unless given, is [`crate::estimate_tuning`]'s with `bins_per_octave` =
/// `n_chroma`.
///
/// # Errors
///
/// Parameters out of range; values of `s` that are negative or not finite.
pub fn chroma_stft(s: ArrayView2<'_, f32>, sr: u32, params: &ChromaParams) -> Result<Array2<f32>> {
    check::spectrogram(s)?;
    let plan = ChromaPlan::new(sr, n_fft_of(s), params)?;
    let mut clip = ChromaClip::default();
    for_each_tile(s, |tile| plan.push(&mut clip, &tile.bins));
    if plan.settle(&mut clip) {
        for_each_tile(s, |tile| plan.push_again(&mut clip, &tile.bins));
    }
    plan.finish(&clip, s.nrows())
}
