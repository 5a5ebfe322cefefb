//! Scaler, resampler and classifier as one estimator.

mod fitted;
mod shared;

use std::collections::BTreeMap;

use ndarray::ArrayRef2;
use serde::{Deserialize, Serialize};

use crate::{
    Error, Result,
    estimator::{Classifier, Estimator, Label, Resampler, Transformer},
    model_selection::check_rows,
    parameters::{Parameters, Value, parameters_of, set_parameter_of},
};

pub use fitted::FittedPipeline;

/// Transforms, resamples, classifies: imbalanced-learn's `Pipeline` of three steps.
///
/// Each step learns from the training rows alone, and the resampler acts in `fit` only: what is
/// predicted is transformed and classified, never resampled. [`NoResampling`] is the resampler
/// that leaves the rows as they are. Several transformers in a row are a tuple.
///
/// ```
/// use emo_learn::{Pipeline, StandardScaler};
/// use emo_mlp::MlpClassifier;
/// use emo_resample_smote::Smote;
/// use ndarray::array;
///
/// # fn main() -> Result<(), emo_learn::Error> {
/// let x = array![[0.0, 9.0], [1.0, 8.0], [0.5, 8.5], [5.0, 1.0], [6.0, 0.0]];
/// let y = ["calm", "calm", "calm", "angry", "angry"];
/// let model = Pipeline::new(
///     StandardScaler::default(),
///     Smote::default().k_neighbors(1).random_state(42),
///     MlpClassifier::default().hidden_layer_sizes([8]).max_iter(100).random_state(7),
/// )
/// .fit(&x, &y)?;
/// assert_eq!(model.predict(&array![[5.5, 0.5]])?, ["angry"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pipeline<T, R, C> {
    /// Changes the columns; fitted on the training rows.
    pub transformer: T,
    /// Changes which rows are trained on.
    pub resampler: R,
    /// Learns the classes.
    pub classifier: C,
}

/// The resampler that trains on the rows as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoResampling {}

impl<T, R, C> Pipeline<T, R, C> {
    /// The three steps in the order in which data pass them.
    pub fn new(transformer: T, resampler: R, classifier: C) -> Self {
        Self { transformer, resampler, classifier }
    }

    /// Trains the steps, one after the other, on rows (samples × features) and their labels.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without rows, [`Error::Shape`] unless there is one label for each row,
    /// and the errors of a step about its parameters or the data.
    pub fn fit<F, L>(
        &self,
        x: &ArrayRef2<F>,
        y: &[L],
    ) -> Result<FittedPipeline<T::Fitted, C::Fitted, L>>
    where
        F: Clone,
        L: Label,
        T: Transformer<F>,
        R: Resampler<F>,
        C: Classifier<F>,
    {
        if y.len() != x.nrows() {
            return Err(Error::Shape { what: "labels", expected: x.nrows(), got: y.len() });
        }
        self.prepare(x, y, 0..x.nrows())?.fit(&self.classifier)
    }
}

impl<T: Parameters, R: Parameters, C: Parameters> Parameters for Pipeline<T, R, C> {
    fn step_name(&self) -> &str {
        ""
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        parameters_of(&[&self.transformer, &self.resampler, &self.classifier])
    }

    fn set_parameter(&mut self, path: &str, value: Value) -> Result<()> {
        let Self { transformer, resampler, classifier } = self;
        set_parameter_of(&mut [transformer, resampler, classifier], path, value)
    }
}

impl<F, L, T, R, C> Estimator<F, L> for Pipeline<T, R, C>
where
    F: Clone,
    L: Label,
    T: Transformer<F>,
    R: Resampler<F>,
    C: Classifier<F>,
{
    type Fitted = FittedPipeline<T::Fitted, C::Fitted, L>;

    fn fit(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<Self::Fitted> {
        Pipeline::fit(self, x, y)
    }

    fn fit_rows(&self, x: &ArrayRef2<F>, y: &[L], rows: &[usize]) -> Result<Self::Fitted> {
        check_rows(rows, x.nrows().min(y.len()))?;
        self.prepare(x, y, rows.iter().copied())?.fit(&self.classifier)
    }

    fn fit_each<O: Send>(
        estimators: &[Self],
        x: &ArrayRef2<F>,
        y: &[L],
        rows: &[usize],
        each: impl Fn(usize, &dyn Fn() -> Result<Self::Fitted>) -> O + Sync,
    ) -> Result<Vec<O>>
    where
        F: Send + Sync,
        L: Send + Sync,
    {
        check_rows(rows, x.nrows().min(y.len()))?;
        Ok(shared::fit_each(estimators, x, y, rows, &each))
    }
}
