//! Whether a probability of 0.8 is right in 80 % of all cases.

use std::fmt::Debug;

use ndarray::{ArrayRef2, NdFloat};

use super::scored::Scored;
use crate::{Error, Result};

/// How far confidence is from accuracy, in [0, 1]; 0 is perfectly calibrated.
///
/// Rows are put into `n_bins` bins of equal width by their highest probability p, bin m holding
/// (m − 1)/n < p ≤ m/n; the result is the mean over bins, each with its share of the rows, of
/// |share of right answers − mean p|. Of equal probabilities the first class is the answer.
/// 15 bins are usual, 10 are seen too. `classes` holds the label of each column, sorted.
///
/// Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural
/// networks", ICML 2017, equations 2 and 3; bins after M. P. Naeini, G. F. Cooper, M. Hauskrecht,
/// "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015.
///
/// # Errors
///
/// Those of [`log_loss`](super::log_loss); also [`Error::InvalidParameter`] unless `n_bins` is
/// from 1 to 10 000.
pub fn expected_calibration_error<L: Ord + Debug, F: NdFloat>(
    y_true: &[L],
    y_proba: &ArrayRef2<F>,
    classes: &[L],
    n_bins: usize,
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    if !(1..=10_000).contains(&n_bins) {
        return Err(Error::InvalidParameter {
            parameter: "n_bins".into(),
            expected: "1 to 10000".into(),
            got: n_bins.to_string(),
        });
    }
    let scored = Scored::probabilities(y_true, y_proba, classes, sample_weight)?;
    let mut gaps = vec![0.0; n_bins];
    for ((row, &truth), &weight) in
        scored.scores.rows().into_iter().zip(&scored.truths).zip(&scored.weights)
    {
        let first_highest = |best: (usize, f64), (class, &p): (usize, &f64)| {
            if p > best.1 { (class, p) } else { best }
        };
        let (answer, confidence) = row.iter().enumerate().fold((0, 0.0), first_highest);
        // The cast takes what is below the first bin, confidence 0, to bin 0. With the sum 1 the
        // highest probability is above 0 and at most 1.
        let bin = ((confidence * n_bins as f64).ceil() as usize).saturating_sub(1);
        let is_right = f64::from(u8::from(answer == truth));
        gaps[bin.min(n_bins - 1)] += weight * (is_right - confidence);
    }
    let total: f64 = scored.weights.iter().sum();
    Ok(gaps.iter().map(|gap| gap.abs()).sum::<f64>() / total)
}
