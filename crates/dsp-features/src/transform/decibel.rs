//! Decibels (librosa 0.11, `core.power_to_db`).

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Error, Result, require};
use crate::kernel::fused::mul_add;
use crate::kernel::lanes::{LANES, Lanes};
use crate::kernel::simd::vectorised;
use crate::params::setters;

/// Parameters of [`power_to_db`], with librosa's names and defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PowerToDb {
    /// The power that is 0 dB (librosa's `ref`). Default 1.
    pub reference: f32,
    /// Power below which everything is taken for this power. Default 1e-10.
    pub amin: f32,
    /// Range in dB below the largest value of the whole matrix; `None` does not limit it.
    /// Default 80.
    pub top_db: Option<f32>,
}

setters!(PowerToDb { reference: f32, amin: f32, top_db: Option<f32> });

impl Default for PowerToDb {
    fn default() -> Self {
        Self { reference: 1.0, amin: 1e-10, top_db: Some(TOP_DB) }
    }
}

impl PowerToDb {
    pub(crate) fn check(&self) -> Result<()> {
        let positive = |x: f32| x.is_normal() && x > 0.0;
        require(self.reference.is_finite(), "reference", "a finite power", self.reference)?;
        require(positive(self.amin), "amin", "a normal number above 0", self.amin)?;
        let top_db = self.top_db.unwrap_or(0.0);
        require(top_db >= 0.0 && top_db.is_finite(), "top_db", "a finite number from 0", top_db)
    }

    /// Powers in decibels, as [`power_to_db`] has them, of values in any order: those of an array
    /// of any shape. Powers below `amin`, negative ones included, count as `amin`.
    ///
    /// ```
    /// let db = emo_dsp_features::PowerToDb::default().of_values(vec![1.0, 100.0, 0.0])?;
    /// assert_eq!(db.iter().map(|x| x.round()).collect::<Vec<_>>(), [0.0, 20.0, -60.0]);
    /// # Ok::<(), emo_dsp_features::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A value that is not finite; a parameter out of range.
    pub fn of_values(&self, mut values: Vec<f32>) -> Result<Vec<f32>> {
        self.check()?;
        if let Some((index, &value)) = values.iter().enumerate().find(|(_, x)| !x.is_finite()) {
            let expected = "a finite power".to_owned();
            return Err(Error::BadValue { what: "powers", index, value, expected });
        }
        self.apply(&mut values);
        Ok(values)
    }

    /// Turns powers into decibels in place.
    pub(crate) fn apply(&self, values: &mut [f32]) {
        let reference = decibels(self.reference.abs().max(self.amin));
        vectorised(
            #[inline(always)]
            || to_decibels(values, self.amin, reference),
        );
        if let Some(top_db) = self.top_db {
            vectorised(
                #[inline(always)]
                || limit(values, top_db),
            );
        }
    }
}

/// Turns rows of powers into decibels in place, with the default parameters of [`PowerToDb`]: at
/// most 80 dB below the largest value of the clip. Lanes without a frame hold zero power, which is
/// never the largest.
pub(crate) fn rows_to_db(rows: &mut [Lanes]) {
    let largest = rows_to_unlimited_db(rows);
    limit_rows(rows, largest);
}

/// The first half of [`rows_to_db`], without a lower limit; returns the largest value.
pub(crate) fn rows_to_unlimited_db(rows: &mut [Lanes]) -> f32 {
    let PowerToDb { amin, .. } = PowerToDb::default();
    vectorised(
        #[inline(always)]
        || {
            let mut largest = Lanes([f32::MIN; LANES]);
            for row in rows.iter_mut() {
                to_decibels(&mut row.0, amin, 0.0);
                largest = largest.max(*row);
            }
            largest.0.into_iter().fold(f32::MIN, f32::max)
        },
    )
}

/// The second half of [`rows_to_db`]: raises values to 80 dB below the `largest` of the clip.
pub(crate) fn limit_rows(rows: &mut [Lanes], largest: f32) {
    let floor = Lanes([largest - TOP_DB; LANES]);
    vectorised(
        #[inline(always)]
        || {
            for row in rows.iter_mut() {
                *row = row.max(floor);
            }
        },
    );
}

/// librosa's default of `top_db`.
const TOP_DB: f32 = 80.0;

#[inline(always)]
fn to_decibels(values: &mut [f32], amin: f32, reference: f32) {
    for x in values {
        let power = if *x > amin { *x } else { amin };
        *x = decibels(power) - reference;
    }
}

#[inline(always)]
fn limit(values: &mut [f32], top_db: f32) {
    let mut largest = [f32::MIN; 64];
    let (chunks, rest) = values.as_chunks::<64>();
    for chunk in chunks {
        for (largest, &x) in largest.iter_mut().zip(chunk) {
            *largest = if x > *largest { x } else { *largest };
        }
    }
    let floor = rest.iter().chain(&largest).fold(f32::MIN, |a, &b| a.max(b)) - top_db;
    for x in values {
        *x = if *x > floor { *x } else { floor };
    }
}

/// 10 log₁₀ of a normal number above zero, in operations that a compiler vectorises.
///
/// log₂ of the mantissa m in [√½, √2) is (2 / ln 2) · artanh s with s = (m - 1) / (m + 1),
/// |s| < 0.1716, by five terms of its series. The error is within 1e-6 dB plus 2.5e-7 of the
/// result.
#[inline(always)]
pub(crate) fn decibels(power: f32) -> f32 {
    const ROOT_HALF: u32 = 0x3f35_04f3;
    const DB_PER_OCTAVE: f32 = 10.0 * std::f32::consts::LOG10_2;
    const SCALE: f32 = 20.0 * std::f32::consts::LOG10_E;
    let bits = power.to_bits();
    let exponent = (bits.wrapping_sub(ROOT_HALF) as i32) >> 23;
    let mantissa = f32::from_bits(bits.wrapping_sub((exponent << 23) as u32));
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let s2 = s * s;
    let series = mul_add(s2, 1.0 / 9.0, 1.0 / 7.0);
    let series = mul_add(s2, series, 1.0 / 5.0);
    let series = mul_add(s2, series, 1.0 / 3.0);
    let artanh = mul_add(s * s2, series, s);
    mul_add(artanh, SCALE, exponent as f32 * DB_PER_OCTAVE)
}

/// A spectrogram of power in decibels: 10 log₁₀ (s / reference), at most `top_db` below the
/// largest value of the whole matrix.
///
/// The logarithm is within 1e-6 dB plus 2.5e-7 of itself.
///
/// # Errors
///
/// Values of `s` that are negative or not finite; `amin` not above zero; `top_db` below zero.
///
/// ```
/// use emo_dsp_features::{PowerToDb, power_to_db};
/// let db = power_to_db(ndarray::array![[1.0, 1e-3], [0.0, 1e2]].view(), &PowerToDb::default())?;
/// assert_eq!(db.mapv(f32::round), ndarray::array![[0.0, -30.0], [-60.0, 20.0]]);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn power_to_db(s: ArrayView2<'_, f32>, params: &PowerToDb) -> Result<Array2<f32>> {
    params.check()?;
    check::spectrogram(s)?;
    let mut values = s.iter().copied().collect::<Vec<_>>();
    params.apply(&mut values);
    Ok(Array2::from_shape_fn(s.dim(), |(t, k)| values[t * s.ncols() + k]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_as_exact_as_its_documentation_says() {
        for step in 0..2_000_000_u32 {
            let power = f32::from_bits(0x0080_0000 + step * 1056);
            let exact = 10.0 * f64::from(power).log10();
            let error = (f64::from(decibels(power)) - exact).abs();
            assert!(error <= 1e-6 + exact.abs() * 2.5e-7, "{power:e}: {error:e} {exact}");
        }
    }
}
