//! NumPy's uniform numbers as a distribution of the `rand` crate.

use rand::{Rng, RngCore, distr::Distribution};

use crate::{Error, Result};

/// Uniform over [`low`, `high`): with a [`RandomState`](crate::RandomState) the numbers that
/// NumPy's `uniform(low, high, size)` gives, in row-major order.
///
/// rand's own `Uniform` uses its random bits in another way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    low: f64,
    range: f64,
}

impl Uniform {
    /// Uniform between the limits.
    ///
    /// # Errors
    ///
    /// [`Error::NonFiniteBounds`] when a limit, or the distance between them, is not finite.
    pub fn new(low: f64, high: f64) -> Result<Self> {
        let range = high - low;
        if low.is_finite() && range.is_finite() {
            Ok(Self { low, range })
        } else {
            Err(Error::NonFiniteBounds { low, high })
        }
    }
}

impl Distribution<f64> for Uniform {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.low + self.range * unit_interval(rng)
    }
}

/// A number in [0, 1) with 53 bits: 27 of one word, then 26 of the next (`genrand_res53`).
pub(crate) fn unit_interval<R: RngCore + ?Sized>(rng: &mut R) -> f64 {
    let high = f64::from(rng.next_u32() >> 5);
    let low = f64::from(rng.next_u32() >> 6);
    (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
}
