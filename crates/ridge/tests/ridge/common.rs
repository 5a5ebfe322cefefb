//! The matrices of the goldens, drawn again as the script that made them drew them.

use emo_random::RandomState;
use ndarray::{Array2, Axis};

/// Rows that are set aside for prediction.
const TEST_ROWS: usize = 6;

#[derive(serde::Deserialize)]
pub(crate) struct Data {
    seed: u32,
    rows: usize,
    columns: usize,
    offset: f64,
    pub(crate) y: Vec<usize>,
    pub(crate) sample_weight: Option<Vec<f64>>,
}

impl Data {
    /// The rows to fit, and those to predict.
    pub(crate) fn matrices(&self) -> (Array2<f64>, Array2<f64>) {
        let mut state = RandomState::new(self.seed);
        let shape = (self.rows + TEST_ROWS, self.columns);
        let x = Array2::from_shape_simple_fn(shape, || state.uniform(-2.0, 2.0)) + self.offset;
        let (fit, predict) = x.view().split_at(Axis(0), self.rows);
        (fit.to_owned(), predict.to_owned())
    }
}

pub(crate) fn flat(rows: &[Vec<f64>]) -> Vec<f64> {
    rows.iter().flatten().copied().collect()
}
