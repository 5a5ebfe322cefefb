//! Is what the caller gave fit to be computed with?

use std::collections::BTreeSet;

use ndarray::ArrayRef2;

use crate::{Error, Float, Result};

/// A hyperparameter that must be above 0.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<()> {
    if value.is_finite() && value > 0.0 {
        Ok(())
    } else {
        Err(Error::InvalidParameter { name, expected: "a finite number above 0", got: value })
    }
}

/// A hyperparameter that may be 0.
pub(crate) fn not_negative(name: &'static str, value: f64) -> Result<()> {
    if value.is_finite() && value >= 0.0 {
        Ok(())
    } else {
        Err(Error::InvalidParameter { name, expected: "a finite number of at least 0", got: value })
    }
}

/// The matrix has rows and columns, and only finite values.
pub(crate) fn input<F: Float>(what: &'static str, x: &ArrayRef2<F>) -> Result<()> {
    if x.is_empty() {
        return Err(Error::EmptyInput { what, rows: x.nrows(), columns: x.ncols() });
    }
    finite(what, x)
}

/// Only finite values; the first other one is named.
pub(crate) fn finite<F: Float>(what: &'static str, x: &ArrayRef2<F>) -> Result<()> {
    match x.indexed_iter().find(|(_, value)| !value.is_finite()) {
        None => Ok(()),
        Some(((row, column), &value)) => {
            Err(Error::NonFiniteInput { what, row, column, value: value.into() })
        }
    }
}

/// The vector has one value for each row.
pub(crate) fn length(what: &'static str, expected: usize, got: usize) -> Result<()> {
    if expected == got { Ok(()) } else { Err(Error::LengthMismatch { what, expected, got }) }
}

/// The matrix has so many columns.
pub(crate) fn columns(what: &'static str, expected: usize, got: usize) -> Result<()> {
    if expected == got { Ok(()) } else { Err(Error::ColumnMismatch { what, expected, got }) }
}

/// Every fold trains on rows that are there and on every class, and some fold holds rows out. The
/// sorted classes are returned.
pub(crate) fn folds(y: &[usize], folds: &[(Vec<usize>, Vec<usize>)]) -> Result<Vec<usize>> {
    let classes: BTreeSet<usize> = y.iter().copied().collect();
    for (fold, (train, test)) in folds.iter().enumerate() {
        if let Some(&row) = train.iter().chain(test).find(|&&row| row >= y.len()) {
            return Err(Error::NoSuchRow { fold, row, rows: y.len() });
        }
        let seen: BTreeSet<usize> = train.iter().map(|&row| y[row]).collect();
        if let Some(&class) = classes.difference(&seen).next() {
            return Err(Error::MissingClass { fold, class });
        }
    }
    if folds.iter().all(|(_, test)| test.is_empty()) {
        return Err(Error::NothingHeldOut);
    }
    Ok(classes.into_iter().collect())
}
