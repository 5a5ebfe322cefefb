//! The temperature that converts decision values into calibrated probabilities.

use emo_learn::numeric::softmax;
use ndarray::ArrayRef2;

use crate::{Error, Float, Result, checks, decision::per_class, labels::n_outputs};

/// The temperature that minimises the log loss of the softmax of `scores` / temperature, on rows
/// that the classifier was not fitted to (C. Guo et al., "On Calibration of Modern Neural
/// Networks", 2017).
///
/// `scores` are a classifier's decision values, rows x classes (one column for two classes), `y`
/// the true labels and `classes` those of the columns, as returned by its `classes()`.
///
/// The log loss is convex in 1 / temperature, so there is one best value; it is found by bisection,
/// from 1/1000 to 1000 times the largest difference between two scores of a row. If the true class
/// of every row has the largest score, the best temperature is 0, and the lower end is returned; if
/// the scores are not informative, the upper end; if they are all equal, 1.
///
/// ```
/// use emo_ridge::{RidgeClassifier, fit_temperature};
/// use ndarray::array;
///
/// # fn main() -> Result<(), emo_ridge::Error> {
/// let x = array![[0.0], [0.2], [0.9], [1.0]];
/// let fitted = RidgeClassifier::default().fit(&x, &[3, 3, 5, 5])?;
/// let (held_out, y) = (array![[0.1], [0.4], [0.45], [0.8]], [3, 5, 3, 5]);
/// let scores = fitted.decision_function(&held_out)?;
/// let temperature = fit_temperature(&scores, &y, fitted.classes())?;
/// let calibrated = fitted.with_temperature(temperature)?;
/// assert_eq!(calibrated.predict_proba(&held_out)?.dim(), (4, 2));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// When the scores are empty or not finite, have another number of columns than the classes need,
/// or do not match the labels; when a label is none of the classes, or the classes are not two or
/// more in rising order.
pub fn fit_temperature<F: Float>(
    scores: &ArrayRef2<F>,
    y: &[usize],
    classes: &[usize],
) -> Result<f64> {
    let rows = scored_rows(scores, y, classes)?;
    let widest = rows.iter().map(|row| row.spread()).fold(0.0, f64::max);
    if widest == 0.0 {
        return Ok(1.0);
    }
    let (mut low, mut high) = ((widest * 1e-3).ln(), (widest * 1e3).ln());
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if overconfident(&rows, middle.exp()) { low = middle } else { high = middle }
    }
    Ok(f64::midpoint(low, high).exp())
}

/// After so many halvings the interval is as narrow as `f64` can tell.
const HALVINGS: usize = 60;

/// A row's values, one a class, and the position of its true class.
struct ScoredRow {
    scores: Vec<f64>,
    truth: usize,
}

impl ScoredRow {
    fn spread(&self) -> f64 {
        let largest = self.scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        largest - self.scores.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

fn scored_rows<F: Float>(
    scores: &ArrayRef2<F>,
    y: &[usize],
    classes: &[usize],
) -> Result<Vec<ScoredRow>> {
    if classes.len() < 2 || !classes.is_sorted_by(|a, b| a < b) {
        return Err(Error::InvalidClasses { got: classes.to_vec() });
    }
    checks::input("scores", scores)?;
    checks::columns("scores", n_outputs(classes.len()), scores.ncols())?;
    checks::length("y", scores.nrows(), y.len())?;
    let rows = scores.rows().into_iter().zip(y).enumerate();
    rows.map(|(row, (scores, &label))| {
        let truth =
            classes.binary_search(&label).map_err(|_| Error::UnknownLabel { row, label })?;
        Ok(ScoredRow { scores: per_class(scores.iter().copied()), truth })
    })
    .collect()
}

/// Whether the log loss falls as the temperature rises: the mean score that the probabilities
/// expect is above the mean score of the true classes.
fn overconfident(rows: &[ScoredRow], temperature: f64) -> bool {
    let excess = |row: &ScoredRow| {
        let mut shares = row.scores.clone();
        softmax(&mut shares, temperature);
        let truth = row.scores[row.truth];
        shares.iter().zip(&row.scores).map(|(share, score)| share * (score - truth)).sum::<f64>()
    };
    rows.iter().map(excess).sum::<f64>() > 0.0
}
