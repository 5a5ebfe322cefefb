//! Checks on the matrices that are fitted and transformed.

use ndarray::{ArrayRef2, NdFloat};

use crate::{Error, Result};

/// Checks that every number is finite.
pub(super) fn check_finite<F: NdFloat>(x: &ArrayRef2<F>) -> Result<()> {
    match x.indexed_iter().find(|(_, value)| !value.is_finite()) {
        Some(((row, column), &value)) => Err(Error::NonFinite { row, column, value: widen(value) }),
        None => Ok(()),
    }
}

/// The number in double precision.
pub(super) fn widen<F: NdFloat>(value: F) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// The number in the precision of the data.
pub(super) fn narrow<F: NdFloat>(value: f64) -> F {
    num_traits::cast(value).unwrap_or_else(F::nan)
}
