//! Checks on what the metrics are given.

use crate::{Error, Result};

/// Checks that there are rows and that `got` of them were predicted.
pub(super) fn check_lengths(what: &'static str, expected: usize, got: usize) -> Result<()> {
    if expected == 0 {
        return Err(Error::Empty { what: "rows of y_true" });
    }
    if got != expected {
        return Err(Error::Shape { what, expected, got });
    }
    Ok(())
}

/// The weight of each row: 1 where none are given.
///
/// Weights are finite and not negative, and not all of them 0.
pub(super) fn weights(sample_weight: Option<&[f64]>, n_rows: usize) -> Result<Vec<f64>> {
    let Some(weights) = sample_weight else {
        return Ok(vec![1.0; n_rows]);
    };
    check_lengths("sample_weight", n_rows, weights.len())?;
    let wrong = |weight: &&f64| !(weight.is_finite() && **weight >= 0.0);
    let invalid = |got: String| Error::InvalidParameter {
        parameter: "sample_weight".into(),
        expected: "finite weights of at least 0, not all 0".into(),
        got,
    };
    if let Some(weight) = weights.iter().find(wrong) {
        return Err(invalid(weight.to_string()));
    }
    if weights.iter().all(|&weight| weight == 0.0) {
        return Err(invalid("only 0".into()));
    }
    Ok(weights.to_vec())
}
