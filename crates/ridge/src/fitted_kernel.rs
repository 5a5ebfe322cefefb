//! The fitted kernel classifier.

use ndarray::{ArcArray2, Array1, Array2, ArrayRef2, Axis};
use serde::{Deserialize, Serialize};

use crate::{
    Float, Kernel, Result, checks,
    decision::{classify, probabilities},
    gram::BLOCK,
    kernel::squared_norms,
    stored::StoredKernelRidge,
};

/// A fitted kernel ridge classifier, with the rows that it was fitted to.
///
/// Its methods are named as scikit-learn's fitted attributes, without the underscore at the end.
/// Serde writes it and reads it; what is read is checked, and a model with a damaged shape or a
/// number that is not finite is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound = "F: Float", try_from = "StoredKernelRidge<F>", into = "StoredKernelRidge<F>")]
pub struct FittedKernelRidgeClassifier<F: Float> {
    pub(crate) classes: Vec<usize>,
    pub(crate) kernel: Kernel,
    pub(crate) gamma: f64,
    pub(crate) x_fit: ArcArray2<F>,
    /// The squared norms of the rows of `x_fit`.
    pub(crate) norms: Array1<f64>,
    pub(crate) dual_coef: Array2<F>,
    pub(crate) temperature: f64,
}

impl<F: Float> FittedKernelRidgeClassifier<F> {
    pub(crate) fn new(
        classes: Vec<usize>,
        kernel: Kernel,
        gamma: f64,
        x_fit: ArcArray2<F>,
        dual_coef: Array2<F>,
    ) -> Self {
        let norms = squared_norms(&x_fit);
        Self { classes, kernel, gamma, x_fit, norms, dual_coef, temperature: 1.0 }
    }

    /// How far each row of `x` is on the side of each class: rows x classes, in the order of
    /// [`classes`](Self::classes). Two classes share one column: above 0 is the second.
    ///
    /// The targets were -1 and 1. `KernelRidge.predict` gives these values.
    ///
    /// # Errors
    ///
    /// When `x` has another number of columns than in training, or a value that is not finite.
    pub fn decision_function(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        checks::columns("x", self.n_features_in(), x.ncols())?;
        checks::finite("x", x)?;
        let mut scores = Array2::zeros((x.nrows(), self.dual_coef.ncols()));
        let blocks = x.axis_chunks_iter(Axis(0), BLOCK);
        for (x, mut scores) in blocks.zip(scores.axis_chunks_iter_mut(Axis(0), BLOCK)) {
            let kernel = self.kernel.between(&x, &self.x_fit, &self.norms, self.gamma);
            scores.assign(&kernel.dot(&self.dual_coef));
        }
        Ok(scores)
    }

    /// The label of the class with the largest decision value for each row of `x`.
    ///
    /// A row's prediction does not depend on the rows it comes with.
    ///
    /// # Errors
    ///
    /// As [`decision_function`](Self::decision_function).
    pub fn predict(&self, x: &ArrayRef2<F>) -> Result<Vec<usize>> {
        Ok(classify(&self.decision_function(x)?, &self.classes))
    }

    /// The softmax of decision values divided by the [`temperature`](Self::temperature): rows x
    /// classes, each row adds up to 1.
    ///
    /// With the temperature 1 these are not calibrated: they rise with the decision value, but do
    /// not say how often the class is right. See [`fit_temperature`](crate::fit_temperature).
    ///
    /// # Errors
    ///
    /// As [`decision_function`](Self::decision_function).
    pub fn predict_proba(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        Ok(probabilities(&self.decision_function(x)?, self.temperature))
    }

    /// The same classifier with another temperature for
    /// [`predict_proba`](Self::predict_proba).
    ///
    /// # Errors
    ///
    /// When it is not a finite number above 0.
    pub fn with_temperature(mut self, temperature: f64) -> Result<Self> {
        checks::positive("temperature", temperature)?;
        self.temperature = temperature;
        Ok(self)
    }

    /// What decision values are divided by before the softmax. 1 after a fit.
    pub fn temperature(&self) -> f64 {
        self.temperature
    }

    /// The sorted labels.
    pub fn classes(&self) -> &[usize] {
        &self.classes
    }

    /// Columns of the matrix trained on.
    pub fn n_features_in(&self) -> usize {
        self.x_fit.ncols()
    }

    /// The training rows.
    pub fn x_fit(&self) -> &ArrayRef2<F> {
        &self.x_fit
    }

    /// The weight of each row trained on: rows x classes (two classes share one column).
    pub fn dual_coef(&self) -> &ArrayRef2<F> {
        &self.dual_coef
    }

    /// The kernel.
    pub fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// How fast the RBF kernel falls with the squared distance; the linear one ignores it.
    pub fn gamma(&self) -> f64 {
        self.gamma
    }
}
