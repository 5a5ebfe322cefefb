//! Checks on a caller's numbers: a plot of NaN or of a ragged matrix would be wrong without a word.

use crate::{Error, Result};

/// An error that says what was expected and what is there.
pub(crate) fn invalid(what: &str, expected: impl ToString, got: impl ToString) -> Error {
    Error::InvalidValue {
        what: what.to_owned(),
        expected: expected.to_string(),
        got: got.to_string(),
    }
}

/// Whether all numbers are finite.
pub(crate) fn finite(what: &str, numbers: impl IntoIterator<Item = f64>) -> Result<()> {
    match numbers.into_iter().find(|number| !number.is_finite()) {
        Some(number) => Err(invalid(what, "finite numbers", number)),
        None => Ok(()),
    }
}

/// Whether all numbers lie between 0 and 1.
pub(crate) fn shares(what: &str, numbers: impl IntoIterator<Item = f64>) -> Result<()> {
    match numbers.into_iter().find(|number| !(0.0..=1.0).contains(number)) {
        Some(number) => Err(invalid(what, "numbers from 0 to 1", number)),
        None => Ok(()),
    }
}

/// Whether there are as many of something as expected.
pub(crate) fn length(what: &str, expected: usize, got: usize) -> Result<()> {
    if expected == got { Ok(()) } else { Err(invalid(what, expected, got)) }
}

/// Whether there is at least one of something.
pub(crate) fn not_empty<T>(what: &str, items: &[T]) -> Result<()> {
    if items.is_empty() { Err(invalid(what, "at least one", "none")) } else { Ok(()) }
}
