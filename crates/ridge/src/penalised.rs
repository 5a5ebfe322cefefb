//! A system of equations with a penalty on its diagonal.

use faer::{
    Mat, MatMut, MatRef, Par,
    dyn_stack::{MemBuffer, MemStack},
    linalg::cholesky::llt::{factor, solve},
};
use ndarray::Array2;

use crate::{Error, Result};

/// A symmetric matrix, to be solved with a penalty on its diagonal.
#[derive(Clone)]
pub(crate) struct Penalised {
    /// Row-major; the upper triangle counts. Read as column-major it is the lower one.
    values: Vec<f64>,
    size: usize,
}

impl Penalised {
    /// From the upper triangle of a row-major matrix of `size` rows.
    pub(crate) fn new(values: Vec<f64>, size: usize) -> Self {
        Self { values, size }
    }

    /// Solves (matrix + `alpha` I) solution = `right`. The Cholesky factor takes the place of the
    /// matrix.
    ///
    /// # Errors
    ///
    /// When the matrix has no Cholesky factor, or the solution is not finite.
    pub(crate) fn solve(mut self, alpha: f64, right: &Array2<f64>) -> Result<Array2<f64>> {
        let singular = Error::Singular { alpha };
        self.values.iter_mut().step_by(self.size + 1).for_each(|value| *value += alpha);
        if !self.factorise() {
            return Err(singular);
        }
        let factor = MatRef::from_column_major_slice(&self.values, self.size, self.size);
        let mut solution = Mat::from_fn(self.size, right.ncols(), |i, j| right[[i, j]]);
        let no_scratch = MemStack::new(&mut []);
        solve::solve_in_place(factor, solution.as_mut(), Par::Seq, no_scratch);
        let solution = Array2::from_shape_fn(right.dim(), |(i, j)| solution[(i, j)]);
        if solution.iter().all(|value| value.is_finite()) { Ok(solution) } else { Err(singular) }
    }

    /// Replaces the matrix by its Cholesky factor; whether it has one, to the precision of `f64`.
    fn factorise(&mut self) -> bool {
        let size = self.size;
        let diagonal: Vec<f64> = self.values.iter().step_by(size + 1).copied().collect();
        let need = factor::cholesky_in_place_scratch::<f64>(size, Par::Seq, Default::default());
        let mut scratch = MemBuffer::new(need);
        let outcome = factor::cholesky_in_place(
            MatMut::from_column_major_slice_mut(&mut self.values, size, size),
            Default::default(),
            Par::Seq,
            MemStack::new(&mut scratch),
            Default::default(),
        );
        // A pivot below this is nothing but rounding, as LAPACK's dpstrf judges the rank.
        let rounding = size as f64 * f64::EPSILON;
        let mut pivots = self.values.iter().step_by(size + 1).zip(diagonal);
        outcome.is_ok() && pivots.all(|(root, diagonal)| root * root > rounding * diagonal)
    }
}
