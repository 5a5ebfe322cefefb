//! Adam (D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2014).

use super::Mean;
use crate::{
    Float, MlpClassifier,
    backprop::Backprop,
    math::{Loop, vectorised},
    network::{Layer, flat, flat_mut},
};

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
    pub(super) fn new(mlp: &MlpClassifier, layers: &[Layer<F>]) -> Self {
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

    pub(super) fn update(&mut self, layers: &mut [Layer<F>], batch: &Backprop<F>, alpha: F) {
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
