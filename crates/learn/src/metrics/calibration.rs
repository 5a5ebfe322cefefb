//! Whether a probability of 0.8 is right in 80 % of all cases.

use std::fmt::Debug;

use ndarray::{ArrayRef2, NdFloat};

use super::scored::Scored;
use crate::{Error, Result};

/// The rows whose highest probability lies in one bin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ReliabilityBin {
    /// Their mean highest probability; 0 without rows.
    pub confidence: f64,
    /// The share of right answers among them; 0 without rows.
    pub accuracy: f64,
    /// Their number (or weight).
    pub weight: f64,
}

/// How far confidence is from accuracy, in [0, 1]; 0 is perfectly calibrated.
///
/// The mean over the bins of [`reliability_bins`], each with its share of the rows, of |share of
/// right answers − mean probability|. 15 bins are usual, 10 are seen too.
///
/// Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural
/// networks", ICML 2017, equations 2 and 3; bins after M. P. Naeini, G. F. Cooper, M. Hauskrecht,
/// "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015.
///
/// # Errors
///
/// Those of [`reliability_bins`].
pub fn expected_calibration_error<L: Ord + Debug, F: NdFloat>(
    y_true: &[L],
    y_proba: &ArrayRef2<F>,
    classes: &[L],
    n_bins: usize,
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    let bins = reliability_bins(y_true, y_proba, classes, n_bins, sample_weight)?;
    let total: f64 = bins.iter().map(|bin| bin.weight).sum();
    let gaps = bins.iter().map(|bin| bin.weight * (bin.accuracy - bin.confidence).abs());
    Ok(gaps.sum::<f64>() / total)
}

/// How often the answers are right, by how sure they are: the bars of a reliability diagram.
///
/// Rows are put into `n_bins` bins of equal width by their highest probability p, bin m holding
/// (m − 1)/n < p ≤ m/n. Of equal probabilities the first class is the answer. `classes` holds the
/// label of each column, sorted. Source: as [`expected_calibration_error`].
///
/// # Errors
///
/// Those of [`log_loss`](super::log_loss); also [`Error::InvalidParameter`] unless `n_bins` is
/// from 1 to 10 000.
///
/// ```
/// use emo_learn::metrics::reliability_bins;
/// use ndarray::array;
///
/// # fn main() -> emo_learn::Result<()> {
/// let y_proba = array![[0.9, 0.1], [0.8, 0.2], [0.3, 0.7]];
/// let bins = reliability_bins(&["calm", "sad", "sad"], &y_proba, &["calm", "sad"], 4, None)?;
/// assert_eq!((bins[3].weight, bins[3].accuracy), (2.0, 0.5));
/// assert_eq!((bins[2].weight, bins[2].accuracy), (1.0, 1.0));
/// # Ok(())
/// # }
/// ```
pub fn reliability_bins<L: Ord + Debug, F: NdFloat>(
    y_true: &[L],
    y_proba: &ArrayRef2<F>,
    classes: &[L],
    n_bins: usize,
    sample_weight: Option<&[f64]>,
) -> Result<Vec<ReliabilityBin>> {
    if !(1..=10_000).contains(&n_bins) {
        return Err(Error::InvalidParameter {
            parameter: "n_bins".into(),
            expected: "1 to 10000".into(),
            got: n_bins.to_string(),
        });
    }
    let scored = Scored::probabilities(y_true, y_proba, classes, sample_weight)?;
    let mut bins = vec![ReliabilityBin::default(); n_bins];
    for ((row, &truth), &weight) in
        scored.scores.rows().into_iter().zip(&scored.truths).zip(&scored.weights)
    {
        let first_highest = |best: (usize, f64), (class, &p): (usize, &f64)| {
            if p > best.1 { (class, p) } else { best }
        };
        let (answer, confidence) = row.iter().enumerate().fold((0, 0.0), first_highest);
        // The cast takes what is below the first bin, confidence 0, to bin 0. With the sum 1 the
        // highest probability is above 0 and at most 1.
        let place = ((confidence * n_bins as f64).ceil() as usize).saturating_sub(1);
        let bin = &mut bins[place.min(n_bins - 1)];
        bin.weight += weight;
        bin.confidence += weight * confidence;
        bin.accuracy += weight * f64::from(u8::from(answer == truth));
    }
    for bin in bins.iter_mut().filter(|bin| bin.weight > 0.0) {
        bin.confidence /= bin.weight;
        bin.accuracy /= bin.weight;
    }
    Ok(bins)
}
