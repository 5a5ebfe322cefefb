//! What a step of a [`Pipeline`](crate::pipeline::Pipeline) can do, and what a whole estimator can.
//!
//! An unfitted value holds hyperparameters alone; `fit` returns another type, and only that one
//! predicts. `F` is the number type of the data, `f32` or `f64`, and is known from the matrix
//! that is passed. Steps see labels as class numbers, the place of the label among the sorted
//! ones; whole estimators see the caller's own labels, of any ordered type `L`.

mod boxed;
mod steps;

use std::fmt::Debug;

use ndarray::{Array2, ArrayRef2};
use rayon::prelude::*;

use crate::model_selection::{take, take_rows};
use crate::{Result, parameters::Parameters};

pub use boxed::{BoxedEstimator, BoxedPredictor};

/// What can be a label: anything that has an order and can be shown, such as a name, a number or
/// a text. Classes are in the labels' order.
pub trait Label: Ord + Clone + Debug {}

impl<L: Ord + Clone + Debug> Label for L {}

/// A step that changes columns, such as [`StandardScaler`](crate::preprocessing::StandardScaler).
pub trait Transformer<F>: Parameters + Clone {
    /// The step after it has seen the training rows.
    type Fitted: FittedTransformer<F> + Clone + Send + Sync;

    /// Learns from the training rows (samples × features).
    ///
    /// # Errors
    ///
    /// When a parameter or the matrix is not one that the step can work with.
    fn fit(&self, x: &ArrayRef2<F>) -> Result<Self::Fitted>;

    /// Learns from the training rows, and transforms them in the same memory where it can.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit) and [`FittedTransformer::transform`].
    fn fit_transform(&self, x: Array2<F>) -> Result<(Self::Fitted, Array2<F>)> {
        let fitted = self.fit(&x)?;
        let x = fitted.transform_owned(x)?;
        Ok((fitted, x))
    }
}

/// What a [`Transformer`] becomes by fitting.
pub trait FittedTransformer<F> {
    /// The rows (samples × features), transformed, in their order.
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the training rows.
    fn transform(&self, x: &ArrayRef2<F>) -> Result<Array2<F>>;

    /// As [`transform`](Self::transform), in the memory of the rows where the step can do so.
    ///
    /// # Errors
    ///
    /// As there.
    fn transform_owned(&self, x: Array2<F>) -> Result<Array2<F>> {
        self.transform(&x)
    }
}

/// A step that adds or drops training rows, such as `Smote` of emo-resample-smote.
/// It never sees the rows that are predicted.
pub trait Resampler<F>: Parameters + Clone {
    /// The rows to train on and their class numbers, in place of those given.
    ///
    /// # Errors
    ///
    /// When a parameter or the data are not what the step can work with.
    fn fit_resample(&self, x: Array2<F>, y: Vec<usize>) -> Result<(Array2<F>, Vec<usize>)>;

    /// How many rows [`fit_resample`](Self::fit_resample) will return for rows of these classes, as
    /// far as can be said: memory for as many is reserved, so that they can be added in place.
    fn n_resampled(&self, y: &[usize]) -> usize {
        y.len()
    }
}

/// The last step: learns to tell classes from rows.
pub trait Classifier<F>: Parameters + Clone {
    /// The classifier after training.
    type Fitted: FittedClassifier<F>;

    /// Trains on rows (samples × features) and their class numbers.
    ///
    /// # Errors
    ///
    /// When a parameter or the data are not what the classifier can work with.
    fn fit(&self, x: &ArrayRef2<F>, y: &[usize]) -> Result<Self::Fitted>;
}

/// What a [`Classifier`] becomes by training.
pub trait FittedClassifier<F> {
    /// The class number of each row.
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the training rows, or a number is not finite.
    fn predict(&self, x: &ArrayRef2<F>) -> Result<Vec<usize>>;

    /// The probability of each class (samples × classes, classes in order); a row sums to 1.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict).
    fn predict_proba(&self, x: &ArrayRef2<F>) -> Result<Array2<F>>;
}

/// Anything that can be trained on rows and labels: a [`Pipeline`](crate::pipeline::Pipeline),
/// or an estimator of the caller's own. Searches and cross-validation work on these.
pub trait Estimator<F, L>: Parameters + Clone {
    /// The estimator after training.
    type Fitted: Predictor<F, L>;

    /// Trains on rows (samples × features) and one label for each.
    ///
    /// # Errors
    ///
    /// When a parameter or the data are not what the estimator can work with.
    fn fit(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<Self::Fitted>;

    /// Trains on those rows of `x` whose numbers are in `rows`; `y` has a label for each row of
    /// `x`.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit), and when there is no such row.
    fn fit_rows(&self, x: &ArrayRef2<F>, y: &[L], rows: &[usize]) -> Result<Self::Fitted>
    where
        F: Clone,
        L: Clone,
    {
        self.fit(&take_rows(x, rows)?, &take(y, rows)?)
    }

    /// Trains several estimators, which differ in their hyperparameters alone, on the same rows.
    ///
    /// `each` is called for each estimator, on all cores, with its index and with a function that
    /// trains it; the results are in the order of the estimators. Estimators share one copy of the
    /// rows; those that transform and resample alike, as in a
    /// [`Pipeline`](crate::pipeline::Pipeline), share the transformed and resampled rows.
    ///
    /// # Errors
    ///
    /// When there is no such row. Errors of a training are those of the function given to `each`.
    fn fit_each<T: Send>(
        estimators: &[Self],
        x: &ArrayRef2<F>,
        y: &[L],
        rows: &[usize],
        each: impl Fn(usize, &dyn Fn() -> Result<Self::Fitted>) -> T + Sync,
    ) -> Result<Vec<T>>
    where
        F: Clone + Send + Sync,
        L: Clone + Send + Sync,
    {
        let (x, y) = (take_rows(x, rows)?, take(y, rows)?);
        let all = estimators.par_iter().enumerate();
        Ok(all.map(|(at, estimator)| each(at, &|| estimator.fit(&x, &y))).collect())
    }
}

/// What an [`Estimator`] becomes by training.
pub trait Predictor<F, L> {
    /// The labels seen in training, sorted, each once.
    fn classes(&self) -> &[L];

    /// The label of each row.
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the training rows, or a number is not finite.
    fn predict(&self, x: &ArrayRef2<F>) -> Result<Vec<L>>;

    /// The probability of each class (samples × classes, classes in order); a row sums to 1.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict).
    fn predict_proba(&self, x: &ArrayRef2<F>) -> Result<Array2<F>>;
}
