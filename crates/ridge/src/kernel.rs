//! Kernels: inner products of rows in another space.

use ndarray::{Array1, Array2, ArrayRef1, ArrayRef2, Zip};
use serde::{Deserialize, Serialize};

use crate::{Float, Result, gram::row_products};

/// A similarity of two rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kernel {
    /// The inner product ⟨a, b⟩. Without an intercept.
    Linear,
    /// exp(-gamma |a - b|²), the radial basis function.
    #[default]
    Rbf,
}

impl Kernel {
    /// The kernel between all rows of `x`: the upper triangle, row-major.
    pub(crate) fn within<F: Float>(self, x: &ArrayRef2<F>, gamma: f64) -> Result<Vec<f64>> {
        let mut kernel = row_products(x)?;
        if self == Self::Rbf {
            let norms = squared_norms(x);
            for (row, values) in kernel.chunks_exact_mut(x.nrows()).enumerate() {
                for column in row + 1..x.nrows() {
                    values[column] = rbf(values[column], norms[row] + norms[column], gamma);
                }
                values[row] = 1.0;
            }
        }
        Ok(kernel)
    }

    /// The kernel between the rows of `x` and those of `fitted`, with squared norms `norms`.
    pub(crate) fn between<F: Float>(
        self,
        x: &ArrayRef2<F>,
        fitted: &ArrayRef2<F>,
        norms: &ArrayRef1<f64>,
        gamma: f64,
    ) -> Array2<F> {
        let mut kernel = x.dot(&fitted.t());
        if self == Self::Rbf {
            for (mut row, norm) in kernel.rows_mut().into_iter().zip(squared_norms(x)) {
                Zip::from(&mut row).and(norms).for_each(|value, &other| {
                    *value = F::of(rbf((*value).into(), norm + other, gamma));
                });
            }
        }
        kernel
    }
}

/// |a - b|² is the sum of the squared norms less twice the inner product, as in scikit-learn's
/// `euclidean_distances`; rounding may take it below 0.
fn rbf(product: f64, norms: f64, gamma: f64) -> f64 {
    (-gamma * (norms - 2.0 * product).max(0.0)).exp()
}

/// The inner product of each row with itself.
pub(crate) fn squared_norms<F: Float>(x: &ArrayRef2<F>) -> Array1<f64> {
    let square = |&value: &F| value.into() * value.into();
    x.rows().into_iter().map(|row| row.iter().map(square).sum()).collect()
}
