//! Options of a training besides the data.

use std::{fmt, ops::ControlFlow};

/// Optional inputs of [`MlpClassifier::fit_with`](crate::MlpClassifier::fit_with).
#[derive(Default)]
pub struct FitOptions<'a> {
    pub(crate) sample_weight: Option<&'a [f64]>,
    pub(crate) on_epoch: Option<Box<Watcher<'a>>>,
}

type Watcher<'a> = dyn FnMut(&Epoch) -> ControlFlow<()> + 'a;

impl<'a> FitOptions<'a> {
    /// How much each row counts: in the loss, in the gradients and in the validation accuracy.
    #[must_use]
    pub fn sample_weight(mut self, weights: &'a [f64]) -> Self {
        self.sample_weight = Some(weights);
        self
    }

    /// Calls `watcher` after each epoch; [`ControlFlow::Break`] ends the training there.
    #[must_use]
    pub fn on_epoch(mut self, watcher: impl FnMut(&Epoch) -> ControlFlow<()> + 'a) -> Self {
        self.on_epoch = Some(Box::new(watcher));
        self
    }
}

impl fmt::Debug for FitOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FitOptions")
            .field("sample_weight", &self.sample_weight)
            .field("on_epoch", &self.on_epoch.is_some())
            .finish()
    }
}

/// The state of the training after an epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Epoch {
    /// Its number, from 1.
    pub iteration: usize,
    /// Mean loss over the epoch's batches, with the penalty.
    pub loss: f64,
    /// Accuracy on the validation rows, with early stopping.
    pub validation_score: Option<f64>,
}
