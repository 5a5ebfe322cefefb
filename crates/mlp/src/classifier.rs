//! The untrained network: its hyperparameters.

use ndarray::ArrayRef2;
use serde::{Deserialize, Serialize};

use crate::{
    Activation, BatchSize, ClassWeight, FitOptions, FittedMlpClassifier, Float, LearningRate,
    Result, Solver, checks, training,
};

/// An untrained multi-layer perceptron classifier: its hyperparameters, with the names, meanings
/// and defaults of scikit-learn 1.9's `MLPClassifier`.
///
/// Each field has a setter of its name. Values are checked in [`fit`](Self::fit).
///
/// ```
/// use emo_mlp::{Activation, MlpClassifier};
///
/// let mlp = MlpClassifier::default()
///     .hidden_layer_sizes([256, 64])
///     .activation(Activation::Tanh)
///     .max_iter(500)
///     .random_state(7);
/// assert_eq!(mlp.hidden_layer_sizes, [256, 64]);
/// assert_eq!(mlp.alpha, 1e-4);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MlpClassifier {
    /// Units of each hidden layer, each at least 1; empty for none. Default: one layer of 100.
    pub hidden_layer_sizes: Vec<usize>,
    /// Activation function of the hidden layers. Default: ReLU.
    pub activation: Activation,
    /// The optimiser. Default: Adam.
    pub solver: Solver,
    /// Regularisation strength: the factor of the L2 penalty on the weights, at least 0. Default:
    /// 1e-4.
    pub alpha: f64,
    /// Rows of a batch, at least 1. Default: 200, or all rows if there are fewer.
    pub batch_size: BatchSize,
    /// Schedule of the learning rate (SGD only). Default: constant.
    pub learning_rate: LearningRate,
    /// Learning rate at the start, above 0. Default: 1e-3.
    pub learning_rate_init: f64,
    /// Exponent of [`LearningRate::Invscaling`], at least 0. Default: 0.5.
    pub power_t: f64,
    /// Largest number of epochs, at least 1. Default: 200.
    pub max_iter: usize,
    /// Whether to shuffle the rows in each epoch. Default: true.
    pub shuffle: bool,
    /// Seed of all random choices. Default: 0, where scikit-learn's default draws from the
    /// system: training is always repeatable.
    pub random_state: u32,
    /// Smallest change of the loss that counts as an improvement, at least 0. Default: 1e-4.
    pub tol: f64,
    /// Momentum: the share of the last step in the next one (SGD only), 0 to 1. Default: 0.9.
    pub momentum: f64,
    /// Whether the momentum is Nesterov's (SGD only). Default: true.
    pub nesterovs_momentum: bool,
    /// Whether to stop by the accuracy on validation rows, and to keep the best weights, instead of
    /// by the training loss. Default: false.
    pub early_stopping: bool,
    /// Share of the rows that early stopping sets aside, in [0, 1). Default: 0.1.
    pub validation_fraction: f64,
    /// Decay rate of Adam's mean of gradients, in [0, 1). Default: 0.9.
    pub beta_1: f64,
    /// Decay rate of Adam's mean of squared gradients, in [0, 1). Default: 0.999.
    pub beta_2: f64,
    /// Adam's constant against division by zero, above 0. Default: 1e-8.
    pub epsilon: f64,
    /// Training stops after more than so many epochs in a row without an improvement by `tol`;
    /// at least 1. Default: 10.
    pub n_iter_no_change: usize,
    /// Weights of the classes; not in scikit-learn's `MLPClassifier`. Default: all equal.
    pub class_weight: ClassWeight,
}

impl Default for MlpClassifier {
    fn default() -> Self {
        Self {
            hidden_layer_sizes: vec![100],
            activation: Activation::Relu,
            solver: Solver::Adam,
            alpha: 1e-4,
            batch_size: BatchSize::Auto,
            learning_rate: LearningRate::Constant,
            learning_rate_init: 1e-3,
            power_t: 0.5,
            max_iter: 200,
            shuffle: true,
            random_state: 0,
            tol: 1e-4,
            momentum: 0.9,
            nesterovs_momentum: true,
            early_stopping: false,
            validation_fraction: 0.1,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-8,
            n_iter_no_change: 10,
            class_weight: ClassWeight::None,
        }
    }
}

/// One consuming setter per field, with the name of the field.
macro_rules! setters {
    ($($field:ident: $type:ty),* $(,)?) => {
        $(
            #[doc = concat!("Sets [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
            #[must_use]
            pub fn $field(mut self, $field: $type) -> Self {
                self.$field = $field;
                self
            }
        )*
    };
}

impl MlpClassifier {
    setters! {
        activation: Activation,
        solver: Solver,
        alpha: f64,
        learning_rate: LearningRate,
        learning_rate_init: f64,
        power_t: f64,
        max_iter: usize,
        shuffle: bool,
        random_state: u32,
        tol: f64,
        momentum: f64,
        nesterovs_momentum: bool,
        early_stopping: bool,
        validation_fraction: f64,
        beta_1: f64,
        beta_2: f64,
        epsilon: f64,
        n_iter_no_change: usize,
        class_weight: ClassWeight,
    }

    /// Sets [`hidden_layer_sizes`](Self#structfield.hidden_layer_sizes), from an array or a vector.
    #[must_use]
    pub fn hidden_layer_sizes(mut self, hidden_layer_sizes: impl Into<Vec<usize>>) -> Self {
        self.hidden_layer_sizes = hidden_layer_sizes.into();
        self
    }

    /// Sets [`batch_size`](Self#structfield.batch_size), from a number of rows or a [`BatchSize`].
    #[must_use]
    pub fn batch_size(mut self, batch_size: impl Into<BatchSize>) -> Self {
        self.batch_size = batch_size.into();
        self
    }

    /// Trains a network on the rows of `x` (samples x features) and their labels `y`.
    ///
    /// Reproduces scikit-learn's training: the same initial weights, batches and stopping rules for
    /// the same `random_state`. See [`fit_with`](Self::fit_with) for sample weights and for
    /// watching the training.
    ///
    /// # Errors
    ///
    /// A hyperparameter out of range; a matrix that is empty or not finite; labels that do not
    /// match the rows or are all the same; too few rows for early stopping; a network that exceeds
    /// the size limit; a training that diverges.
    pub fn fit<F: Float>(&self, x: &ArrayRef2<F>, y: &[usize]) -> Result<FittedMlpClassifier<F>> {
        self.fit_with(x, y, FitOptions::default())
    }

    /// As [`fit`](Self::fit), with sample weights and a function that is called after each epoch.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use emo_mlp::{FitOptions, MlpClassifier};
    /// use ndarray::array;
    ///
    /// # fn main() -> Result<(), emo_mlp::Error> {
    /// let x = array![[0.0], [0.1], [0.9], [1.0]];
    /// let options = FitOptions::default().sample_weight(&[1.0, 1.0, 2.0, 2.0]).on_epoch(|epoch| {
    ///     if epoch.iteration == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    /// });
    /// let fitted = MlpClassifier::default().fit_with(&x, &[0, 0, 1, 1], options)?;
    /// assert_eq!(fitted.n_iter(), 5);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit), and when a weight is negative or not finite, there is not one for
    /// each row, or the rows of a batch weigh nothing.
    pub fn fit_with<F: Float>(
        &self,
        x: &ArrayRef2<F>,
        y: &[usize],
        options: FitOptions<'_>,
    ) -> Result<FittedMlpClassifier<F>> {
        checks::hyperparameters(self)?;
        training::train(self, x, y, options)
    }
}
