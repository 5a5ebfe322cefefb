//! The rows of a linear system: the input, centred and weighted.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayRef2, Axis, Slice, Zip, linalg::general_mat_mul};

use crate::{
    Float, Result,
    gram::{blocks, gram},
};

/// The rows of `x` less their weighted mean, each times the root of its weight.
///
/// It is computed where it is needed, a block at a time: `x` is not copied.
#[derive(Clone)]
pub(crate) struct Design<'a, F> {
    x: &'a ArrayRef2<F>,
    root_weight: Vec<f64>,
    /// What is taken off each column: its weighted mean, or 0 without an intercept.
    pub(crate) offset: Array1<f64>,
}

impl<'a, F: Float> Design<'a, F> {
    pub(crate) fn new(x: &'a ArrayRef2<F>, root_weight: Vec<f64>, centred: bool) -> Self {
        let mut offset = Array1::zeros(x.ncols());
        if centred {
            for (row, root) in x.rows().into_iter().zip(&root_weight) {
                Zip::from(&mut offset).and(row).for_each(|sum, &v| *sum += root * root * v.into());
            }
            offset /= root_weight.iter().map(|root| root * root).sum::<f64>();
        }
        Self { x, root_weight, offset }
    }

    /// Inner products of the rows with each other (upper triangle).
    pub(crate) fn row_products(&self) -> Result<Vec<f64>> {
        let (rows, columns) = self.x.dim();
        gram(rows, columns, |panel, out: &mut [F]| {
            for (row, out) in out.chunks_exact_mut(panel.len()).enumerate() {
                self.write(row, panel.clone(), out.iter_mut());
            }
        })
    }

    /// Inner products of the columns with each other (upper triangle).
    pub(crate) fn column_products(&self) -> Result<Vec<f64>> {
        let (rows, columns) = self.x.dim();
        gram(columns, rows, |panel, out: &mut [F]| {
            let width = panel.len();
            for (at, row) in panel.enumerate() {
                self.write(row, 0..columns, out.iter_mut().skip(at).step_by(width));
            }
        })
    }

    /// Its transpose times `y`: columns of x x columns of `y`.
    pub(crate) fn transposed_dot(&self, y: &Array2<f64>) -> Array2<f64> {
        let (rows, columns) = self.x.dim();
        let mut product = Array2::zeros((columns, y.ncols()));
        for panel in blocks(rows) {
            let mut block = Array2::<f64>::zeros((panel.len(), columns));
            for (row, mut out) in panel.clone().zip(block.rows_mut()) {
                self.write(row, 0..columns, out.iter_mut());
            }
            let y = y.slice_axis(Axis(0), Slice::from(panel));
            general_mat_mul(1.0, &block.t(), &y, 1.0, &mut product);
        }
        product
    }

    /// Writes some columns of a row.
    fn write<'b, T: Float>(
        &self,
        row: usize,
        columns: Range<usize>,
        out: impl Iterator<Item = &'b mut T>,
    ) {
        let root = self.root_weight[row];
        let values = self.x.row(row).into_iter().skip(columns.start).take(columns.len());
        let offsets = self.offset.iter().skip(columns.start);
        for ((out, &value), offset) in out.zip(values).zip(offsets) {
            *out = T::of((value.into() - offset) * root);
        }
    }
}
