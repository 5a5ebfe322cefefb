//! How the weights follow the gradients: Adam, and gradient descent with momentum.
//!
//! Each rounds as scikit-learn's `_stochastic_optimizers.py` does in f64, operation by
//! operation, in one pass over a layer's numbers.

mod adam;
mod sgd;

use crate::{Float, MlpClassifier, Solver, backprop::Backprop, network::Layer};
use adam::Adam;
use sgd::Sgd;

/// The state that a solver keeps from batch to batch.
#[derive(Debug)]
pub(crate) enum Optimizer<F> {
    Adam(Adam<F>),
    Sgd(Sgd<F>),
}

impl<F: Float> Optimizer<F> {
    pub(crate) fn new(mlp: &MlpClassifier, layers: &[Layer<F>]) -> Self {
        match mlp.solver {
            Solver::Adam => Self::Adam(Adam::new(mlp, layers)),
            Solver::Sgd => Self::Sgd(Sgd::new(mlp, layers)),
        }
    }

    /// Moves the weights by the gradients of a batch.
    pub(crate) fn update(&mut self, layers: &mut [Layer<F>], batch: &Backprop<F>, alpha: F) {
        match self {
            Self::Adam(adam) => adam.update(layers, batch, alpha),
            Self::Sgd(sgd) => sgd.update(layers, batch, alpha),
        }
    }

    /// Sets the learning rate for the next epoch, after `t` samples in all.
    pub(crate) fn iteration_ends(&mut self, t: usize) {
        match self {
            Self::Adam(_) => {}
            Self::Sgd(sgd) => sgd.iteration_ends(t),
        }
    }

    /// Whether to stop, now that training no longer improves; if not, goes on more slowly.
    pub(crate) fn trigger_stopping(&mut self) -> bool {
        match self {
            Self::Adam(_) => true,
            Self::Sgd(sgd) => sgd.trigger_stopping(),
        }
    }
}

/// The mean gradient of a weight from its sum over the batch, penalty included.
#[derive(Clone, Copy)]
struct Mean<F> {
    alpha: F,
    weight: F,
}

impl<F: Float> Mean<F> {
    #[inline(always)]
    fn of(self, sum: F, value: F) -> F {
        (sum + self.alpha * value) / self.weight
    }

    /// Of weights, which bear the penalty, and of intercepts, which do not.
    fn pair(batch: &Backprop<F>, alpha: F) -> [Self; 2] {
        [alpha, F::zero()].map(|alpha| Self { alpha, weight: batch.weight })
    }
}
