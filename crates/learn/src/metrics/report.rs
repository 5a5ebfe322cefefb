//! The table of precision, recall, F1 and support that one reads after training.

use std::fmt;

use serde::Serialize;

use super::confusion::{ConfusionMatrix, confusion_matrix};
use super::precision_recall::{Average, AverageScores, ClassScores};
use super::sum::pairwise_sum;
use crate::Result;

/// Precision, recall, F1 and support of each class and over all of them.
///
/// Its [`Display`](fmt::Display) is scikit-learn's table, letter for letter; a format precision
/// sets the digits: `format!("{report:.4}")`, 2 by default.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClassificationReport {
    /// The classes by name.
    pub labels: Vec<String>,
    /// The figures of each class.
    pub classes: ClassScores,
    /// The share of right answers, in [0, 1]; `None` where the report leaves out classes that
    /// occur, and [`micro_avg`](Self::micro_avg) takes its place.
    pub accuracy: Option<f64>,
    /// From the sums over all classes.
    pub micro_avg: AverageScores,
    /// The mean over classes.
    pub macro_avg: AverageScores,
    /// The mean over classes, each with the weight of its true rows.
    pub weighted_avg: AverageScores,
    /// Number (or weight) of all rows of these classes.
    pub support: f64,
    weighted: bool,
}

/// The report on all classes that occur, sorted; 0 where a figure has no rows to stand on.
///
/// [`ConfusionMatrix::report`] reports on other classes and takes another value for that case.
/// Source: scikit-learn 1.9.1, `metrics.classification_report`.
///
/// # Errors
///
/// Those of [`confusion_matrix`].
///
/// ```
/// use emo_learn::metrics::classification_report;
///
/// # fn main() -> emo_learn::Result<()> {
/// let y_true = ["calm", "sad", "sad", "sad"];
/// let report = classification_report(&y_true, &["calm", "calm", "sad", "sad"], None)?;
/// assert_eq!(report.accuracy, Some(0.75));
/// assert_eq!(report.to_string().lines().nth(3), Some("         sad       1.00      0.67      0.80         3"));
/// # Ok(())
/// # }
/// ```
pub fn classification_report<L: Ord + Clone + fmt::Display>(
    y_true: &[L],
    y_pred: &[L],
    sample_weight: Option<&[f64]>,
) -> Result<ClassificationReport> {
    Ok(confusion_matrix(y_true, y_pred, sample_weight)?.report(0.0))
}

impl<L: fmt::Display> ConfusionMatrix<L> {
    /// The report on these classes; `zero_division` as for
    /// [`class_scores`](Self::class_scores).
    pub fn report(&self, zero_division: f64) -> ClassificationReport {
        let average = |average| self.average_scores(average, zero_division);
        let micro_avg = average(Average::Micro);
        ClassificationReport {
            labels: self.labels.iter().map(L::to_string).collect(),
            classes: self.class_scores(zero_division),
            accuracy: self.complete.then_some(micro_avg.f1),
            micro_avg,
            macro_avg: average(Average::Macro),
            weighted_avg: average(Average::Weighted),
            support: pairwise_sum(&self.true_sums),
            weighted: self.weighted,
        }
    }
}

impl fmt::Display for ClassificationReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(2);
        let names = self.labels.iter().map(|label| label.chars().count());
        let width = names.chain(["weighted avg".len(), digits]).max().unwrap_or(0);
        let support = |support: f64| {
            if self.weighted { format!("{support:?}") } else { support.to_string() }
        };
        let row = |f: &mut fmt::Formatter<'_>, name: &str, [p, r, f1]: [f64; 3], count| {
            let (p, r, f1) = (figure(p, digits), figure(r, digits), figure(f1, digits));
            writeln!(f, "{name:>width$}  {p:>9} {r:>9} {f1:>9} {:>9}", support(count))
        };

        let [p, r, f1, s] = ["precision", "recall", "f1-score", "support"];
        writeln!(f, "{:>width$}  {p:>9} {r:>9} {f1:>9} {s:>9}\n", "")?;
        let ClassScores { precision, recall, f1, support: counts } = &self.classes;
        for (class, name) in self.labels.iter().enumerate() {
            row(f, name, [precision[class], recall[class], f1[class]], counts[class])?;
        }
        writeln!(f)?;
        match self.accuracy {
            Some(accuracy) => writeln!(
                f,
                "{:>width$}  {:>9} {:>9} {:>9} {:>9}",
                "accuracy",
                "",
                "",
                figure(accuracy, digits),
                support(self.support)
            )?,
            None => row(f, "micro avg", self.micro_avg.figures(), self.support)?,
        }
        row(f, "macro avg", self.macro_avg.figures(), self.support)?;
        row(f, "weighted avg", self.weighted_avg.figures(), self.support)
    }
}

impl AverageScores {
    fn figures(self) -> [f64; 3] {
        [self.precision, self.recall, self.f1]
    }
}

/// A figure with this many digits; NaN in lower case, as Python prints it.
fn figure(value: f64, digits: usize) -> String {
    if value.is_nan() { "nan".into() } else { format!("{value:.digits$}") }
}
