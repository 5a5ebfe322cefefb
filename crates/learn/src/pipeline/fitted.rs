//! A pipeline that has been trained.

use ndarray::{Array2, ArrayRef2};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Result,
    estimator::{FittedClassifier, FittedTransformer, Label, Predictor},
    preprocessing::FittedLabelEncoder,
};

/// What [`Pipeline::fit`](super::Pipeline::fit) returns: the fitted transformer and classifier,
/// and the labels. They are kept, saved and loaded together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(deserialize = "T: Deserialize<'de>, C: Deserialize<'de>, L: Ord + Deserialize<'de>")
)]
pub struct FittedPipeline<T, C, L> {
    pub(crate) transformer: T,
    pub(crate) classifier: C,
    pub(crate) labels: FittedLabelEncoder<L>,
}

impl<T, C, L> FittedPipeline<T, C, L> {
    /// Puts trained steps together; `labels` are those that the classifier's numbers stand for.
    pub fn from_parts(transformer: T, classifier: C, labels: FittedLabelEncoder<L>) -> Self {
        Self { transformer, classifier, labels }
    }

    /// The fitted transformer.
    pub fn transformer(&self) -> &T {
        &self.transformer
    }

    /// The fitted classifier, with its `loss_curve` and the like.
    pub fn classifier(&self) -> &C {
        &self.classifier
    }

    /// The labels seen in training, sorted, each once; `classes_` in scikit-learn.
    pub fn classes(&self) -> &[L] {
        self.labels.classes()
    }
}

impl<T, C, L: Label> FittedPipeline<T, C, L> {
    /// The label of each row (samples × features).
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the training rows, or a number is not finite.
    pub fn predict<F>(&self, x: &ArrayRef2<F>) -> Result<Vec<L>>
    where
        T: FittedTransformer<F>,
        C: FittedClassifier<F>,
    {
        let predicted = self.classifier.predict(&self.transformer.transform(x)?)?;
        self.labels.inverse_transform(&predicted)
    }

    /// The probability of each class (samples × classes, in the order of
    /// [`classes`](Self::classes)); a row sums to 1.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict).
    pub fn predict_proba<F>(&self, x: &ArrayRef2<F>) -> Result<Array2<F>>
    where
        T: FittedTransformer<F>,
        C: FittedClassifier<F>,
    {
        self.classifier.predict_proba(&self.transformer.transform(x)?)
    }

    /// The share of rows whose label is predicted, from 0 to 1.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict); [`Error::Shape`] unless there is one label for each row, and
    /// [`Error::Empty`] without rows.
    pub fn score<F>(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<f64>
    where
        T: FittedTransformer<F>,
        C: FittedClassifier<F>,
    {
        let predicted = self.predict(x)?;
        if predicted.len() != y.len() {
            return Err(Error::Shape { what: "labels", expected: predicted.len(), got: y.len() });
        }
        if y.is_empty() {
            return Err(Error::Empty { what: "rows to score" });
        }
        let right = predicted.iter().zip(y).filter(|(predicted, label)| predicted == label);
        Ok(right.count() as f64 / y.len() as f64)
    }
}

impl<F, L, T, C> Predictor<F, L> for FittedPipeline<T, C, L>
where
    L: Label,
    T: FittedTransformer<F>,
    C: FittedClassifier<F>,
{
    fn classes(&self) -> &[L] {
        FittedPipeline::classes(self)
    }

    fn predict(&self, x: &ArrayRef2<F>) -> Result<Vec<L>> {
        FittedPipeline::predict(self, x)
    }

    fn predict_proba(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        FittedPipeline::predict_proba(self, x)
    }
}
