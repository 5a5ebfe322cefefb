//! Data that several tests train on.

use emo_random::RandomState;
use ndarray::Array2;

/// Rows around the points (0, 0, 0, 0), (1, 1, 1, 1), ..., and the labels 10, 20, ....
pub(crate) fn clusters(rows: usize, classes: usize) -> (Array2<f64>, Vec<usize>) {
    let mut random = RandomState::new(5);
    let class = |row: usize| row * classes / rows;
    let x =
        Array2::from_shape_fn((rows, 4), |(row, _)| class(row) as f64 + random.uniform(-0.6, 0.6));
    (x, (0..rows).map(|row| 10 * (class(row) + 1)).collect())
}
