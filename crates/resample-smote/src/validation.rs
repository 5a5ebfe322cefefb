//! Checks of rows and labels before anything is computed.

use std::collections::BTreeMap;

use ndarray::ArrayView2;

use crate::{Error, Float, Result};

/// Checks the shapes and the values.
pub(crate) fn check_rows<F: Float>(x: ArrayView2<F>, y: &[usize]) -> Result<()> {
    let (rows, columns) = x.dim();
    if rows == 0 || columns == 0 {
        return Err(Error::Empty { rows, columns });
    }
    if y.len() != rows {
        return Err(Error::LabelCount { expected: rows, got: y.len() });
    }
    // Within it, no difference of two values and no squared distance of two rows overflows.
    let limit = F::LARGEST.min((f64::MAX / columns as f64).sqrt()) / 2.0;
    for (row, values) in x.rows().into_iter().enumerate() {
        // NaN is not within the limit either.
        if values.iter().all(|&value| value.into().abs() <= limit) {
            continue;
        }
        for (column, &value) in values.iter().enumerate() {
            let got = value.into();
            if got.is_nan() || got.abs() > limit {
                return Err(Error::Value { row, column, got, limit });
            }
        }
    }
    Ok(())
}

/// The rows of each class, by label, in the order of the matrix.
pub(crate) fn rows_by_class(y: &[usize]) -> Result<BTreeMap<usize, Vec<usize>>> {
    let mut classes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, &class) in y.iter().enumerate() {
        classes.entry(class).or_default().push(row);
    }
    match classes.first_key_value() {
        Some((&class, _)) if classes.len() < 2 => Err(Error::OneClass { class }),
        _ => Ok(classes),
    }
}
