//! The unfitted kernel classifier: its hyperparameters.

use ndarray::ArrayRef2;
use serde::{Deserialize, Serialize};

use crate::{
    ClassWeight, FittedKernelRidgeClassifier, Float, Kernel, Result, checks,
    kernel_system::KernelSystem,
};

/// An unfitted kernel ridge classifier: its hyperparameters, with the names and meanings of
/// scikit-learn 1.9's `KernelRidge`.
///
/// `KernelRidge` on targets of -1 and 1, one for each class, as `RidgeClassifier` has them; its
/// sample weights are the class weights. scikit-learn has no such classifier. There is no
/// intercept. Each field has a setter of its name. Values are checked in [`fit`](Self::fit).
///
/// ```
/// use emo_ridge::KernelRidgeClassifier;
/// use ndarray::array;
///
/// # fn main() -> Result<(), emo_ridge::Error> {
/// // These classes are not linearly separable.
/// let x = array![[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]];
/// let y = [3, 3, 5, 5];
/// let fitted = KernelRidgeClassifier::default().alpha(0.1).gamma(2.0).fit(&x, &y)?;
/// assert_eq!(fitted.predict(&x)?, y);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct KernelRidgeClassifier {
    /// Regularisation strength, above 0. Default: 1.
    pub alpha: f64,
    /// The kernel. Default: RBF, while the default of `KernelRidge` is linear.
    pub kernel: Kernel,
    /// How fast the RBF kernel falls with the squared distance, at least 0. Default: `None`, which
    /// is 1 / columns.
    pub gamma: Option<f64>,
    /// Weights of the classes. Default: all equal.
    pub class_weight: ClassWeight,
}

impl Default for KernelRidgeClassifier {
    fn default() -> Self {
        Self { alpha: 1.0, kernel: Kernel::Rbf, gamma: None, class_weight: ClassWeight::None }
    }
}

impl KernelRidgeClassifier {
    /// Sets [`alpha`](Self#structfield.alpha).
    #[must_use]
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// Sets [`kernel`](Self#structfield.kernel).
    #[must_use]
    pub fn kernel(mut self, kernel: Kernel) -> Self {
        self.kernel = kernel;
        self
    }

    /// Sets [`gamma`](Self#structfield.gamma), from a number or an `Option`.
    #[must_use]
    pub fn gamma(mut self, gamma: impl Into<Option<f64>>) -> Self {
        self.gamma = gamma.into();
        self
    }

    /// Sets [`class_weight`](Self#structfield.class_weight).
    #[must_use]
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.class_weight = class_weight;
        self
    }

    /// Fits the classifier to the rows of `x` (samples x features) and their labels `y`.
    ///
    /// The fitted classifier keeps a copy of `x`.
    ///
    /// # Errors
    ///
    /// A hyperparameter out of range; a matrix that is empty, not finite, or of more than 23 170
    /// rows; labels that do not match the rows or are all the same; a penalty too small to make
    /// the system solvable.
    pub fn fit<F: Float>(
        &self,
        x: &ArrayRef2<F>,
        y: &[usize],
    ) -> Result<FittedKernelRidgeClassifier<F>> {
        self.fit_with(x, y, None)
    }

    /// As [`fit`](Self::fit), with a weight for each row, at least 0.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit), and when a weight is negative or not finite, there is not one for
    /// each row, or all are 0.
    pub fn fit_weighted<F: Float>(
        &self,
        x: &ArrayRef2<F>,
        y: &[usize],
        sample_weight: &[f64],
    ) -> Result<FittedKernelRidgeClassifier<F>> {
        self.fit_with(x, y, Some(sample_weight))
    }

    /// One fitted classifier for each of `alphas`, in their order, in place of
    /// [`alpha`](Self#structfield.alpha).
    ///
    /// Each equals what [`fit`](Self::fit) gives; the kernel is computed once, and all share one
    /// copy of `x`.
    ///
    /// # Errors
    ///
    /// As [`fit_weighted`](Self::fit_weighted).
    pub fn fit_alphas<F: Float>(
        &self,
        x: &ArrayRef2<F>,
        y: &[usize],
        sample_weight: Option<&[f64]>,
        alphas: &[f64],
    ) -> Result<Vec<FittedKernelRidgeClassifier<F>>> {
        alphas.iter().try_for_each(|&alpha| checks::positive("alpha", alpha))?;
        let system = KernelSystem::new(self, x, y, sample_weight)?;
        alphas.iter().map(|&alpha| system.clone().fitted(alpha)).collect()
    }

    fn fit_with<F: Float>(
        &self,
        x: &ArrayRef2<F>,
        y: &[usize],
        sample_weight: Option<&[f64]>,
    ) -> Result<FittedKernelRidgeClassifier<F>> {
        checks::positive("alpha", self.alpha)?;
        KernelSystem::new(self, x, y, sample_weight)?.fitted(self.alpha)
    }
}
