//! The numbers of a network, and the way of a batch through it.

use std::ops::Range;

use emo_learn::numeric::argmax;
use emo_random::RandomState;
use ndarray::{Array1, Array2, ArrayRef, ArrayRef2, ArrayView2, ArrayViewMut2, Axis, Dimension};

use crate::{Activation, Float, OutputActivation, product::product};

/// The numbers between two layers: weights, or what an optimiser keeps for each weight.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layer<F> {
    /// Inputs x units.
    pub(crate) coef: Array2<F>,
    /// One a unit.
    pub(crate) intercept: Array1<F>,
}

impl<F: Float> Layer<F> {
    pub(crate) fn zeros(inputs: usize, units: usize) -> Self {
        Self { coef: Array2::zeros((inputs, units)), intercept: Array1::zeros(units) }
    }

    pub(crate) fn zeros_like(layers: &[Self]) -> Vec<Self> {
        layers.iter().map(|layer| Self::zeros(layer.coef.nrows(), layer.coef.ncols())).collect()
    }

    pub(crate) fn is_finite(&self) -> bool {
        self.coef.iter().chain(&self.intercept).all(|value| value.is_finite())
    }

    /// Uniform in ±√(factor / (inputs + units)), drawn in f64, weights first (X. Glorot,
    /// Y. Bengio, 2010; `_init_coef` in scikit-learn).
    fn glorot(
        inputs: usize,
        units: usize,
        activation: Activation,
        random: &mut RandomState,
    ) -> Self {
        let factor = if activation == Activation::Logistic { 2.0 } else { 6.0 };
        let bound = f64::sqrt(factor / (inputs + units) as f64);
        let mut weight = || F::of(random.uniform(-bound, bound));
        let coef = Array2::from_shape_simple_fn((inputs, units), &mut weight);
        Self { coef, intercept: Array1::from_shape_simple_fn(units, weight) }
    }
}

/// An array of our own making as a slice: such arrays are in row-major order.
pub(crate) fn flat<F, D: Dimension>(array: &ArrayRef<F, D>) -> &[F] {
    array.as_slice().unwrap_or_default()
}

/// As [`flat`], to be written to.
pub(crate) fn flat_mut<F, D: Dimension>(array: &mut ArrayRef<F, D>) -> &mut [F] {
    array.as_slice_mut().unwrap_or_default()
}

/// The rows in `range`, whose columns are all there.
pub(crate) fn rows_of<F>(matrix: &ArrayRef2<F>, range: Range<usize>) -> ArrayView2<'_, F> {
    matrix.slice_axis(Axis(0), range.into())
}

/// As [`rows_of`], to be written to.
pub(crate) fn rows_of_mut<F>(
    matrix: &mut ArrayRef2<F>,
    range: Range<usize>,
) -> ArrayViewMut2<'_, F> {
    matrix.slice_axis_mut(Axis(0), range.into())
}

/// Weights and activation functions: all that a prediction needs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Network<F> {
    pub(crate) layers: Vec<Layer<F>>,
    pub(crate) activation: Activation,
    pub(crate) out_activation: OutputActivation,
}

impl<F: Float> Network<F> {
    /// An untrained network; `units` are those of every layer, the inputs first.
    pub(crate) fn glorot(
        units: &[usize],
        activation: Activation,
        out_activation: OutputActivation,
        random: &mut RandomState,
    ) -> Self {
        let layers = units
            .windows(2)
            .map(|pair| Layer::glorot(pair[0], pair[1], activation, random))
            .collect();
        Self { layers, activation, out_activation }
    }

    /// Fills `outputs` with what each layer makes of the rows of `x`.
    pub(crate) fn forward(&self, x: &ArrayRef2<F>, outputs: &mut Activations<F>) {
        let rows = x.nrows();
        outputs.rows = rows;
        for (i, layer) in self.layers.iter().enumerate() {
            let (before, after) = outputs.layers.split_at_mut(i);
            let Some(output) = after.first_mut() else { return };
            let mut output = rows_of_mut(output, 0..rows);
            match before.last() {
                None => product(x, &layer.coef, &mut output),
                Some(input) => product(&rows_of(input, 0..rows), &layer.coef, &mut output),
            }
            let intercept = flat(&layer.intercept);
            if i + 1 < self.layers.len() {
                self.activation.apply(flat_mut(&mut output), intercept);
            } else {
                self.out_activation.apply(flat_mut(&mut output), intercept);
            }
        }
    }

    /// Calls `each` with the number of the first row and the output rows of blocks of `x`.
    ///
    /// Blocks keep the buffers small; a row's output does not depend on the block it is in.
    pub(crate) fn outputs(&self, x: &ArrayRef2<F>, mut each: impl FnMut(usize, &ArrayRef2<F>)) {
        const BLOCK: usize = 256;
        let mut buffers = Activations::new(&self.layers, x.nrows().min(BLOCK));
        for first in (0..x.nrows()).step_by(BLOCK) {
            let last = x.nrows().min(first + BLOCK);
            self.forward(&rows_of(x, first..last), &mut buffers);
            each(first, &buffers.output());
        }
    }

    /// The position of the likeliest class for each row of `x`.
    pub(crate) fn classify(&self, x: &ArrayRef2<F>) -> Vec<usize> {
        let half = F::of(0.5);
        let mut positions = Vec::with_capacity(x.nrows());
        self.outputs(x, |_, output| {
            positions.extend(output.rows().into_iter().map(|row| match self.out_activation {
                OutputActivation::Logistic => usize::from(row[0] > half),
                OutputActivation::Softmax => {
                    argmax(row.iter().map(|&value| value.into())).unwrap_or(0)
                }
            }));
        });
        positions
    }
}

/// Room for what each layer makes of a batch; kept from batch to batch.
#[derive(Debug)]
pub(crate) struct Activations<F> {
    layers: Vec<Array2<F>>,
    rows: usize,
}

impl<F: Float> Activations<F> {
    /// Room for batches of up to `rows` rows.
    pub(crate) fn new(layers: &[Layer<F>], rows: usize) -> Self {
        let room = |layer: &Layer<F>| Array2::zeros((rows, layer.intercept.len()));
        Self { layers: layers.iter().map(room).collect(), rows: 0 }
    }

    /// The output of layer `i` for the rows of the last batch.
    pub(crate) fn layer(&self, i: usize) -> ArrayView2<'_, F> {
        rows_of(&self.layers[i], 0..self.rows)
    }

    /// The output of the network for the rows of the last batch.
    pub(crate) fn output(&self) -> ArrayView2<'_, F> {
        self.layer(self.layers.len() - 1)
    }
}
