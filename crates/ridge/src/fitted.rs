//! The fitted linear classifier.

use ndarray::{Array1, Array2, ArrayRef1, ArrayRef2, Axis};
use serde::{Deserialize, Serialize};

use crate::{
    Float, Result, checks,
    decision::{classify, probabilities},
    stored::StoredRidge,
};

/// A fitted ridge classifier.
///
/// Its methods are named as scikit-learn's fitted attributes, without the underscore at the end.
/// Serde writes it and reads it; what is read is checked, and a model with a damaged shape or a
/// number that is not finite is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound = "F: Float", try_from = "StoredRidge<F>", into = "StoredRidge<F>")]
pub struct FittedRidgeClassifier<F: Float> {
    pub(crate) classes: Vec<usize>,
    pub(crate) coef: Array2<F>,
    pub(crate) intercept: Array1<F>,
    pub(crate) temperature: f64,
}

impl<F: Float> FittedRidgeClassifier<F> {
    /// How far each row of `x` is on the side of each class: rows x classes, in the order of
    /// [`classes`](Self::classes). Two classes share one column: above 0 is the second.
    ///
    /// The targets were -1 and 1.
    ///
    /// # Errors
    ///
    /// When `x` has another number of columns than in training, or a value that is not finite.
    pub fn decision_function(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        checks::columns("x", self.n_features_in(), x.ncols())?;
        checks::finite("x", x)?;
        Ok(x.dot(&self.coef.t()) + &self.intercept)
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
    /// not say how often the class is right. Not in scikit-learn's `RidgeClassifier`. See
    /// [`fit_temperature`](crate::fit_temperature).
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

    /// The same classifier for columns as they were before each was multiplied by a factor in
    /// training. A column with a larger factor is penalised less, as if the penalty on its
    /// coefficients were divided by the square of the factor.
    ///
    /// # Errors
    ///
    /// When there is not a factor for each column, or one is not finite.
    pub fn before_factors(mut self, factors: &[F]) -> Result<Self> {
        checks::length("factors", self.n_features_in(), factors.len())?;
        let factors = Array1::from(factors.to_vec());
        checks::finite("factors", &factors.view().insert_axis(Axis(0)))?;
        self.coef *= &factors;
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
        self.coef.ncols()
    }

    /// The coefficients: one row for each class (two classes share one) x columns of the input.
    pub fn coef(&self) -> &ArrayRef2<F> {
        &self.coef
    }

    /// The intercept of each row of [`coef`](Self::coef); 0 without `fit_intercept`.
    pub fn intercept(&self) -> &ArrayRef1<F> {
        &self.intercept
    }
}
