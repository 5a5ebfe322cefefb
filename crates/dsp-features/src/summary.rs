//! Summaries: what makes a few numbers of a descriptor's course over time.

use ndarray::{Array1, ArrayView2};

use crate::feature_set::Summary;

impl Summary {
    /// One number a column of a frames × n matrix; NaN where there are no frames.
    pub fn of(self, frames: ArrayView2<'_, f32>) -> Array1<f64> {
        match self {
            Self::Mean => mean(frames),
        }
    }
}

fn mean(frames: ArrayView2<'_, f32>) -> Array1<f64> {
    let mut sums = Array1::<f64>::zeros(frames.ncols());
    for frame in frames.outer_iter() {
        for (sum, &x) in sums.iter_mut().zip(frame) {
            *sum += f64::from(x);
        }
    }
    sums / frames.nrows() as f64
}
