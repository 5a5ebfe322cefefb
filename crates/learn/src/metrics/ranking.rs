//! Whether the right class has a high score, whatever the scores mean.

use std::fmt::Debug;

use ndarray::{ArrayRef2, NdFloat};

use super::precision_recall::Average;
use super::scored::Scored;
use super::sum::pairwise_sum;
use crate::{Error, Result};

/// The share of rows whose true class is among the `k` classes with the highest scores, in
/// [0, 1]. Of equal scores the last column goes first.
///
/// `classes` holds the label of each column of `y_score`, sorted; two columns are treated as more
/// are. Source: scikit-learn 1.9.1, `metrics.top_k_accuracy_score`.
///
/// # Errors
///
/// As [`roc_auc_score`]; also [`Error::InvalidParameter`] when `k` is 0.
pub fn top_k_accuracy_score<L: Ord + Debug, F: NdFloat>(
    y_true: &[L],
    y_score: &ArrayRef2<F>,
    classes: &[L],
    k: usize,
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    if k == 0 {
        let (expected, got) = ("at least 1".into(), "0".into());
        return Err(Error::InvalidParameter { parameter: "k".into(), expected, got });
    }
    let scored = Scored::new(y_true, y_score, classes, sample_weight)?;
    let hit = |(&truth, row): (&usize, ndarray::ArrayView1<'_, f64>)| {
        let goes_first =
            |&class: &usize| row[class] > row[truth] || (row[class] == row[truth] && class > truth);
        let rank = (0..row.len()).filter(goes_first).count();
        f64::from(u8::from(rank < k))
    };
    let hits: Vec<f64> = scored.truths.iter().zip(scored.scores.rows()).map(hit).collect();
    Ok(scored.mean(&hits))
}

/// The area under the ROC curve of each class against all others, averaged; in [0, 1], 0.5 being
/// chance.
///
/// `classes` holds the label of each column of `y_score`, sorted. A class that is never, or
/// always, the true one has no curve: its area is NaN, and so is the macro average, while the
/// weighted one leaves out a class without rows. Micro takes every entry of the matrix as an
/// answer of its own. Source: scikit-learn 1.9.1,
/// `metrics.roc_auc_score(multi_class="ovr")`; scores need not be probabilities here.
///
/// # Errors
///
/// [`Error::Empty`] without rows; [`Error::Shape`] when sizes differ; [`Error::UnknownLabel`] for
/// a true label that is no class; [`Error::TooFew`] below two classes; [`Error::NonFinite`] for
/// NaN or an infinity, and [`Error::InvalidParameter`] unless classes are sorted and weights are
/// usable.
pub fn roc_auc_score<L: Ord + Debug, F: NdFloat>(
    y_true: &[L],
    y_score: &ArrayRef2<F>,
    classes: &[L],
    average: Average,
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    let scored = Scored::new(y_true, y_score, classes, sample_weight)?;
    let areas = || areas(&scored, classes.len());
    Ok(match average {
        Average::Macro => pairwise_sum(&areas()) / classes.len() as f64,
        Average::Weighted => {
            let mut of_class = vec![0.0; classes.len()];
            scored
                .truths
                .iter()
                .zip(&scored.weights)
                .for_each(|(&c, weight)| of_class[c] += weight);
            let occurring = areas().into_iter().zip(&of_class).filter(|(_, weight)| **weight > 0.0);
            let weighted: Vec<f64> = occurring.map(|(area, weight)| area * weight).collect();
            pairwise_sum(&weighted) / pairwise_sum(&of_class)
        }
        Average::Micro => {
            let entries = scored.scores.indexed_iter().map(|((row, class), &score)| Answer {
                score,
                is_true: scored.truths[row] == class,
                weight: scored.weights[row],
            });
            area_under_curve(entries.collect())
        }
    })
}

/// The area under the ROC curve of each class against all others, in the order of `classes`; NaN
/// where a class is never, or always, the true one.
///
/// # Errors
///
/// Those of [`roc_auc_score`].
pub fn roc_auc_score_per_class<L: Ord + Debug, F: NdFloat>(
    y_true: &[L],
    y_score: &ArrayRef2<F>,
    classes: &[L],
    sample_weight: Option<&[f64]>,
) -> Result<Vec<f64>> {
    let scored = Scored::new(y_true, y_score, classes, sample_weight)?;
    Ok(areas(&scored, classes.len()))
}

/// One yes-or-no answer: how strong a yes, whether yes is right, and how much it counts.
struct Answer {
    score: f64,
    is_true: bool,
    weight: f64,
}

fn areas(scored: &Scored, n_classes: usize) -> Vec<f64> {
    let area = |class| {
        let column = scored.scores.column(class);
        let answers = column.iter().zip(&scored.truths).zip(&scored.weights);
        let answer =
            |((&score, &truth), &weight)| Answer { score, is_true: truth == class, weight };
        area_under_curve(answers.map(answer).collect())
    };
    (0..n_classes).map(area).collect()
}

/// The area under the curve of true against false positives as the threshold falls, by
/// trapezoids; NaN unless there are both kinds.
fn area_under_curve(mut answers: Vec<Answer>) -> f64 {
    answers.sort_by(|a, b| b.score.total_cmp(&a.score));
    let (mut hits, mut alarms, mut area) = (0.0, 0.0, 0.0);
    for equal in answers.chunk_by(|a, b| a.score == b.score) {
        let (hits_before, alarms_before) = (hits, alarms);
        for Answer { is_true, weight, .. } in equal {
            *(if *is_true { &mut hits } else { &mut alarms }) += weight;
        }
        area += (alarms - alarms_before) * (hits + hits_before) / 2.0;
    }
    if hits > 0.0 && alarms > 0.0 { area / (hits * alarms) } else { f64::NAN }
}
