//! How far probabilities are from the truth.

use std::fmt::Debug;

use ndarray::{ArrayRef2, NdFloat};

use super::scored::Scored;
use crate::Result;

/// The mean of −ln p over rows, p being the probability given to the true class: cross-entropy,
/// in nats, at least 0.
///
/// p is kept within [ε, 1 − ε], ε being the precision of `F`, so that one wrong certainty does not
/// make it infinite. `classes` holds the label of each column of `y_proba`, sorted.
/// Source: scikit-learn 1.9.1, `metrics.log_loss`.
///
/// # Errors
///
/// [`Error::Empty`](crate::Error::Empty) without rows; [`Error::Shape`](crate::Error::Shape) when
/// sizes differ; [`Error::UnknownLabel`](crate::Error::UnknownLabel) for a true label that is no
/// class; [`Error::TooFew`](crate::Error::TooFew) below two classes;
/// [`Error::NonFinite`](crate::Error::NonFinite) for NaN or an infinity, and
/// [`Error::InvalidParameter`](crate::Error::InvalidParameter) unless classes are sorted, weights
/// are usable, and each row holds probabilities that sum to 1.
///
/// ```
/// use emo_learn::metrics::log_loss;
/// use ndarray::array;
///
/// # fn main() -> emo_learn::Result<()> {
/// let proba = array![[0.9, 0.1], [0.5, 0.5]];
/// let loss = log_loss(&["calm", "sad"], &proba, &["calm", "sad"], None)?;
/// assert!((loss - (-0.9_f64.ln() - 0.5_f64.ln()) / 2.0).abs() < 1e-15);
/// # Ok(())
/// # }
/// ```
pub fn log_loss<L: Ord + Debug, F: NdFloat>(
    y_true: &[L],
    y_proba: &ArrayRef2<F>,
    classes: &[L],
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    let scored = Scored::probabilities(y_true, y_proba, classes, sample_weight)?;
    let epsilon = F::epsilon().to_f64().unwrap_or(f64::EPSILON);
    let loss = |(row, &truth): (usize, &usize)| {
        -scored.scores[[row, truth]].clamp(epsilon, 1.0 - epsilon).ln()
    };
    let losses: Vec<f64> = scored.truths.iter().enumerate().map(loss).collect();
    Ok(scored.mean(&losses))
}

/// The mean over rows of the squared distance between the probabilities and the truth, which is
/// 1 for the true class and 0 for the others: in [0, 2], and for two classes half of that.
///
/// `classes` holds the label of each column of `y_proba`, sorted. Source: G. W. Brier,
/// "Verification of forecasts expressed in terms of probability" (1950); scikit-learn 1.9.1,
/// `metrics.brier_score_loss`, with `scale_by_half="auto"`.
///
/// # Errors
///
/// Those of [`log_loss`].
pub fn brier_score_loss<L: Ord + Debug, F: NdFloat>(
    y_true: &[L],
    y_proba: &ArrayRef2<F>,
    classes: &[L],
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    let scored = Scored::probabilities(y_true, y_proba, classes, sample_weight)?;
    let distances = scored.truths.iter().zip(scored.scores.rows()).map(|(&truth, row)| {
        let off = |(class, &p): (usize, &f64)| p - f64::from(u8::from(class == truth));
        row.iter().enumerate().map(|class| off(class).powi(2)).sum()
    });
    let distances: Vec<f64> = distances.collect();
    let scale = if classes.len() == 2 { 0.5 } else { 1.0 };
    Ok(scale * scored.mean(&distances))
}
