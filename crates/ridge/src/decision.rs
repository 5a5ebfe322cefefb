//! From decision values to labels and probabilities.

use emo_learn::numeric::softmax;
use ndarray::{Array2, ArrayRef2};

use crate::Float;

/// The class of the largest value in each row, the first of equal ones; of two classes, the
/// second where the single value is above 0.
pub(crate) fn classify<F: Float>(scores: &ArrayRef2<F>, classes: &[usize]) -> Vec<usize> {
    let largest = |row: ndarray::ArrayView1<'_, F>| match row.len() {
        1 => usize::from(row[0] > F::zero()),
        n => (1..n).fold(0, |best, at| if row[at] > row[best] { at } else { best }),
    };
    scores.rows().into_iter().map(|row| classes[largest(row)]).collect()
}

/// The values of a row, one a class: the single value s of two classes stands for -s and s, as
/// the targets -1 and 1 do.
pub(crate) fn per_class<F: Float>(row: impl ExactSizeIterator<Item = F>) -> Vec<f64> {
    let row: Vec<f64> = row.map(Into::into).collect();
    if let &[score] = row.as_slice() { vec![-score, score] } else { row }
}

/// The softmax of each row of `scores` divided by `temperature`.
pub(crate) fn probabilities<F: Float>(scores: &ArrayRef2<F>, temperature: f64) -> Array2<F> {
    let classes = scores.ncols().max(2);
    let mut probabilities = Array2::zeros((scores.nrows(), classes));
    for (row, mut out) in scores.rows().into_iter().zip(probabilities.rows_mut()) {
        let mut shares = per_class(row.iter().copied());
        softmax(&mut shares, temperature);
        out.iter_mut().zip(shares).for_each(|(out, share)| *out = F::of(share));
    }
    probabilities
}
