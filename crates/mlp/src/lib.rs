//! A multi-layer perceptron classifier that trains as scikit-learn's does, epoch for epoch.
//!
//! [`MlpClassifier`] holds hyperparameters with the names and defaults of scikit-learn's
//! `MLPClassifier`. Its [`fit`](MlpClassifier::fit) draws the same initial weights, takes the same
//! batches, computes the same loss and stops at the same epoch, and returns a
//! [`FittedMlpClassifier`], which predicts and tells how the training went.
//!
//! ```
//! use emo_mlp::MlpClassifier;
//! use ndarray::array;
//!
//! # fn main() -> Result<(), emo_mlp::Error> {
//! let x = array![[0.0, 0.1], [0.1, 0.0], [1.0, 0.9], [0.9, 1.0], [2.0, 2.1], [2.1, 2.0]];
//! let y = [3, 3, 5, 5, 8, 8];
//! let mlp = MlpClassifier::default().hidden_layer_sizes([16]).max_iter(2000).random_state(7);
//! let fitted = mlp.fit(&x, &y)?;
//! assert_eq!(fitted.predict(&x)?, y);
//! assert_eq!(fitted.predict_proba(&x)?.dim(), (6, 3));
//! # Ok(())
//! # }
//! ```
//!
//! # What equals scikit-learn 1.9.1, and what does not
//!
//! - In `f64` the loss curve, weights and probabilities agree to rounding: products add in
//!   another order than a BLAS does. In `f32` rounding is coarser, so that curves drift apart;
//!   Adam's last step is computed in `f32` here and in `f64` there.
//! - Early stopping sets rows aside stratified by class when there are two classes, and plainly
//!   at random when there are more, as scikit-learn does.
//! - Not offered: L-BFGS, multi-label targets, sparse input, `partial_fit` and `warm_start`.
//! - Only here: `class_weight`, and a function called after each epoch ([`FitOptions`]).
//! - Errors where scikit-learn goes on: labels of one class only, negative sample weights, a loss
//!   that stops being finite.
//!
//! # Inputs
//!
//! A row is a sample. Scale the columns to about unit variance before; training on raw features
//! converges badly or not at all. Values must be finite: an [`Error`] names the first that is
//! not. Labels are any integers.
//!
//! Training is a single thread, and the result depends on the data, the hyperparameters and the
//! seed alone (between processors with different vector units the last digits may differ). It
//! keeps its buffers from batch to batch.
#![forbid(unsafe_code)]

mod activation;
mod backprop;
mod checks;
mod classifier;
mod error;
mod fit_options;
mod fitted;
mod float;
mod holdout;
mod hyperparameters;
mod labels;
mod math;
mod network;
mod optimizer;
mod product;
mod progress;
mod step;
mod stored;
mod training;

pub use activation::{Activation, OutputActivation};
pub use classifier::MlpClassifier;
pub use emo_learn::ClassWeight;
pub use error::{Error, Result};
pub use fit_options::{Epoch, FitOptions};
pub use fitted::{ConvergenceWarning, FittedMlpClassifier};
pub use float::Float;
pub use hyperparameters::{BatchSize, LearningRate, Solver};
pub use step::register;

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
