//! The functions between the layers and at the output.

use serde::{Deserialize, Serialize};

use crate::{
    Float,
    math::{exp, logistic, tanh, vectorised},
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
            Self::Identity => map_rows(z, intercept, |x| x),
            Self::Logistic => map_rows(z, intercept, logistic),
            Self::Tanh => map_rows(z, intercept, tanh),
            Self::Relu => map_rows(z, intercept, |x| if x < F::zero() { F::zero() } else { x }),
        }
    }

    /// Multiplies each delta by the function's derivative, given the function's value there.
    pub(crate) fn derive<F: Float>(self, value: &[F], delta: &mut [F]) {
        match self {
            Self::Identity => {}
            Self::Logistic => zip(value, delta, |a, d| d * a * (F::one() - a)),
            Self::Tanh => zip(value, delta, |a, d| d * (F::one() - a * a)),
            Self::Relu => zip(value, delta, |a, d| if a == F::zero() { a } else { d }),
        }
    }
}

#[inline(always)]
fn map_rows<F: Float>(z: &mut [F], intercept: &[F], function: impl Fn(F) -> F) {
    vectorised(|| {
        for row in z.chunks_exact_mut(intercept.len()) {
            for (x, &b) in row.iter_mut().zip(intercept) {
                *x = function(*x + b);
            }
        }
    });
}

#[inline(always)]
fn zip<F: Float>(value: &[F], delta: &mut [F], function: impl Fn(F, F) -> F) {
    vectorised(|| {
        for (d, &a) in delta.iter_mut().zip(value) {
            *d = function(a, *d);
        }
    });
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
                map_rows(z, intercept, |x| x);
                vectorised(|| z.chunks_exact_mut(intercept.len()).for_each(softmax));
            }
        }
    }
}

#[inline(always)]
fn softmax<F: Float>(row: &mut [F]) {
    let largest = row.iter().fold(F::neg_infinity(), |a, &b| if b > a { b } else { a });
    row.iter_mut().for_each(|x| *x = exp(*x - largest));
    let sum = row.iter().fold(F::zero(), |a, &b| a + b);
    row.iter_mut().for_each(|x| *x /= sum);
}
