//! True labels beside a matrix of scores, checked.

use std::fmt::Debug;

use ndarray::{Array2, ArrayRef2, NdFloat};

use super::input::{check_lengths, weights};
use super::sum::pairwise_sum;
use crate::{Error, Result};

/// The true column, the scores and the weight of each row.
pub(super) struct Scored {
    pub(super) truths: Vec<usize>,
    pub(super) scores: Array2<f64>,
    pub(super) weights: Vec<f64>,
}

impl Scored {
    /// Checks that sizes agree, that classes are sorted and known, and that scores are finite.
    pub(super) fn new<L: Ord + Debug, F: NdFloat>(
        y_true: &[L],
        y_score: &ArrayRef2<F>,
        classes: &[L],
        sample_weight: Option<&[f64]>,
    ) -> Result<Self> {
        check_lengths("rows of scores", y_true.len(), y_score.nrows())?;
        check_classes(classes, y_score.ncols())?;
        let weights = weights(sample_weight, y_true.len())?;
        let unknown = |label| Error::unknown_label(label, classes);
        let column = |label| classes.binary_search(label).map_err(|_| unknown(label));
        let truths = y_true.iter().map(column).collect::<Result<_>>()?;
        let scores = y_score.mapv(|score| score.to_f64().unwrap_or(f64::NAN));
        match scores.indexed_iter().find(|(_, score)| !score.is_finite()) {
            Some(((row, column), &value)) => Err(Error::NonFinite { row, column, value }),
            None => Ok(Self { truths, scores, weights }),
        }
    }

    /// The same, and that each row holds probabilities: in [0, 1], and 1 together, within the
    /// square root of the precision of `F`, where scikit-learn warns.
    pub(super) fn probabilities<L: Ord + Debug, F: NdFloat>(
        y_true: &[L],
        y_proba: &ArrayRef2<F>,
        classes: &[L],
        sample_weight: Option<&[f64]>,
    ) -> Result<Self> {
        let scored = Self::new(y_true, y_proba, classes, sample_weight)?;
        let rounding = F::epsilon().sqrt().to_f64().unwrap_or(0.0);
        let is_sound = |row: &[f64]| {
            row.iter().all(|probability| (0.0..=1.0).contains(probability))
                && (pairwise_sum(row) - 1.0).abs() <= rounding
        };
        let unsound = |(_, row): &(usize, Vec<f64>)| !is_sound(row);
        let rows = scored.scores.rows().into_iter().map(|row| row.to_vec());
        if let Some((number, row)) = rows.enumerate().find(unsound) {
            return Err(Error::InvalidParameter {
                parameter: format!("probabilities of row {number}"),
                expected: "numbers in [0, 1] with the sum 1".into(),
                got: format!("{row:?}"),
            });
        }
        Ok(scored)
    }

    /// The mean over rows, by their weights.
    pub(super) fn mean(&self, figures: &[f64]) -> f64 {
        let weighted: Vec<f64> = figures.iter().zip(&self.weights).map(|(f, w)| f * w).collect();
        pairwise_sum(&weighted) / pairwise_sum(&self.weights)
    }
}

fn check_classes<L: Ord>(classes: &[L], n_columns: usize) -> Result<()> {
    if classes.len() != n_columns {
        let (expected, got) = (classes.len(), n_columns);
        return Err(Error::Shape { what: "columns of scores, one for each class", expected, got });
    }
    if classes.len() < 2 {
        return Err(Error::TooFew { what: "classes".into(), expected: 2, got: classes.len() });
    }
    if !classes.is_sorted_by(|a, b| a < b) {
        return Err(Error::InvalidParameter {
            parameter: "classes".into(),
            expected: "sorted, each once".into(),
            got: "another order".into(),
        });
    }
    Ok(())
}
