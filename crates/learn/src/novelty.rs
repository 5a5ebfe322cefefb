//! Which rows are unlike all training rows, so that a prediction for them means nothing.
//!
//! ```
//! use emo_learn::novelty::DiagonalDistance;
//! use ndarray::array;
//!
//! let train = array![[1.0, 10.0], [2.0, 30.0], [3.0, 20.0]];
//! let distance = DiagonalDistance::fit(&train, &[1.0; 3])?;
//! let distances = distance.of_rows(&array![[2.0, 20.0], [20.0, 20.0]])?;
//! assert_eq!(distances[0], 0.0);
//! assert!(distances[1] > 5.0);
//! # Ok::<(), emo_learn::Error>(())
//! ```

use ndarray::ArrayRef2;
use serde::{Deserialize, Serialize};

use crate::preprocessing::{FittedStandardScaler, StandardScaler};
use crate::{Error, Result};

/// What a standardised value counts at most, so that one broken column does not decide alone.
const LIMIT: f64 = 8.0;

/// The distance of rows to the training rows: the root of the mean square of their standardised
/// values, each limited to -8 to 8.
///
/// It is the Mahalanobis distance for a covariance without correlations, divided by the root of the
/// number of columns: 1 is typical for a training row, and 8 is the largest value. It needs two
/// numbers per column, also where columns outnumber rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DiagonalDistance {
    scaler: FittedStandardScaler,
}

impl DiagonalDistance {
    /// Learns mean and deviation of each column of `x` (samples × features), with a weight for each
    /// row.
    ///
    /// # Errors
    ///
    /// As [`StandardScaler::fit_weighted`].
    pub fn fit(x: &ArrayRef2<f64>, sample_weight: &[f64]) -> Result<Self> {
        Ok(Self { scaler: StandardScaler::default().fit_weighted(x, sample_weight)? })
    }

    /// The number of columns of a row.
    pub fn n_features_in(&self) -> usize {
        self.scaler.mean().len()
    }

    /// The distance of each row, from 0 to 8.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when the number of columns is not that of the training rows, and
    /// [`Error::NonFinite`] for a NaN or an infinity.
    pub fn of_rows(&self, x: &ArrayRef2<f64>) -> Result<Vec<f64>> {
        let scaled = self.scaler.transform(x)?;
        let square = |value: &f64| value.clamp(-LIMIT, LIMIT).powi(2);
        let mean_square = |row: ndarray::ArrayView1<'_, f64>| {
            row.iter().map(square).sum::<f64>() / row.len() as f64
        };
        Ok(scaled.rows().into_iter().map(|row| mean_square(row).sqrt()).collect())
    }

    /// The smallest threshold at which at most `share` (0 to 1) of `distances` lie above it. Take
    /// distances of rows that were held out, such as those of a corpus that was not trained on.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a distance, and [`Error::InvalidParameter`] for another share.
    pub fn threshold(distances: &[f64], share: f64) -> Result<f64> {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::InvalidParameter {
                parameter: "share".into(),
                expected: "0 to 1".into(),
                got: share.to_string(),
            });
        }
        let mut sorted = distances.to_vec();
        sorted.sort_by(f64::total_cmp);
        let above = (share * sorted.len() as f64).floor() as usize;
        let at = sorted.len().saturating_sub(1 + above);
        sorted.get(at).copied().ok_or(Error::Empty { what: "distances" })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn a_training_row_is_typically_at_distance_one() {
        let x = Array2::from_shape_fn((40, 3), |(row, column)| {
            ((row * 7 + column * 3) % 11) as f64 * 10.0_f64.powi(column as i32)
        });
        let distance = DiagonalDistance::fit(&x, &[1.0; 40]).unwrap();
        let squares: Vec<f64> = distance.of_rows(&x).unwrap().iter().map(|it| it.powi(2)).collect();
        let mean = squares.iter().sum::<f64>() / 40.0;
        assert!((mean - 1.0).abs() < 1e-12, "{mean}");
    }

    #[test]
    fn one_broken_column_counts_no_more_than_its_limit() {
        let x = array![[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]];
        let distance = DiagonalDistance::fit(&x, &[1.0; 3]).unwrap();
        let distances = distance.of_rows(&array![[1.0, 1e9], [1e9, 1e9]]).unwrap();
        assert!((distances[0] - LIMIT / 2.0_f64.sqrt()).abs() < 1e-12, "{distances:?}");
        assert_eq!(distances[1], LIMIT);
    }

    #[test]
    fn the_threshold_leaves_at_most_the_share_above_it() {
        let distances = [5.0, 1.0, 4.0, 2.0, 3.0];
        assert_eq!(DiagonalDistance::threshold(&distances, 0.0).unwrap(), 5.0);
        assert_eq!(DiagonalDistance::threshold(&distances, 0.2).unwrap(), 4.0);
        assert_eq!(DiagonalDistance::threshold(&distances, 0.39).unwrap(), 4.0);
        assert_eq!(DiagonalDistance::threshold(&distances, 1.0).unwrap(), 1.0);
        assert!(DiagonalDistance::threshold(&[], 0.0).is_err());
        assert!(DiagonalDistance::threshold(&distances, f64::NAN).is_err());
    }
}
