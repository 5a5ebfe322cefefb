//! The linear classifier's system of equations in its rows, from products that are known.

use ndarray::{Array1, Array2};

use crate::{
    ClassWeight, Result,
    labels::Labels,
    penalised::Penalised,
    row_products::{CentredProducts, RowProducts},
    system::weighted_targets,
};

/// All of a fit to some of the rows of a matrix that does not depend on the penalty.
pub(crate) struct DualSystem {
    pub(crate) classes: Vec<usize>,
    pub(crate) target_mean: Array1<f64>,
    pub(crate) right: Array2<f64>,
    pub(crate) centred: CentredProducts,
}

impl DualSystem {
    /// The system of `rows` with the labels `y`, one for each row.
    pub(crate) fn new(
        products: &RowProducts,
        rows: Vec<usize>,
        y: &[usize],
        class_weight: &ClassWeight,
        fit_intercept: bool,
    ) -> Result<Self> {
        let labels = Labels::new(y)?;
        let root_weight = labels.root_weights(None, class_weight)?;
        let (right, target_mean) = weighted_targets(labels.targets(), &root_weight, fit_intercept);
        let centred = CentredProducts::new(products, rows, root_weight, fit_intercept);
        Ok(Self { classes: labels.classes, target_mean, right, centred })
    }

    /// The matrix, which is made anew for each penalty, since a solution destroys it: that takes
    /// less time than a solution, and less memory than a copy that is kept.
    pub(crate) fn matrix(&self, products: &RowProducts) -> Penalised {
        Penalised::new(self.centred.weighted(products), self.right.nrows())
    }

    /// The decision values of other rows for the penalty `alpha`: rows x outputs.
    pub(crate) fn decisions(
        &self,
        products: &RowProducts,
        others: &[usize],
        alpha: f64,
    ) -> Result<Array2<f64>> {
        let solution = self.matrix(products).solve(alpha, &self.right)?;
        Ok(self.centred.decisions(products, &solution, others) + &self.target_mean)
    }
}
