//! Precision, recall and F1, for each class or averaged over classes.

use serde::{Deserialize, Serialize};

use super::confusion::{ConfusionMatrix, confusion_matrix};
use super::sum::pairwise_sum;
use crate::Result;

/// How figures of single classes become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Average {
    /// The mean over classes: each counts alike.
    Macro,
    /// The mean over classes, each with the weight of its true rows.
    Weighted,
    /// From the sums of hits, rows and predictions over all classes.
    Micro,
}

/// Precision, recall, F1 and support of each class.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClassScores {
    /// Share of the predictions of this class that are right, in [0, 1].
    pub precision: Vec<f64>,
    /// Share of the rows of this class that were found, in [0, 1].
    pub recall: Vec<f64>,
    /// Harmonic mean of precision and recall, in [0, 1].
    pub f1: Vec<f64>,
    /// Number (or weight) of the rows of this class.
    pub support: Vec<f64>,
}

/// Precision, recall and F1 over all classes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AverageScores {
    /// Averaged precision, in [0, 1].
    pub precision: f64,
    /// Averaged recall, in [0, 1].
    pub recall: f64,
    /// Averaged F1, in [0, 1].
    pub f1: f64,
}

/// Precision, recall, F1 and support of each class, the classes sorted; 0 where a figure has no
/// rows to stand on.
///
/// [`ConfusionMatrix::class_scores`] takes another value for that case, and other classes.
/// Source: scikit-learn 1.9.1, `metrics.precision_recall_fscore_support`.
///
/// # Errors
///
/// Those of [`confusion_matrix`].
pub fn precision_recall_fscore_support<L: Ord + Clone>(
    y_true: &[L],
    y_pred: &[L],
    sample_weight: Option<&[f64]>,
) -> Result<ClassScores> {
    Ok(confusion_matrix(y_true, y_pred, sample_weight)?.class_scores(0.0))
}

/// The averaged share of predictions that are right, in [0, 1].
///
/// Source: scikit-learn 1.9.1, `metrics.precision_score`.
///
/// # Errors
///
/// Those of [`confusion_matrix`].
pub fn precision_score<L: Ord + Clone>(
    y_true: &[L],
    y_pred: &[L],
    average: Average,
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    let matrix = confusion_matrix(y_true, y_pred, sample_weight)?;
    Ok(matrix.average_scores(average, 0.0).precision)
}

/// The averaged share of rows that were found, in [0, 1].
///
/// Source: scikit-learn 1.9.1, `metrics.recall_score`.
///
/// # Errors
///
/// Those of [`confusion_matrix`].
pub fn recall_score<L: Ord + Clone>(
    y_true: &[L],
    y_pred: &[L],
    average: Average,
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    let matrix = confusion_matrix(y_true, y_pred, sample_weight)?;
    Ok(matrix.average_scores(average, 0.0).recall)
}

/// The averaged harmonic mean of precision and recall, in [0, 1].
///
/// Source: scikit-learn 1.9.1, `metrics.f1_score`.
///
/// # Errors
///
/// Those of [`confusion_matrix`].
pub fn f1_score<L: Ord + Clone>(
    y_true: &[L],
    y_pred: &[L],
    average: Average,
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    let matrix = confusion_matrix(y_true, y_pred, sample_weight)?;
    Ok(matrix.average_scores(average, 0.0).f1)
}

impl<L> ConfusionMatrix<L> {
    /// Precision, recall, F1 and support of each class.
    ///
    /// `zero_division` stands where a figure has no rows to stand on: 0 as is usual, 1, or NaN,
    /// which averages then leave out.
    pub fn class_scores(&self, zero_division: f64) -> ClassScores {
        scores(&self.hits(), &self.true_sums, &self.pred_sums, zero_division)
    }

    /// Precision, recall and F1 over all classes; `zero_division` as for
    /// [`class_scores`](Self::class_scores).
    pub fn average_scores(&self, average: Average, zero_division: f64) -> AverageScores {
        let (classes, weights) = match average {
            Average::Macro => (self.class_scores(zero_division), None),
            Average::Weighted => (self.class_scores(zero_division), Some(&*self.true_sums)),
            Average::Micro => {
                let [hits, truths, guesses] = [&self.hits(), &self.true_sums, &self.pred_sums]
                    .map(|sums| [pairwise_sum(sums)]);
                (scores(&hits, &truths, &guesses, zero_division), None)
            }
        };
        AverageScores {
            precision: nan_average(&classes.precision, weights),
            recall: nan_average(&classes.recall, weights),
            f1: nan_average(&classes.f1, weights),
        }
    }
}

fn scores(hits: &[f64], truths: &[f64], guesses: &[f64], zero_division: f64) -> ClassScores {
    let divide = |a: f64, b: f64| if b == 0.0 { zero_division } else { a / b };
    let rates = |sums: &[f64]| hits.iter().zip(sums).map(|(&hit, &sum)| divide(hit, sum)).collect();
    let both = truths.iter().zip(guesses).map(|(truth, guess)| truth + guess);
    ClassScores {
        precision: rates(guesses),
        recall: rates(truths),
        f1: hits.iter().zip(both).map(|(&hit, both)| divide(2.0 * hit, both)).collect(),
        support: truths.to_vec(),
    }
}

/// The weighted mean of what is not NaN; the plain one when their weights are all 0
/// (`_nanaverage` in scikit-learn 1.9.1).
fn nan_average(values: &[f64], weights: Option<&[f64]>) -> f64 {
    let known: Vec<usize> = (0..values.len()).filter(|&class| !values[class].is_nan()).collect();
    let sum_of = |value: &dyn Fn(usize) -> f64| -> f64 {
        pairwise_sum(&known.iter().map(|&class| value(class)).collect::<Vec<_>>())
    };
    match weights {
        Some(weights) if known.iter().any(|&class| weights[class] != 0.0) => {
            sum_of(&|class| values[class] * weights[class]) / sum_of(&|class| weights[class])
        }
        _ => sum_of(&|class| values[class]) / known.len() as f64,
    }
}
