//! The mel filter bank and spectrogram (librosa 0.11, `filters.mel`).

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Result, require};
use crate::kernel::filter_bank::SparseBank;
use crate::kernel::lanes::{Lanes, for_each_tile, to_frames};
use crate::kernel::simd::vectorised;
use crate::params::setters;
use crate::transform::frequency::{fft_frequencies, mel_frequencies, n_fft_of};
use crate::transform::norm::Norm;

/// How the filters of a mel bank are scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum MelNorm {
    /// Equal area: 2 / width in Hz (Slaney's Auditory Toolbox).
    Slaney,
    /// The weights of a filter have this norm 1.
    #[serde(untagged)]
    P(Norm),
}

/// Parameters of [`mel`], with librosa's names and defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MelParams {
    /// Number of filters. Default 128.
    pub n_mels: usize,
    /// Lower end of the first filter in Hz. Default 0.
    pub fmin: f64,
    /// Upper end of the last filter in Hz; `None` is half the sample rate.
    pub fmax: Option<f64>,
    /// HTK's mel scale in place of Slaney's. Default `false`.
    pub htk: bool,
    /// How filters are scaled; `None` leaves a height of 1.
    pub norm: Option<MelNorm>,
}

setters!(MelParams { n_mels: usize, fmin: f64, fmax: Option<f64>, htk: bool, norm: Option<MelNorm> });

impl Default for MelParams {
    fn default() -> Self {
        Self { n_mels: 128, fmin: 0.0, fmax: None, htk: false, norm: Some(MelNorm::Slaney) }
    }
}

/// The triangular filters of a mel bank, `n_mels` × `1 + n_fft / 2`.
///
/// A filter narrower than a bin may be all zeros.
///
/// # Errors
///
/// A size out of range, or `fmin` and `fmax` that are not `0 <= fmin < fmax`.
///
/// ```
/// use emo_dsp_features::{MelParams, mel};
/// let filters = mel(22050, 2048, &MelParams::default())?;
/// assert_eq!(filters.dim(), (128, 1025));
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn mel(sr: u32, n_fft: usize, params: &MelParams) -> Result<Array2<f32>> {
    let &MelParams { n_mels, fmin, fmax, htk, norm } = params;
    check::sample_rate(sr)?;
    check::n_fft(n_fft)?;
    check::filters("n_mels", n_mels)?;
    let fmax = fmax.unwrap_or(f64::from(sr) / 2.0);
    require(fmin >= 0.0 && fmin.is_finite(), "fmin", "a finite frequency from 0", fmin)?;
    check::above("fmax", fmax, fmin)?;
    let edges = mel_frequencies(n_mels + 2, fmin, fmax, htk);
    let frequencies = fft_frequencies(sr, n_fft);
    check::size(n_mels, frequencies.len())?;
    let mut filters = Array2::zeros((n_mels, frequencies.len()));
    for (mut filter, edge) in filters.outer_iter_mut().zip(edges.windows(3)) {
        let &[low, centre, high] = edge else { continue };
        for (weight, &hz) in filter.iter_mut().zip(&frequencies) {
            let (up, down) = ((hz - low) / (centre - low), (high - hz) / (high - centre));
            *weight = up.min(down).max(0.0) as f32;
        }
        let scale = match norm {
            None => 1.0,
            Some(MelNorm::Slaney) => 2.0 / (high - low),
            Some(MelNorm::P(norm)) => {
                let weights = filter.iter().map(|&w| f64::from(w));
                1.0 / norm.divisor(weights, f64::from(f32::MIN_POSITIVE))
            }
        };
        filter.mapv_inplace(|weight| (f64::from(weight) * scale) as f32);
    }
    Ok(filters)
}

/// A mel filter bank that is ready to be applied.
#[derive(Clone, Debug)]
pub(crate) struct MelBank {
    n_mels: usize,
    filters: SparseBank,
}

impl MelBank {
    pub(crate) fn new(sr: u32, n_fft: usize, params: &MelParams) -> Result<Self> {
        let weights = mel(sr, n_fft, params)?;
        Ok(Self { n_mels: weights.nrows(), filters: SparseBank::new(&weights) })
    }

    pub(crate) fn n_mels(&self) -> usize {
        self.n_mels
    }

    /// Appends the mel energies of a tile, one row a filter.
    pub(crate) fn push(&self, bins: &[Lanes], energies: &mut Vec<Lanes>) {
        let from = energies.len();
        energies.resize(from + self.n_mels, Lanes::ZERO);
        vectorised(
            #[inline(always)]
            || self.filters.apply(bins, &mut energies[from..]),
        );
    }
}

/// The mel spectrogram of a spectrogram `s` (frames × bins, as a rule of power),
/// frames × `n_mels` (librosa 0.11, `feature.melspectrogram` with `S`).
///
/// # Errors
///
/// As [`mel`]; values of `s` that are negative or not finite.
pub fn melspectrogram(s: ArrayView2<'_, f32>, sr: u32, params: &MelParams) -> Result<Array2<f32>> {
    check::spectrogram(s)?;
    check::size(s.nrows(), params.n_mels)?;
    let bank = MelBank::new(sr, n_fft_of(s), params)?;
    let mut energies = Vec::new();
    for_each_tile(s, |tile| bank.push(&tile.bins, &mut energies));
    Ok(to_frames(&energies, bank.n_mels(), s.nrows()))
}
