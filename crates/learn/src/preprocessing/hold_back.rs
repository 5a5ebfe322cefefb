//! When not to adapt to a group.

use std::cmp::Ordering;

use ndarray::ArrayRef2;
use serde::{Deserialize, Serialize};

use super::{FittedGroupScaler, FittedStandardScaler};
use crate::{Error, Result};

/// Holds adaptation back where a group's clips seem to be of one label only.
///
/// Standardising a group assumes that its rows are of all labels. Where all are of one label, the
/// statistics that are taken away are those of the label itself, and the model is worse than
/// without adaptation. What the model predicts *before* it is adapted tells: the entropy of its
/// mean probabilities over the group, divided by that of equal shares, is near 1 for mixed rows.
/// From `full` on the group's statistics count fully, up to `none` not at all, and in proportion
/// between. `docs/accuracy.md` of emo says how the defaults were chosen.
///
/// ```
/// use emo_learn::preprocessing::HoldBack;
/// use ndarray::array;
///
/// let hold_back = HoldBack::default();
/// let mixed = array![[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]];
/// assert_eq!(hold_back.share(&mixed)?, 1.0);
/// let one_label = array![[0.9, 0.05, 0.05], [0.8, 0.1, 0.1]];
/// assert_eq!(hold_back.share(&one_label)?, 0.0);
/// # Ok::<(), emo_learn::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HoldBack {
    /// The relative entropy up to which there is no adaptation, from 0 to 1. Default 0.7.
    pub none: f64,
    /// The relative entropy from which adaptation is complete, above `none`. Default 0.9.
    pub full: f64,
}

impl Default for HoldBack {
    fn default() -> Self {
        Self { none: 0.7, full: 0.9 }
    }
}

impl HoldBack {
    /// How far to adapt, from 0 (not at all) to 1, by the model's probabilities of the group's rows
    /// without adaptation (rows × classes).
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without rows, [`Error::TooFew`] with fewer than two classes, and
    /// [`Error::InvalidParameter`] when `none` is not below `full`, or a mean is not from 0 to 1.
    pub fn share(&self, probabilities: &ArrayRef2<f64>) -> Result<f64> {
        let refused = |parameter: &str, expected: &str, got: f64| Error::InvalidParameter {
            parameter: parameter.into(),
            expected: expected.into(),
            got: got.to_string(),
        };
        if self.none.partial_cmp(&self.full) != Some(Ordering::Less) {
            return Err(refused("none", "a number below `full`", self.none));
        }
        let n_classes = probabilities.ncols();
        if n_classes < 2 {
            return Err(Error::TooFew { what: "classes".into(), expected: 2, got: n_classes });
        }
        let mean = probabilities.mean_axis(ndarray::Axis(0));
        let mean = mean.ok_or(Error::Empty { what: "rows of a group" })?;
        // Means of rows that sum to 1 can exceed 1 by rounding.
        if let Some(&got) = mean.iter().find(|mean| !(0.0..=1.0 + 1e-9).contains(*mean)) {
            return Err(refused("probabilities", "0 to 1", got));
        }
        let terms = mean.iter().filter(|&&share| share > 0.0).map(|share| -share * share.ln());
        let relative = terms.sum::<f64>() / (n_classes as f64).ln();
        Ok(((relative - self.none) / (self.full - self.none)).clamp(0.0, 1.0))
    }
}

impl FittedGroupScaler {
    /// As [`adapt`](Self::adapt), where the group's own statistics count only by `share` (0 to 1)
    /// of what they would; see [`HoldBack`].
    ///
    /// # Errors
    ///
    /// As [`adapt`](Self::adapt), and [`Error::InvalidParameter`] for another share.
    pub fn adapt_by_share(
        &self,
        rows: &ArrayRef2<f64>,
        share: f64,
    ) -> Result<FittedStandardScaler> {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::InvalidParameter {
                parameter: "share".into(),
                expected: "0 to 1".into(),
                got: share.to_string(),
            });
        }
        let own = self.adapt(rows)?;
        let blend = |own: &[f64], average: &[f64]| -> Vec<f64> {
            let pairs = own.iter().zip(average);
            pairs.map(|(own, average)| share * own + (1.0 - share) * average).collect()
        };
        let (mean, var) = (blend(own.mean(), self.mean()), blend(own.var(), self.var()));
        FittedStandardScaler::from_statistics(mean, var, own.n_samples_seen())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ndarray::{Array2, array};

    use super::*;
    use crate::StandardScaler;

    #[test]
    fn the_share_rises_with_the_mixture_of_labels() {
        let share = |first: f64| {
            let rest = (1.0 - first) / 3.0;
            HoldBack::default().share(&array![[first, rest, rest, rest]]).unwrap()
        };
        let shares = [0.25, 0.5, 0.6, 0.7, 0.9].map(share);
        assert!(shares.is_sorted_by(|a, b| a >= b), "{shares:?}");
        assert_eq!((shares[0], shares[4]), (1.0, 0.0));
        assert!(shares.iter().any(|&share| share > 0.0 && share < 1.0), "{shares:?}");
    }

    #[test]
    fn impossible_input_is_an_error() {
        let hold_back = HoldBack::default();
        assert!(hold_back.share(&Array2::zeros((0, 4))).is_err());
        assert!(hold_back.share(&array![[1.0]]).is_err());
        assert!(hold_back.share(&array![[f64::NAN, 1.0]]).is_err());
        assert!(HoldBack { none: 0.9, full: 0.9 }.share(&array![[0.5, 0.5]]).is_err());
    }

    #[test]
    fn without_a_share_a_group_is_scaled_like_the_training() {
        let train = array![[0.0, 1.0], [2.0, 5.0], [4.0, 3.0]];
        let scaler = StandardScaler::default().fit(&train).unwrap();
        let average = FittedGroupScaler::of_training(&scaler, 10.0).unwrap();
        let group = array![[7.0, 7.0], [9.0, 8.0]];
        let none = average.adapt_by_share(&group, 0.0).unwrap();
        assert_eq!((none.mean(), none.var()), (scaler.mean(), scaler.var()));
        assert_eq!(average.adapt_by_share(&group, 1.0).unwrap(), average.adapt(&group).unwrap());
        assert!(average.adapt_by_share(&group, 1.5).is_err());
    }
}
