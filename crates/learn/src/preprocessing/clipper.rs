//! Limits for outliers.

use ndarray::{Array2, ArrayRef2, NdFloat};
use serde::{Deserialize, Serialize};

use super::input::{check_finite, narrow};
use crate::{Error, Result};

/// Moves what lies outside [`min`](Self::min) and [`max`](Self::max) to the nearer of them.
///
/// After a [`StandardScaler`](super::StandardScaler), ±4 leaves nearly all training rows as they
/// are and keeps a strange recording from driving a network where it has never been. There is
/// nothing to fit. It is `numpy.clip`.
///
/// ```
/// use emo_learn::preprocessing::Clipper;
/// use ndarray::array;
///
/// # fn main() -> emo_learn::Result<()> {
/// let clip = Clipper::default().min(-1.0).max(1.0);
/// assert_eq!(clip.transform(&array![[-7.0, 0.5, 3.0]])?, array![[-1.0, 0.5, 1.0]]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Clipper {
    /// Smallest value that stays; default −4.
    pub min: f64,
    /// Largest value that stays; default 4.
    pub max: f64,
}

impl Default for Clipper {
    fn default() -> Self {
        Self { min: -4.0, max: 4.0 }
    }
}

impl Clipper {
    /// Sets the smallest value that stays.
    #[must_use]
    pub fn min(self, min: f64) -> Self {
        Self { min, ..self }
    }

    /// Sets the largest value that stays.
    #[must_use]
    pub fn max(self, max: f64) -> Self {
        Self { max, ..self }
    }

    /// The matrix with every number within the limits.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] unless `min` is below `max`, and [`Error::NonFinite`] for a
    /// NaN or an infinity.
    pub fn transform<F: NdFloat>(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        self.check()?;
        check_finite(x)?;
        Ok(x.mapv(self.clip()))
    }

    /// As [`transform`](Self::transform), in the same memory.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn transform_owned<F: NdFloat>(&self, mut x: Array2<F>) -> Result<Array2<F>> {
        self.check()?;
        check_finite(&x)?;
        x.mapv_inplace(self.clip());
        Ok(x)
    }

    fn clip<F: NdFloat>(&self) -> impl Fn(F) -> F {
        let (min, max) = (narrow::<F>(self.min), narrow::<F>(self.max));
        move |value| value.max(min).min(max)
    }

    /// Checks the limits.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] unless `min` is below `max`.
    pub fn check(&self) -> Result<()> {
        if self.min < self.max {
            return Ok(());
        }
        Err(Error::InvalidParameter {
            parameter: "min and max".into(),
            expected: "min below max".into(),
            got: format!("{} and {}", self.min, self.max),
        })
    }
}
