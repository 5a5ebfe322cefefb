//! The kernel classifier's system of equations.

use ndarray::{ArcArray2, Array2, ArrayRef2};

use crate::{
    Error, FittedKernelRidgeClassifier, Float, Kernel, KernelRidgeClassifier, Result, checks,
    labels::Labels, penalised::Penalised,
};

/// All of a fit that does not depend on the penalty.
#[derive(Clone)]
pub(crate) struct KernelSystem<F> {
    classes: Vec<usize>,
    kernel: Kernel,
    gamma: f64,
    x_fit: ArcArray2<F>,
    root_weight: Vec<f64>,
    matrix: Penalised,
    right: Array2<f64>,
}

impl<F: Float> KernelSystem<F> {
    pub(crate) fn new(
        ridge: &KernelRidgeClassifier,
        x: &ArrayRef2<F>,
        y: &[usize],
        sample_weight: Option<&[f64]>,
    ) -> Result<Self> {
        checks::input("x", x)?;
        checks::length("y", x.nrows(), y.len())?;
        let gamma = ridge.gamma.unwrap_or(1.0 / x.ncols() as f64);
        checks::not_negative("gamma", gamma)?;
        let labels = Labels::new(y)?;
        let root_weight = labels.root_weights(sample_weight, &ridge.class_weight)?;
        let mut values = ridge.kernel.within(x, gamma)?;
        for (row, &root) in values.chunks_exact_mut(x.nrows()).zip(&root_weight) {
            row.iter_mut().zip(&root_weight).for_each(|(value, other)| *value *= root * other);
        }
        let mut right = labels.targets();
        weigh(&mut right, &root_weight);
        Ok(Self {
            classes: labels.classes,
            kernel: ridge.kernel,
            gamma,
            x_fit: x.as_standard_layout().into_owned().into_shared(),
            matrix: Penalised::new(values, x.nrows()),
            root_weight,
            right,
        })
    }

    /// The classifier with the penalty `alpha`.
    pub(crate) fn fitted(self, alpha: f64) -> Result<FittedKernelRidgeClassifier<F>> {
        let mut dual_coef = self.matrix.solve(alpha, &self.right)?;
        weigh(&mut dual_coef, &self.root_weight);
        let dual_coef = dual_coef.mapv(F::of);
        if !dual_coef.iter().all(|value| value.is_finite()) {
            return Err(Error::Singular { alpha });
        }
        let x_fit = self.x_fit;
        let classes = self.classes;
        Ok(FittedKernelRidgeClassifier::new(classes, self.kernel, self.gamma, x_fit, dual_coef))
    }
}

/// Multiplies each row by its root weight.
fn weigh(values: &mut Array2<f64>, root_weight: &[f64]) {
    for (mut row, &root) in values.rows_mut().into_iter().zip(root_weight) {
        row *= root;
    }
}
