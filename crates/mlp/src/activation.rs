//! The functions between the layers and at the output.

use serde::{Deserialize, Serialize};

use crate::{
    Float,
    math::{Loop, exp, logistic, tanh, vectorised},
};

/// The activation function of the hidden layers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Activation {
    /// x: the network is linear.
    Identity,
    /// 1 / (1 + exp(−x)).
    Logistic,
    /// The hyperbolic tangent.
    Tanh,
    /// max(0, x).
    #[default]
    Relu,
}

impl Activation {
    /// Adds the intercepts to each row of `z`, then applies the function.
    pub(crate) fn apply<F: Float>(self, z: &mut [F], intercept: &[F]) {
        match self {
            Self::Identity => map_rows(z, intercept, identity),
            Self::Logistic => map_rows(z, intercept, logistic),
            Self::Tanh => map_rows(z, intercept, tanh),
            Self::Relu => map_rows(z, intercept, relu),
        }
    }

    /// Multiplies each delta by the function's derivative, given the function's value there.
    pub(crate) fn derive<F: Float>(self, values: &[F], deltas: &mut [F]) {
        match self {
            Self::Identity => {}
            Self::Logistic => vectorised(Multiply { values, deltas, slope: logistic_slope }),
            Self::Tanh => vectorised(Multiply { values, deltas, slope: tanh_slope }),
            Self::Relu => vectorised(StopWhereZero { values, deltas }),
        }
    }
}

#[inline(always)]
fn identity<F: Float>(x: F) -> F {
    x
}

#[inline(always)]
fn relu<F: Float>(x: F) -> F {
    if x < F::zero() { F::zero() } else { x }
}

fn map_rows<F: Float>(z: &mut [F], intercept: &[F], function: impl Fn(F) -> F) {
    vectorised(MapRows { z, intercept, function });
}

/// Adds the intercepts to each row, then applies the function.
struct MapRows<'a, F, G> {
    z: &'a mut [F],
    intercept: &'a [F],
    function: G,
}

impl<F: Float, G: Fn(F) -> F> Loop for MapRows<'_, F, G> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for row in self.z.chunks_exact_mut(self.intercept.len()) {
            for (x, &b) in row.iter_mut().zip(self.intercept) {
                *x = (self.function)(*x + b);
            }
        }
    }
}

/// d (1 - a) a, rounded as scikit-learn rounds it.
#[inline(always)]
fn logistic_slope<F: Float>(a: F, d: F) -> F {
    d * a * (F::one() - a)
}

#[inline(always)]
fn tanh_slope<F: Float>(a: F, d: F) -> F {
    d * (F::one() - a * a)
}

/// Multiplies each delta by the slope at the value.
struct Multiply<'a, F, G> {
    values: &'a [F],
    deltas: &'a mut [F],
    slope: G,
}

impl<F: Float, G: Fn(F, F) -> F> Loop for Multiply<'_, F, G> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (d, &a) in self.deltas.iter_mut().zip(self.values) {
            *d = (self.slope)(a, *d);
        }
    }
}

/// The slope of ReLU: 0 where its value is 0.
struct StopWhereZero<'a, F> {
    values: &'a [F],
    deltas: &'a mut [F],
}

impl<F: Float> Loop for StopWhereZero<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (d, &a) in self.deltas.iter_mut().zip(self.values) {
            *d = if a == F::zero() { a } else { *d };
        }
    }
}

/// The function of the output layer; it follows from the number of classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum OutputActivation {
    /// Two classes: one unit, the probability of the second class.
    Logistic,
    /// Three classes or more: one unit each, exponentials over their sum.
    Softmax,
}

impl OutputActivation {
    /// The one for so many classes.
    pub(crate) fn for_classes(classes: usize) -> Self {
        if classes > 2 { Self::Softmax } else { Self::Logistic }
    }

    /// How many output units so many classes take.
    pub(crate) fn units(self, classes: usize) -> usize {
        match self {
            Self::Logistic => 1,
            Self::Softmax => classes,
        }
    }

    /// Adds the intercepts to each row of `z`, then applies the function to the row.
    pub(crate) fn apply<F: Float>(self, z: &mut [F], intercept: &[F]) {
        match self {
            Self::Logistic => map_rows(z, intercept, logistic),
            Self::Softmax => {
                map_rows(z, intercept, identity);
                vectorised(Softmax { z, units: intercept.len() });
            }
        }
    }
}

/// In each row: exponentials over their sum, after taking off the largest value.
struct Softmax<'a, F> {
    z: &'a mut [F],
    units: usize,
}

impl<F: Float> Loop for Softmax<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for row in self.z.chunks_exact_mut(self.units) {
            let largest = row.iter().fold(F::neg_infinity(), |a, &b| if b > a { b } else { a });
            row.iter_mut().for_each(|x| *x = exp(*x - largest));
            let sum = row.iter().fold(F::zero(), |a, &b| a + b);
            row.iter_mut().for_each(|x| *x /= sum);
        }
    }
}
