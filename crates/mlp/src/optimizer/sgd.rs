//! Gradient descent with momentum, and the schedules of its learning rate.

use super::Mean;
use crate::{
    Float, LearningRate, MlpClassifier,
    backprop::Backprop,
    math::{Loop, vectorised},
    network::{Layer, flat, flat_mut},
};

/// Gradient descent, with the last step of each weight.
#[derive(Debug)]
pub(crate) struct Sgd<F> {
    learning_rate_init: f64,
    learning_rate: f64,
    schedule: LearningRate,
    power_t: f64,
    momentum: F,
    nesterov: bool,
    velocities: Vec<Layer<F>>,
}

impl<F: Float> Sgd<F> {
    pub(super) fn new(mlp: &MlpClassifier, layers: &[Layer<F>]) -> Self {
        Self {
            learning_rate_init: mlp.learning_rate_init,
            learning_rate: mlp.learning_rate_init,
            schedule: mlp.learning_rate,
            power_t: mlp.power_t,
            momentum: F::of(mlp.momentum),
            nesterov: mlp.nesterovs_momentum,
            velocities: Layer::zeros_like(layers),
        }
    }

    pub(super) fn iteration_ends(&mut self, t: usize) {
        if self.schedule == LearningRate::Invscaling {
            self.learning_rate = self.learning_rate_init / ((t + 1) as f64).powf(self.power_t);
        }
    }

    pub(super) fn trigger_stopping(&mut self) -> bool {
        let stop = self.schedule != LearningRate::Adaptive || self.learning_rate <= 1e-6;
        if !stop {
            self.learning_rate /= 5.0;
        }
        stop
    }

    pub(super) fn update(&mut self, layers: &mut [Layer<F>], batch: &Backprop<F>, alpha: F) {
        let step = SgdStep {
            rate: F::of(self.learning_rate),
            momentum: self.momentum,
            nesterov: self.nesterov,
        };
        let [of_coef, of_intercept] = Mean::pair(batch, alpha);
        for ((layer, sums), velocity) in
            layers.iter_mut().zip(&batch.gradients).zip(&mut self.velocities)
        {
            vectorised(SgdLoop {
                step,
                mean: of_coef,
                values: flat_mut(&mut layer.coef),
                sums: flat(&sums.coef),
                velocities: flat_mut(&mut velocity.coef),
            });
            vectorised(SgdLoop {
                step,
                mean: of_intercept,
                values: flat_mut(&mut layer.intercept),
                sums: flat(&sums.intercept),
                velocities: flat_mut(&mut velocity.intercept),
            });
        }
    }
}

/// Gradient descent's factors for one batch.
#[derive(Clone, Copy)]
struct SgdStep<F> {
    rate: F,
    momentum: F,
    nesterov: bool,
}

/// Gradient descent on a run of numbers.
struct SgdLoop<'a, F> {
    step: SgdStep<F>,
    mean: Mean<F>,
    values: &'a mut [F],
    sums: &'a [F],
    velocities: &'a mut [F],
}

impl<F: Float> Loop for SgdLoop<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { step: SgdStep { rate, momentum, nesterov }, mean, .. } = self;
        let pairs = self.values.iter_mut().zip(self.sums);
        for ((value, &sum), velocity) in pairs.zip(self.velocities) {
            let pull = rate * mean.of(sum, *value);
            *velocity = momentum * *velocity - pull;
            *value += if nesterov { momentum * *velocity - pull } else { *velocity };
        }
    }
}
