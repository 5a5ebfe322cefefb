//! Which class was taken for which.

use ndarray::{Array2, Axis};

use super::input::{check_lengths, weights};
use crate::{Error, Result};

/// What a normalised [`ConfusionMatrix`] shares out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalize {
    /// Each true class: a row sums to 1, and the diagonal holds the recalls.
    True,
    /// Each predicted class: a column sums to 1, and the diagonal holds the precisions.
    Pred,
    /// All rows: the matrix sums to 1.
    All,
}

/// How often (or with what weight) each class was taken for each: rows are true classes, columns
/// predicted ones.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfusionMatrix<L> {
    pub(super) labels: Vec<L>,
    pub(super) counts: Array2<f64>,
    /// The weight of each class among the true labels, whatever it was taken for.
    pub(super) true_sums: Vec<f64>,
    /// The weight of each class among the predictions, whatever it was.
    pub(super) pred_sums: Vec<f64>,
    /// Whether every true and predicted label is one of `labels`.
    pub(super) complete: bool,
    /// Whether rows were counted with weights.
    pub(super) weighted: bool,
}

/// Counts which class was taken for which; `labels` are all that occur on either side, sorted.
///
/// Source: scikit-learn 1.9.1, `metrics.confusion_matrix`.
///
/// # Errors
///
/// [`Error::Empty`] without rows, [`Error::Shape`] when the lengths differ, and
/// [`Error::InvalidParameter`] unless the weights are finite, at least 0 and not all 0.
///
/// ```
/// use emo_learn::metrics::confusion_matrix;
///
/// # fn main() -> emo_learn::Result<()> {
/// let matrix = confusion_matrix(&["calm", "sad", "sad"], &["calm", "calm", "sad"], None)?;
/// assert_eq!(matrix.labels(), ["calm", "sad"]);
/// assert_eq!(matrix.counts()[[1, 0]], 1.0); // sad, taken for calm
/// # Ok(())
/// # }
/// ```
pub fn confusion_matrix<L: Ord + Clone>(
    y_true: &[L],
    y_pred: &[L],
    sample_weight: Option<&[f64]>,
) -> Result<ConfusionMatrix<L>> {
    check_lengths("labels in y_pred", y_true.len(), y_pred.len())?;
    let weights = weights(sample_weight, y_true.len())?;
    let mut occurring: Vec<&L> = y_true.iter().chain(y_pred).collect();
    occurring.sort();
    occurring.dedup();
    let labels: Vec<L> = occurring.into_iter().cloned().collect();

    let n = labels.len();
    let (mut counts, mut true_sums, mut pred_sums) =
        (Array2::zeros((n, n)), vec![0.0; n], vec![0.0; n]);
    for ((truth, guess), weight) in y_true.iter().zip(y_pred).zip(weights) {
        if let (Ok(row), Ok(column)) = (labels.binary_search(truth), labels.binary_search(guess)) {
            counts[[row, column]] += weight;
            true_sums[row] += weight;
            pred_sums[column] += weight;
        }
    }
    // scikit-learn keeps hits and misses apart and adds them up again; with weights the last
    // digits, which its report prints, depend on it.
    for (class, &hits) in counts.diag().iter().enumerate() {
        true_sums[class] = hits + (true_sums[class] - hits);
        pred_sums[class] = hits + (pred_sums[class] - hits);
    }
    let weighted = sample_weight.is_some();
    Ok(ConfusionMatrix { labels, counts, true_sums, pred_sums, complete: true, weighted })
}

impl<L> ConfusionMatrix<L> {
    /// The class of each row and column.
    pub fn labels(&self) -> &[L] {
        &self.labels
    }

    /// The counts (true × predicted), or sums of weights.
    pub fn counts(&self) -> &Array2<f64> {
        &self.counts
    }

    /// The counts as shares; 0 where a class does not occur.
    pub fn normalize(&self, normalize: Normalize) -> Array2<f64> {
        let sums = match normalize {
            Normalize::True => self.counts.sum_axis(Axis(1)).insert_axis(Axis(1)),
            Normalize::Pred => self.counts.sum_axis(Axis(0)).insert_axis(Axis(0)),
            Normalize::All => Array2::from_elem((1, 1), self.counts.sum()),
        };
        (&self.counts / &sums).mapv_into(|share| if share.is_nan() { 0.0 } else { share })
    }

    /// For each class, the weight of the rows that were predicted right.
    pub(super) fn hits(&self) -> Vec<f64> {
        self.counts.diag().to_vec()
    }
}

impl<L: Ord + Clone> ConfusionMatrix<L> {
    /// The matrix of these classes only, in this order; a class that does not occur has zeros.
    ///
    /// Use it to keep the same classes over folds of which some lack one. It is scikit-learn's
    /// parameter `labels`: precision and recall still know of rows that were taken for, or are,
    /// some other class.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without labels or when none of them occurs among the true ones, and
    /// [`Error::InvalidParameter`] when one is there twice.
    pub fn with_labels(&self, labels: &[L]) -> Result<Self> {
        let mut sorted = labels.to_vec();
        sorted.sort();
        sorted.dedup();
        if sorted.len() != labels.len() {
            return Err(Error::InvalidParameter {
                parameter: "labels".into(),
                expected: "each label once".into(),
                got: format!("{} labels, {} of them different", labels.len(), sorted.len()),
            });
        }
        let place = |label: &L| self.labels.iter().position(|known| known == label);
        let places: Vec<Option<usize>> = labels.iter().map(place).collect();
        let pick = |sums: &[f64]| -> Vec<f64> {
            places.iter().map(|place| place.map_or(0.0, |place| sums[place])).collect()
        };
        let true_sums = pick(&self.true_sums);
        if true_sums.iter().all(|&sum| sum == 0.0) {
            return Err(Error::Empty { what: "rows of y_true with one of the labels" });
        }
        let count = |(row, column): (usize, usize)| match (places[row], places[column]) {
            (Some(row), Some(column)) => self.counts[[row, column]],
            _ => 0.0,
        };
        Ok(Self {
            counts: Array2::from_shape_fn((labels.len(), labels.len()), count),
            pred_sums: pick(&self.pred_sums),
            complete: self.complete && self.labels.iter().all(|label| labels.contains(label)),
            weighted: self.weighted,
            labels: labels.to_vec(),
            true_sums,
        })
    }
}
