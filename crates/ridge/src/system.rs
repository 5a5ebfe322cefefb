//! The linear classifier's system of equations.

use ndarray::{Array1, Array2, ArrayRef2, Axis};

use crate::{
    Error, FittedRidgeClassifier, Float, Result, RidgeClassifier, checks, design::Design,
    dual_system::DualSystem, labels::Labels, penalised::Penalised,
};

/// All of a fit that does not depend on the penalty.
#[derive(Clone)]
pub(crate) struct System<'a, F> {
    classes: Vec<usize>,
    design: Design<'a, F>,
    target_mean: Array1<f64>,
    matrix: Penalised,
    right: Array2<f64>,
    /// Whether there is one unknown per row (then coefficients follow), or the coefficients.
    dual: bool,
}

impl<'a, F: Float> System<'a, F> {
    pub(crate) fn new(
        ridge: &RidgeClassifier,
        x: &'a ArrayRef2<F>,
        y: &[usize],
        sample_weight: Option<&[f64]>,
    ) -> Result<Self> {
        checks::input("x", x)?;
        checks::length("y", x.nrows(), y.len())?;
        let labels = Labels::new(y)?;
        let root_weight = labels.root_weights(sample_weight, &ridge.class_weight)?;
        let (targets, target_mean) =
            weighted_targets(labels.targets(), &root_weight, ridge.fit_intercept);
        let design = Design::new(x, root_weight, ridge.fit_intercept);
        let dual = is_dual(x);
        let (products, size, right) = if dual {
            (design.row_products()?, x.nrows(), targets)
        } else {
            (design.column_products()?, x.ncols(), design.transposed_dot(&targets))
        };
        let matrix = Penalised::new(products, size);
        Ok(Self { classes: labels.classes, design, target_mean, matrix, right, dual })
    }

    /// The same, where the system of all rows of `x` and its matrix are known.
    pub(crate) fn from_dual(
        x: &'a ArrayRef2<F>,
        dual: DualSystem,
        matrix: Penalised,
        fit_intercept: bool,
    ) -> Self {
        let DualSystem { classes, target_mean, right, centred } = dual;
        let design = Design::new(x, centred.root_weight, fit_intercept);
        Self { classes, design, target_mean, matrix, right, dual: true }
    }

    /// The classifier with the penalty `alpha`.
    pub(crate) fn fitted(self, alpha: f64) -> Result<FittedRidgeClassifier<F>> {
        let solution = self.matrix.solve(alpha, &self.right)?;
        let coef = if self.dual { self.design.transposed_dot(&solution) } else { solution };
        let intercept = &self.target_mean - self.design.offset.dot(&coef);
        let coef =
            Array2::from_shape_fn((coef.ncols(), coef.nrows()), |(i, j)| F::of(coef[[j, i]]));
        let intercept = intercept.mapv(F::of);
        if !coef.iter().chain(&intercept).all(|value| value.is_finite()) {
            return Err(Error::Singular { alpha });
        }
        Ok(FittedRidgeClassifier { classes: self.classes, coef, intercept, temperature: 1.0 })
    }
}

/// Whether there is one unknown per row, because there are fewer rows than columns.
pub(crate) fn is_dual<F>(x: &ArrayRef2<F>) -> bool {
    x.ncols() > x.nrows()
}

/// The targets less their weighted mean (with an intercept), each row times its root weight; and
/// that mean.
pub(crate) fn weighted_targets(
    mut targets: Array2<f64>,
    root_weight: &[f64],
    centred: bool,
) -> (Array2<f64>, Array1<f64>) {
    let mut mean = Array1::zeros(targets.ncols());
    if centred {
        for (row, root) in targets.rows().into_iter().zip(root_weight) {
            mean.scaled_add(root * root, &row);
        }
        mean /= root_weight.iter().map(|root| root * root).sum::<f64>();
    }
    targets -= &mean;
    for (mut row, root) in targets.axis_iter_mut(Axis(0)).zip(root_weight) {
        row *= *root;
    }
    (targets, mean)
}
