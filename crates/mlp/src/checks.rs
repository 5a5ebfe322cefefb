//! Checks of the training input.

use ndarray::ArrayRef2;

use crate::{BatchSize, Error, Float, MlpClassifier, Result};

/// Every hyperparameter lies in scikit-learn's range for it.
pub(crate) fn hyperparameters(mlp: &MlpClassifier) -> Result<()> {
    let batch_rows = match mlp.batch_size {
        BatchSize::Auto => 1,
        BatchSize::Rows(rows) => rows,
    };
    let smallest_layer = mlp.hidden_layer_sizes.iter().copied().min().unwrap_or(1);
    at_least_one("hidden_layer_sizes", smallest_layer)?;
    at_least_one("batch_size", batch_rows)?;
    at_least_one("max_iter", mlp.max_iter)?;
    at_least_one("n_iter_no_change", mlp.n_iter_no_change)?;
    for (name, value) in [("alpha", mlp.alpha), ("power_t", mlp.power_t), ("tol", mlp.tol)] {
        number(name, value, "a finite number of at least 0", |v| v >= 0.0)?;
    }
    for (name, value) in [("learning_rate_init", mlp.learning_rate_init), ("epsilon", mlp.epsilon)]
    {
        number(name, value, "a finite number above 0", |v| v > 0.0)?;
    }
    number("momentum", mlp.momentum, "a number from 0 to 1", |v| (0.0..=1.0).contains(&v))?;
    for (name, value) in [
        ("validation_fraction", mlp.validation_fraction),
        ("beta_1", mlp.beta_1),
        ("beta_2", mlp.beta_2),
    ] {
        number(name, value, "a number of at least 0 and below 1", |v| (0.0..1.0).contains(&v))?;
    }
    Ok(())
}

fn at_least_one(name: &'static str, value: usize) -> Result<()> {
    match value {
        0 => Err(Error::InvalidParameter { name, expected: "at least 1", got: "0".into() }),
        _ => Ok(()),
    }
}

fn number(
    name: &'static str,
    value: f64,
    expected: &'static str,
    holds: impl Fn(f64) -> bool,
) -> Result<()> {
    if value.is_finite() && holds(value) {
        Ok(())
    } else {
        Err(Error::InvalidParameter { name, expected, got: value.to_string() })
    }
}

/// The matrix has rows and columns, and only finite values.
pub(crate) fn input<F: Float>(x: &ArrayRef2<F>) -> Result<()> {
    if x.is_empty() {
        return Err(Error::EmptyInput { rows: x.nrows(), columns: x.ncols() });
    }
    finite(x)
}

/// Only finite values; the first other one is named.
pub(crate) fn finite<F: Float>(x: &ArrayRef2<F>) -> Result<()> {
    match x.indexed_iter().find(|(_, value)| !value.is_finite()) {
        None => Ok(()),
        Some(((row, column), &value)) => {
            Err(Error::NonFiniteInput { row, column, value: value.into() })
        }
    }
}

/// The vector has one value for each row.
pub(crate) fn length(what: &'static str, expected: usize, got: usize) -> Result<()> {
    if expected == got { Ok(()) } else { Err(Error::LengthMismatch { what, expected, got }) }
}

/// The most numbers that the weights, or the activations of a batch, may be: 2 GiB in f64.
const SIZE_LIMIT: usize = 1 << 28;

/// A network of these units, and batches of so many rows, can be held in memory.
pub(crate) fn size(units: &[usize], batch_rows: usize) -> Result<()> {
    let weights = units.windows(2).try_fold(0_usize, |sum, pair| {
        let [inputs, outputs] = pair else { return Some(sum) };
        sum.checked_add(inputs.checked_add(1)?.checked_mul(*outputs)?)
    });
    let activations = units
        .iter()
        .try_fold(0_usize, |sum, &n| sum.checked_add(n))
        .and_then(|sum| sum.checked_mul(batch_rows));
    for (what, count) in [("the weights", weights), ("the activations of a batch", activations)] {
        match count {
            Some(count) if count <= SIZE_LIMIT => {}
            count => {
                let got = count.unwrap_or(usize::MAX);
                return Err(Error::TooLarge { what, limit: SIZE_LIMIT, got });
            }
        }
    }
    Ok(())
}
