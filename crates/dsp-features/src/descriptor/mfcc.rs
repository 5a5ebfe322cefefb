//! Mel-frequency cepstral coefficients (librosa 0.11, `feature.mfcc`).

use std::f64::consts::PI;

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Error, Result, require};
use crate::kernel::filter_bank::DenseBank;
use crate::kernel::lanes::{Lanes, for_each_tile, frames_from_tiles};
use crate::kernel::simd::vectorised;
use crate::params::setters;

/// Parameters of [`mfcc`], with librosa's names and defaults.
///
/// The transform is the DCT-II with orthonormal scaling (`dct_type=2`, `norm="ortho"`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MfccParams {
    /// Number of coefficients, at most the number of mel bands. Default 20.
    pub n_mfcc: usize,
    /// Cepstral liftering: coefficient `n` is scaled by `1 + lifter / 2 · sin(π (n + 1) / lifter)`;
    /// 0 leaves all as they are. Default 0.
    pub lifter: f64,
}

setters!(MfccParams { n_mfcc: usize, lifter: f64 });

impl Default for MfccParams {
    fn default() -> Self {
        Self { n_mfcc: 20, lifter: 0.0 }
    }
}

/// The DCT that turns a log-mel spectrum into coefficients.
#[derive(Clone, Debug)]
pub(crate) struct Dct {
    n_mels: usize,
    n_mfcc: usize,
    basis: DenseBank,
}

impl Dct {
    pub(crate) fn new(n_mels: usize, params: &MfccParams) -> Result<Self> {
        let &MfccParams { n_mfcc, lifter } = params;
        check::filters("n_mels", n_mels)?;
        let expected = || format!("1 to n_mels = {n_mels}");
        require((1..=n_mels).contains(&n_mfcc), "n_mfcc", expected(), n_mfcc)?;
        require(lifter >= 0.0 && lifter.is_finite(), "lifter", "a finite number from 0", lifter)?;
        let n = n_mels as f64;
        let basis = Array2::from_shape_fn((n_mfcc, n_mels), |(k, m)| {
            let scale = if k == 0 { (1.0 / n).sqrt() } else { (2.0 / n).sqrt() };
            let lift = match lifter {
                0.0 => 1.0,
                _ => 1.0 + lifter / 2.0 * (PI * (k + 1) as f64 / lifter).sin(),
            };
            // The angle is reduced in integers: exact for any size.
            let quarter_turns = (k * (2 * m + 1)) % (4 * n_mels);
            (lift * scale * (PI * quarter_turns as f64 / (2.0 * n)).cos()) as f32
        });
        Ok(Self { n_mels, n_mfcc, basis: DenseBank::new(&basis) })
    }

    /// The coefficients of log-mel rows (`n_mels` rows per tile), frames × `n_mfcc`.
    pub(crate) fn coefficients(&self, log_mel: &[Lanes], frames: usize) -> Array2<f32> {
        frames_from_tiles(self.n_mfcc, frames, |tile, out| {
            self.of_tile(&log_mel[tile * self.n_mels..][..self.n_mels], out);
        })
    }

    /// The coefficients of the `n_mels` rows of one tile, in `n_mfcc` rows.
    pub(crate) fn of_tile(&self, log_mel: &[Lanes], out: &mut [Lanes]) {
        vectorised(
            #[inline(always)]
            || self.basis.apply(log_mel, out),
        );
    }

    pub(crate) fn n_mfcc(&self) -> usize {
        self.n_mfcc
    }
}

/// The first `n_mfcc` cepstral coefficients of a log-mel spectrogram in dB
/// (frames × `n_mels`), frames × `n_mfcc`.
///
/// # Errors
///
/// `n_mfcc` of 0 or above the number of mel bands; values that are not finite.
pub fn mfcc(log_mel: ArrayView2<'_, f32>, params: &MfccParams) -> Result<Array2<f32>> {
    if log_mel.nrows() == 0 {
        return Err(Error::Empty { what: "log_mel" });
    }
    if let Some((index, &value)) = log_mel.iter().enumerate().find(|(_, x)| !x.is_finite()) {
        let expected = "a finite number".to_owned();
        return Err(Error::BadValue { what: "log_mel", index, value, expected });
    }
    let dct = Dct::new(log_mel.ncols(), params)?;
    let mut rows = Vec::new();
    for_each_tile(log_mel, |tile| rows.extend_from_slice(&tile.bins));
    Ok(dct.coefficients(&rows, log_mel.nrows()))
}
