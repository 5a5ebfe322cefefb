//! Inner products of rows, of which many systems of equations are made.

use ndarray::{Array2, ArrayRef2};

use crate::{Float, Result, design::Design};

/// The inner products of the rows of a matrix with each other.
pub(crate) struct RowProducts {
    /// Row-major; the upper triangle counts.
    values: Vec<f64>,
    size: usize,
}

impl RowProducts {
    /// With `centred` they are of the rows less the mean of all rows. A system that is centred
    /// again on some of the rows is the same either way; but where columns have large means, the
    /// products of the rows as they are lose as many digits as the means are larger than the
    /// deviations, squared.
    pub(crate) fn new<F: Float>(x: &ArrayRef2<F>, centred: bool) -> Result<Self> {
        let rows = Design::new(x, vec![1.0; x.nrows()], centred);
        Ok(Self { values: rows.row_products()?, size: x.nrows() })
    }

    fn get(&self, i: usize, j: usize) -> f64 {
        self.values[i.min(j) * self.size + i.max(j)]
    }
}

/// What makes products of all rows into products of rows less the weighted mean of some of them,
/// those that a classifier is fitted to.
pub(crate) struct CentredProducts {
    rows: Vec<usize>,
    pub(crate) root_weight: Vec<f64>,
    /// The product of the mean with every row, and with itself; 0 without centring.
    mean: Vec<f64>,
    mean_square: f64,
}

impl CentredProducts {
    pub(crate) fn new(
        products: &RowProducts,
        rows: Vec<usize>,
        root_weight: Vec<f64>,
        centred: bool,
    ) -> Self {
        let mut mean = vec![0.0; products.size];
        if centred {
            let sum: f64 = root_weight.iter().map(|root| root * root).sum();
            for (&i, root) in rows.iter().zip(&root_weight) {
                let share = root * root / sum;
                mean.iter_mut().enumerate().for_each(|(j, sum)| *sum += share * products.get(i, j));
            }
        }
        let mut centred = Self { rows, root_weight, mean, mean_square: 0.0 };
        centred.mean_square = centred.weighted_mean();
        centred
    }

    /// The weighted mean over the fitted rows of the products with the mean.
    fn weighted_mean(&self) -> f64 {
        let weights = || self.root_weight.iter().map(|root| root * root);
        let sum: f64 = self.rows.iter().zip(weights()).map(|(&i, w)| w * self.mean[i]).sum();
        sum / weights().sum::<f64>()
    }

    fn get(&self, products: &RowProducts, i: usize, j: usize) -> f64 {
        products.get(i, j) - self.mean[i] - self.mean[j] + self.mean_square
    }

    /// The products of the fitted rows, each times the roots of both weights: the upper triangle,
    /// row-major.
    pub(crate) fn weighted(&self, products: &RowProducts) -> Vec<f64> {
        let size = self.rows.len();
        let mut values = vec![0.0; size * size];
        for (at, (&i, root)) in self.rows.iter().zip(&self.root_weight).enumerate() {
            let others = self.rows.iter().zip(&self.root_weight).skip(at);
            let out = values[at * size + at..].iter_mut();
            out.zip(others).for_each(|(out, (&j, other))| {
                *out = root * other * self.get(products, i, j);
            });
        }
        values
    }

    /// What a solution in the fitted rows (rows x outputs) gives for `others`: others x outputs.
    pub(crate) fn decisions(
        &self,
        products: &RowProducts,
        solution: &Array2<f64>,
        others: &[usize],
    ) -> Array2<f64> {
        let mut decisions = Array2::zeros((others.len(), solution.ncols()));
        for (&other, mut out) in others.iter().zip(decisions.rows_mut()) {
            for ((&i, root), dual) in self.rows.iter().zip(&self.root_weight).zip(solution.rows()) {
                out.scaled_add(root * self.get(products, i, other), &dual);
            }
        }
        decisions
    }
}
