//! The unfitted linear classifier: its hyperparameters.

use ndarray::ArrayRef2;
use serde::{Deserialize, Serialize};

use crate::{ClassWeight, FittedRidgeClassifier, Float, Result, checks, system::System};

/// A ridge classifier that is not fitted yet: hyperparameters alone, with the names, meanings and
/// defaults of scikit-learn 1.9's `RidgeClassifier`.
///
/// A linear least-squares regression on targets of -1 and 1, one for each class, with a penalty
/// on the squared coefficients. Each field has a setter of its name. Values are checked in
/// [`fit`](Self::fit).
///
/// ```
/// use emo_ridge::{ClassWeight, RidgeClassifier};
/// use ndarray::array;
///
/// # fn main() -> Result<(), emo_ridge::Error> {
/// let x = array![[0.0, 0.1], [0.1, 0.0], [1.0, 0.9], [0.9, 1.0], [2.0, 0.1], [2.1, 0.0]];
/// let y = [3, 3, 5, 5, 8, 8];
/// let ridge = RidgeClassifier::default().alpha(0.1).class_weight(ClassWeight::Balanced);
/// let fitted = ridge.fit(&x, &y)?;
/// assert_eq!(fitted.predict(&x)?, y);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct RidgeClassifier {
    /// Factor of the penalty, above 0. Default: 1.
    pub alpha: f64,
    /// Whether there is an intercept, which is not penalised. Default: true.
    pub fit_intercept: bool,
    /// How much each class counts. Default: all alike.
    pub class_weight: ClassWeight,
}

impl Default for RidgeClassifier {
    fn default() -> Self {
        Self { alpha: 1.0, fit_intercept: true, class_weight: ClassWeight::None }
    }
}

impl RidgeClassifier {
    /// Sets [`alpha`](Self#structfield.alpha).
    #[must_use]
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// Sets [`fit_intercept`](Self#structfield.fit_intercept).
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
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
    /// # Errors
    ///
    /// A hyperparameter out of range; a matrix that is empty, not finite, or larger than 23 170
    /// both ways; labels that do not match the rows or are all the same; a penalty too small to
    /// make the system solvable.
    pub fn fit<F: Float>(&self, x: &ArrayRef2<F>, y: &[usize]) -> Result<FittedRidgeClassifier<F>> {
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
    ) -> Result<FittedRidgeClassifier<F>> {
        self.fit_with(x, y, Some(sample_weight))
    }

    /// One fitted classifier for each of `alphas`, in their order, in place of
    /// [`alpha`](Self#structfield.alpha).
    ///
    /// Each equals what [`fit`](Self::fit) gives, and costs far less: the products of the rows,
    /// most of the work, are computed once.
    ///
    /// ```
    /// use emo_ridge::RidgeClassifier;
    /// use ndarray::array;
    ///
    /// # fn main() -> Result<(), emo_ridge::Error> {
    /// let x = array![[0.0], [0.2], [0.9], [1.0]];
    /// let path = RidgeClassifier::default().fit_alphas(&x, &[0, 0, 1, 1], None, &[0.1, 10.0])?;
    /// assert!(path[0].coef()[[0, 0]] > path[1].coef()[[0, 0]]);
    /// # Ok(())
    /// # }
    /// ```
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
    ) -> Result<Vec<FittedRidgeClassifier<F>>> {
        alphas.iter().try_for_each(|&alpha| checks::positive("alpha", alpha))?;
        let system = System::new(self, x, y, sample_weight)?;
        alphas.iter().map(|&alpha| system.clone().fitted(alpha)).collect()
    }

    fn fit_with<F: Float>(
        &self,
        x: &ArrayRef2<F>,
        y: &[usize],
        sample_weight: Option<&[f64]>,
    ) -> Result<FittedRidgeClassifier<F>> {
        checks::positive("alpha", self.alpha)?;
        System::new(self, x, y, sample_weight)?.fitted(self.alpha)
    }
}
