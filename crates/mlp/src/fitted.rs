//! The trained network.

use std::fmt;

use ndarray::{Array2, ArrayRef1, ArrayRef2};
use serde::{Deserialize, Serialize};

use crate::{
    Activation, Error, Float, OutputActivation, Result, checks,
    network::{Network, rows_of_mut},
    progress::Progress,
    stored::StoredModel,
};

/// A trained multi-layer perceptron classifier.
///
/// Its methods are named as scikit-learn's fitted attributes, without the underscore at the end.
/// Serde writes it and reads it; what is read is checked, and a model with a damaged shape or a
/// number that is not finite is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound = "F: Float", try_from = "StoredModel<F>", into = "StoredModel<F>")]
pub struct FittedMlpClassifier<F: Float> {
    pub(crate) classes: Vec<usize>,
    pub(crate) network: Network<F>,
    pub(crate) history: History,
}

/// How the training went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct History {
    pub(crate) t: usize,
    pub(crate) loss_curve: Vec<f64>,
    pub(crate) best_loss: Option<f64>,
    pub(crate) validation_scores: Option<Vec<f64>>,
    pub(crate) best_validation_score: Option<f64>,
    pub(crate) warning: Option<ConvergenceWarning>,
}

/// Why a training ended before it had converged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConvergenceWarning {
    /// All epochs that were allowed are used up.
    MaxIter {
        /// The limit.
        max_iter: usize,
    },
    /// The function given to [`FitOptions::on_epoch`](crate::FitOptions::on_epoch) stopped it.
    Interrupted {
        /// Epochs until then.
        n_iter: usize,
    },
}

impl fmt::Display for ConvergenceWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MaxIter { max_iter } => write!(
                f,
                "Stochastic Optimizer: Maximum iterations ({max_iter}) reached and the \
                 optimization hasn't converged yet."
            ),
            Self::Interrupted { n_iter } => {
                write!(f, "Training interrupted by user after {n_iter} iterations.")
            }
        }
    }
}

impl<F: Float> FittedMlpClassifier<F> {
    pub(crate) fn new(
        classes: Vec<usize>,
        network: Network<F>,
        progress: Progress,
        rows: usize,
        warning: Option<ConvergenceWarning>,
    ) -> Self {
        let early_stopping = progress.validation_scores.is_some();
        let history = History {
            t: rows * progress.loss_curve.len(),
            best_loss: (!early_stopping).then_some(progress.best_loss),
            best_validation_score: early_stopping.then_some(progress.best_validation_score),
            loss_curve: progress.loss_curve,
            validation_scores: progress.validation_scores,
            warning,
        };
        Self { classes, network, history }
    }

    /// The label of the most probable class for each row of `x`.
    ///
    /// The prediction of a row does not depend on the other rows.
    ///
    /// # Errors
    ///
    /// When `x` has another number of columns than in training, or a value that is not finite.
    pub fn predict(&self, x: &ArrayRef2<F>) -> Result<Vec<usize>> {
        self.check(x)?;
        Ok(self.network.classify(x).into_iter().map(|at| self.classes[at]).collect())
    }

    /// The probability of each class (columns, in the order of [`classes`](Self::classes)) for
    /// each row of `x`.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict).
    pub fn predict_proba(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        self.check(x)?;
        let mut probabilities = Array2::zeros((x.nrows(), self.classes.len()));
        self.network.outputs(x, |first, output| {
            let mut block = rows_of_mut(&mut probabilities, first..first + output.nrows());
            for (mut row, output) in block.rows_mut().into_iter().zip(output.rows()) {
                match self.network.out_activation {
                    OutputActivation::Softmax => row.assign(&output),
                    OutputActivation::Logistic => {
                        row[0] = F::one() - output[0];
                        row[1] = output[0];
                    }
                }
            }
        });
        Ok(probabilities)
    }

    fn check(&self, x: &ArrayRef2<F>) -> Result<()> {
        let expected = self.n_features_in();
        if x.ncols() != expected {
            return Err(Error::FeatureMismatch { expected, got: x.ncols() });
        }
        checks::finite(x)
    }

    /// The sorted labels.
    pub fn classes(&self) -> &[usize] {
        &self.classes
    }

    /// Columns of the training matrix.
    pub fn n_features_in(&self) -> usize {
        self.network.layers.first().map_or(0, |layer| layer.coef.nrows())
    }

    /// The weights between each layer and the next: units of the one x units of the other.
    pub fn coefs(&self) -> impl ExactSizeIterator<Item = &ArrayRef2<F>> {
        self.network.layers.iter().map(|layer| &*layer.coef)
    }

    /// The intercepts of each layer but the input.
    pub fn intercepts(&self) -> impl ExactSizeIterator<Item = &ArrayRef1<F>> {
        self.network.layers.iter().map(|layer| &*layer.intercept)
    }

    /// Layers, input and output included.
    pub fn n_layers(&self) -> usize {
        self.network.layers.len() + 1
    }

    /// Units of the output layer: 1 for two classes, otherwise one for each class.
    pub fn n_outputs(&self) -> usize {
        self.network.out_activation.units(self.classes.len())
    }

    /// The activation function of the hidden layers.
    pub fn activation(&self) -> Activation {
        self.network.activation
    }

    /// The activation function of the output layer.
    pub fn out_activation(&self) -> OutputActivation {
        self.network.out_activation
    }

    /// Epochs that the training took.
    pub fn n_iter(&self) -> usize {
        self.history.loss_curve.len()
    }

    /// Samples seen in training, each as often as it was seen.
    pub fn t(&self) -> usize {
        self.history.t
    }

    /// The loss of the last epoch.
    pub fn loss(&self) -> f64 {
        self.history.loss_curve.last().copied().unwrap_or(f64::NAN)
    }

    /// The loss of each epoch: the mean over its batches of log loss and penalty.
    pub fn loss_curve(&self) -> &[f64] {
        &self.history.loss_curve
    }

    /// The smallest loss of an epoch; `None` with early stopping.
    pub fn best_loss(&self) -> Option<f64> {
        self.history.best_loss
    }

    /// The accuracy on the rows set aside after each epoch; `None` without early stopping.
    pub fn validation_scores(&self) -> Option<&[f64]> {
        self.history.validation_scores.as_deref()
    }

    /// The best of [`validation_scores`](Self::validation_scores), whose weights were kept.
    pub fn best_validation_score(&self) -> Option<f64> {
        self.history.best_validation_score
    }

    /// Why training ended without having converged; `None` when it had.
    pub fn warning(&self) -> Option<ConvergenceWarning> {
        self.history.warning
    }
}
