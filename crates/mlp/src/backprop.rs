//! Loss and gradients of a batch, in buffers that are kept from batch to batch.

use ndarray::Array2;

use crate::{
    Error, Float, OutputActivation, Result,
    math::{Loop, sum_of_squares, vectorised},
    network::{Activations, Layer, Network, flat, flat_mut, rows_of, rows_of_mut},
    product::product,
};

/// The rows trained on, as positions of classes and weights.
#[derive(Debug)]
pub(crate) struct Samples<'a, F> {
    /// Row after row.
    pub(crate) x: &'a [F],
    pub(crate) targets: &'a [usize],
    pub(crate) weights: Option<&'a [F]>,
}

impl<F: Float> Samples<'_, F> {
    /// A copy of some rows.
    pub(crate) fn rows(&self, rows: &[usize]) -> Array2<F> {
        let width = self.x.len() / self.targets.len();
        Array2::from_shape_fn((rows.len(), width), |(at, column)| self.x[rows[at] * width + column])
    }
}

/// Everything that a batch is computed in; for `rows` rows at most.
#[derive(Debug)]
pub(crate) struct Backprop<F> {
    input: Array2<F>,
    activations: Activations<F>,
    /// Derivatives of the loss by each unit's sum, a matrix a layer.
    deltas: Vec<Array2<F>>,
    /// Sums over the batch of the derivatives by each weight, without penalty.
    pub(crate) gradients: Vec<Layer<F>>,
    /// What the batch weighs: its rows, or the sum of their weights.
    pub(crate) weight: F,
}

impl<F: Float> Backprop<F> {
    pub(crate) fn new(network: &Network<F>, rows: usize) -> Self {
        let layers = &network.layers;
        let inputs = layers.first().map_or(0, |layer| layer.coef.nrows());
        let room = |layer: &Layer<F>| Array2::zeros((rows, layer.intercept.len()));
        Self {
            input: Array2::zeros((rows, inputs)),
            activations: Activations::new(layers, rows),
            deltas: layers.iter().map(room).collect(),
            gradients: Layer::zeros_like(layers),
            weight: F::zero(),
        }
    }

    /// Computes the gradients for the given rows of the samples, and returns the mean loss.
    pub(crate) fn batch(
        &mut self,
        network: &Network<F>,
        samples: &Samples<'_, F>,
        rows: &[usize],
        alpha: F,
    ) -> Result<f64> {
        let width = self.input.ncols();
        for (to, &row) in flat_mut(&mut self.input).chunks_exact_mut(width).zip(rows) {
            to.copy_from_slice(&samples.x[row * width..][..width]);
        }
        network.forward(&rows_of(&self.input, 0..rows.len()), &mut self.activations);
        self.weight = match samples.weights {
            None => F::of(rows.len() as f64),
            Some(weights) => rows.iter().fold(F::zero(), |sum, &row| sum + weights[row]),
        };
        if self.weight <= F::zero() {
            return Err(Error::ZeroWeight { over: "the rows of a batch" });
        }
        let loss = self.output_delta(network.out_activation, samples, rows);
        self.propagate(network, rows.len());
        let squares = network.layers.iter().map(|layer| sum_of_squares(flat(&layer.coef)));
        let squares = squares.fold(F::zero(), |sum, square| sum + square);
        Ok((loss + F::of(0.5) * alpha * squares / self.weight).into())
    }

    /// Fills the last deltas with output − target, weighted, and returns the mean log loss.
    fn output_delta(
        &mut self,
        out_activation: OutputActivation,
        samples: &Samples<'_, F>,
        rows: &[usize],
    ) -> F {
        let mut loss = F::zero();
        let Some(deltas) = self.deltas.last_mut() else { return loss };
        let output = self.activations.output();
        let units = output.ncols();
        let outputs = flat(&output).chunks_exact(units);
        let deltas = flat_mut(deltas).chunks_exact_mut(units);
        for ((delta, output), &row) in deltas.zip(outputs).zip(rows) {
            delta.copy_from_slice(output);
            let target = samples.targets[row];
            let probability = match out_activation {
                OutputActivation::Softmax => {
                    delta[target] -= F::one();
                    clip(output[target])
                }
                OutputActivation::Logistic if target == 1 => {
                    delta[0] -= F::one();
                    clip(output[0])
                }
                OutputActivation::Logistic => F::one() - clip(output[0]),
            };
            match samples.weights {
                None => loss -= probability.ln(),
                Some(weights) => {
                    loss -= weights[row] * probability.ln();
                    delta.iter_mut().for_each(|d| *d *= weights[row]);
                }
            }
        }
        loss / self.weight
    }

    /// From the last deltas back to the gradients of all layers.
    fn propagate(&mut self, network: &Network<F>, rows: usize) {
        for (i, layer) in network.layers.iter().enumerate().rev() {
            let (before, after) = self.deltas.split_at_mut(i);
            let Some(delta) = after.first() else { return };
            let delta = rows_of(delta, 0..rows);
            let gradient = &mut self.gradients[i];
            let sums = flat_mut(&mut gradient.intercept);
            vectorised(SumRows { matrix: flat(&delta), sums });
            match before.last_mut() {
                None => {
                    let input = rows_of(&self.input, 0..rows);
                    product(&input.t(), &delta, &mut gradient.coef);
                }
                Some(previous) => {
                    let input = self.activations.layer(i - 1);
                    product(&input.t(), &delta, &mut gradient.coef);
                    let mut previous = rows_of_mut(previous, 0..rows);
                    product(&delta, &layer.coef.t(), &mut previous);
                    network.activation.derive(flat(&input), flat_mut(&mut previous));
                }
            }
        }
    }
}

/// A probability that has a logarithm.
fn clip<F: Float>(probability: F) -> F {
    let (low, high) = (F::epsilon(), F::one() - F::epsilon());
    if probability < low {
        low
    } else if probability > high {
        high
    } else {
        probability
    }
}

/// The sum of each column.
struct SumRows<'a, F> {
    matrix: &'a [F],
    sums: &'a mut [F],
}

impl<F: Float> Loop for SumRows<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.sums.fill(F::zero());
        for row in self.matrix.chunks_exact(self.sums.len()) {
            for (sum, &value) in self.sums.iter_mut().zip(row) {
                *sum += value;
            }
        }
    }
}
