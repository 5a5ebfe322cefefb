//! Small computations on probabilities that several modules and crates share.

use ndarray::Array2;

use crate::{Error, Result};

/// The place of the largest number, the first of equal ones; `None` without numbers. NaN counts as
/// larger than all others ([`f64::total_cmp`]).
///
/// ```
/// assert_eq!(emo_learn::numeric::argmax([0.2, 0.4, 0.4]), Some(1));
/// ```
pub fn argmax(values: impl IntoIterator<Item = f64>) -> Option<usize> {
    let best =
        values.into_iter().enumerate().max_by(|(i, a), (j, b)| a.total_cmp(b).then(j.cmp(i)));
    best.map(|(place, _)| place)
}

/// Replaces scores by exp(score / `temperature`), divided by their sum. The largest score is
/// subtracted before, so that nothing overflows.
///
/// ```
/// let mut scores = [0.0, 3_f64.ln()];
/// emo_learn::numeric::softmax(&mut scores, 1.0);
/// assert!((scores[1] - 0.75).abs() < 1e-15);
/// ```
pub fn softmax(scores: &mut [f64], temperature: f64) {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    scores.iter_mut().for_each(|score| *score = ((*score - largest) / temperature).exp());
    let sum: f64 = scores.iter().sum();
    scores.iter_mut().for_each(|share| *share /= sum);
}

/// Raises probabilities (rows × classes) to the power 1 / `temperature` and divides each row by its
/// sum: above 1 the probabilities become more alike. The order within a row stays.
pub fn soften(shares: &mut Array2<f64>, temperature: f64) {
    for mut row in shares.rows_mut() {
        let largest = row.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        row.mapv_inplace(|share| (share / largest).powf(1.0 / temperature));
        row /= row.sum();
    }
}

/// Checks that a temperature can divide.
///
/// # Errors
///
/// [`Error::InvalidParameter`] unless it is a finite number above 0.
pub fn check_temperature(temperature: f64) -> Result<()> {
    if temperature.is_finite() && temperature > 0.0 {
        return Ok(());
    }
    Err(Error::InvalidParameter {
        parameter: "temperature".into(),
        expected: "a finite number above 0".into(),
        got: temperature.to_string(),
    })
}
