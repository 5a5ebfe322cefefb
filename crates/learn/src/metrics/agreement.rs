//! Agreement beyond chance.

use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};

use super::confusion::{ConfusionMatrix, confusion_matrix};
use crate::Result;

/// How much a disagreement weighs, by the places of the two classes in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KappaWeights {
    /// Every disagreement alike: for classes without an order, such as emotions.
    #[default]
    None,
    /// By the distance of the places.
    Linear,
    /// By the square of that distance.
    Quadratic,
}

/// Cohen's kappa: agreement beyond what the shares of the classes give by chance. 1 is full
/// agreement, 0 what chance gives; it may be negative.
///
/// Source: J. Cohen, "A coefficient of agreement for nominal scales" (1960); scikit-learn 1.9.1,
/// `metrics.cohen_kappa_score`. NaN when both sides hold one and the same class only.
///
/// # Errors
///
/// Those of [`confusion_matrix`].
pub fn cohen_kappa_score<L: Ord + Clone>(
    y1: &[L],
    y2: &[L],
    weights: KappaWeights,
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    Ok(confusion_matrix(y1, y2, sample_weight)?.cohen_kappa(weights))
}

impl<L> ConfusionMatrix<L> {
    /// Cohen's kappa of the true and the predicted classes, as [`cohen_kappa_score`] gives it.
    pub fn cohen_kappa(&self, weights: KappaWeights) -> f64 {
        let n = self.labels.len();
        let disagreement = Array2::from_shape_fn((n, n), |(row, column)| {
            let distance = row.abs_diff(column) as f64;
            match weights {
                KappaWeights::None => distance.min(1.0),
                KappaWeights::Linear => distance,
                KappaWeights::Quadratic => distance * distance,
            }
        });
        let rows = self.counts.sum_axis(Axis(1)).insert_axis(Axis(1));
        let columns = self.counts.sum_axis(Axis(0)).insert_axis(Axis(0));
        let by_chance = rows * columns / self.counts.sum();
        1.0 - (&disagreement * &self.counts).sum() / (disagreement * by_chance).sum()
    }
}
