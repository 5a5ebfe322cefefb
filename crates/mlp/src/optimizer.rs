//! How the weights follow the gradients: Adam, and gradient descent with momentum.
//!
//! Each rounds as scikit-learn's `_stochastic_optimizers.py` does in f64, operation by
//! operation, in one pass over a layer's numbers.

use crate::{
    Float, LearningRate, MlpClassifier, Solver,
    backprop::Backprop,
    math::{Loop, vectorised},
    network::{Layer, flat, flat_mut},
};

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
        if let Self::Sgd(sgd) = self
            && sgd.schedule == LearningRate::Invscaling
        {
            sgd.learning_rate = sgd.learning_rate_init / ((t + 1) as f64).powf(sgd.power_t);
        }
    }

    /// Whether to stop, now that training no longer improves; if not, goes on more slowly.
    pub(crate) fn trigger_stopping(&mut self) -> bool {
        match self {
            Self::Sgd(sgd) if sgd.schedule == LearningRate::Adaptive => {
                let stop = sgd.learning_rate <= 1e-6;
                if !stop {
                    sgd.learning_rate /= 5.0;
                }
                stop
            }
            _ => true,
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

/// Adam, with the moments of each gradient.
#[derive(Debug)]
pub(crate) struct Adam<F> {
    learning_rate_init: f64,
    beta_1: f64,
    beta_2: f64,
    epsilon: f64,
    /// Batches so far.
    t: u64,
    moments: Vec<[Layer<F>; 2]>,
}

/// Adam's factors for one batch.
#[derive(Clone, Copy)]
struct AdamStep<F> {
    minus_rate: F,
    keep: [F; 2],
    take: [F; 2],
    epsilon: F,
}

impl<F: Float> Adam<F> {
    fn new(mlp: &MlpClassifier, layers: &[Layer<F>]) -> Self {
        let moments = Layer::zeros_like(layers).into_iter().map(|zeros| [zeros.clone(), zeros]);
        Self {
            learning_rate_init: mlp.learning_rate_init,
            beta_1: mlp.beta_1,
            beta_2: mlp.beta_2,
            epsilon: mlp.epsilon,
            t: 0,
            moments: moments.collect(),
        }
    }

    fn update(&mut self, layers: &mut [Layer<F>], batch: &Backprop<F>, alpha: F) {
        self.t += 1;
        let t = self.t as f64;
        let rate = self.learning_rate_init * (1.0 - self.beta_2.powf(t)).sqrt()
            / (1.0 - self.beta_1.powf(t));
        let step = AdamStep {
            minus_rate: F::of(-rate),
            keep: [self.beta_1, self.beta_2].map(F::of),
            take: [1.0 - self.beta_1, 1.0 - self.beta_2].map(F::of),
            epsilon: F::of(self.epsilon),
        };
        let [of_coef, of_intercept] = Mean::pair(batch, alpha);
        for ((layer, sums), [first, second]) in
            layers.iter_mut().zip(&batch.gradients).zip(&mut self.moments)
        {
            vectorised(AdamLoop {
                step,
                mean: of_coef,
                values: flat_mut(&mut layer.coef),
                sums: flat(&sums.coef),
                first: flat_mut(&mut first.coef),
                second: flat_mut(&mut second.coef),
            });
            vectorised(AdamLoop {
                step,
                mean: of_intercept,
                values: flat_mut(&mut layer.intercept),
                sums: flat(&sums.intercept),
                first: flat_mut(&mut first.intercept),
                second: flat_mut(&mut second.intercept),
            });
        }
    }
}

/// Adam on a run of numbers.
struct AdamLoop<'a, F> {
    step: AdamStep<F>,
    mean: Mean<F>,
    values: &'a mut [F],
    sums: &'a [F],
    first: &'a mut [F],
    second: &'a mut [F],
}

impl<F: Float> Loop for AdamLoop<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { step, mean, .. } = self;
        let moments = self.first.iter_mut().zip(self.second);
        for ((value, &sum), (m, v)) in self.values.iter_mut().zip(self.sums).zip(moments) {
            let gradient = mean.of(sum, *value);
            *m = step.keep[0] * *m + step.take[0] * gradient;
            *v = step.keep[1] * *v + step.take[1] * (gradient * gradient);
            *value += step.minus_rate * *m / (v.sqrt() + step.epsilon);
        }
    }
}

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
    fn new(mlp: &MlpClassifier, layers: &[Layer<F>]) -> Self {
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

    fn update(&mut self, layers: &mut [Layer<F>], batch: &Backprop<F>, alpha: F) {
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
