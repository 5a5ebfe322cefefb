//! Closed-form ridge and kernel ridge classifiers with the results of scikit-learn.
//!
//! [`RidgeClassifier`] is a linear classifier: least squares on targets of -1 and 1, with a
//! penalty on the coefficients. Try it first if there are more features than samples; it has one
//! important hyperparameter, `alpha`, and no randomness. [`KernelRidgeClassifier`] is the same in
//! the space of an RBF kernel, where the decision boundary need not be linear; it stores the
//! training rows.
//!
//! ```
//! use emo_ridge::{ClassWeight, RidgeClassifier};
//! use ndarray::array;
//!
//! # fn main() -> Result<(), emo_ridge::Error> {
//! let x = array![[0.0, 0.1], [0.1, 0.0], [1.0, 0.9], [0.9, 1.0], [2.0, 0.1], [2.1, 0.0]];
//! let y = [3, 3, 5, 5, 8, 8];
//! let ridge = RidgeClassifier::default().alpha(0.1).class_weight(ClassWeight::Balanced);
//! let fitted = ridge.fit(&x, &y)?;
//! assert_eq!(fitted.predict(&x)?, y);
//! assert_eq!(fitted.coef().dim(), (3, 2));
//! # Ok(())
//! # }
//! ```
//!
//! # How
//!
//! - A system with as many unknowns as rows or columns, whichever are fewer, is solved by a
//!   Cholesky factorisation. Its matrix, up to 23 170 x 23 170, is most of the memory; `x` is not
//!   copied, but centred and weighted block by block.
//! - [`RidgeClassifier::fit_alphas`] and [`KernelRidgeClassifier::fit_alphas`] fit several
//!   penalties in little more time than one: the products of the rows are computed once.
//! - [`RidgeClassifierCv`] chooses the penalty on rows held out, fold by fold, from one matrix of
//!   products.
//! - Decision values become probabilities by a softmax with a temperature. After a fit it is 1,
//!   which is not calibrated; [`fit_temperature`] finds a calibrated one from decision values of
//!   held-out rows, and `with_temperature` sets it.
//!
//! # What equals scikit-learn 1.9.1, and what does not
//!
//! - In `f64`, coefficients, intercepts and decision values are those of `RidgeClassifier` with
//!   the solver `cholesky`, and of `KernelRidge` on targets of -1 and 1, within 1e-9. In `f32`
//!   the products of rows are in `f32` and the rest in `f64`; their rounding, about 1e-7 of the
//!   squared norm of a row, should be well below `alpha`.
//! - Two classes share one column of decision values.
//! - `class_weight` "balanced" counts rows, whatever their sample weights.
//! - Not offered: other solvers, a penalty for each class, `positive`, multi-label targets, sparse
//!   input, kernels other than linear and RBF.
//! - Not in scikit-learn: `predict_proba`, and the kernel classifier.
//! - Errors where scikit-learn continues: labels of one class only, negative sample weights, a
//!   penalty of 0, a system that is singular to the precision of `f64` (scikit-learn then warns,
//!   or solves it by the SVD).
//!
//! # Inputs
//!
//! A row is a sample. Scale the columns to about unit variance first, because the penalty treats
//! all columns equally. Values must be finite: an [`Error`] names the first that is not. Labels are
//! any integers. Everything is computed on a single thread, and the result depends only on the data
//! and the hyperparameters (between processors with different vector units the last digits may
//! differ).
#![forbid(unsafe_code)]

mod checks;
mod classifier;
mod classifier_cv;
mod decision;
mod design;
mod dual_system;
mod error;
mod fitted;
mod fitted_cv;
mod fitted_kernel;
mod float;
mod gram;
mod kernel;
mod kernel_classifier;
mod kernel_system;
mod labels;
mod penalised;
mod row_products;
mod step;
mod stored;
mod system;
mod temperature;

pub use classifier::RidgeClassifier;
pub use classifier_cv::RidgeClassifierCv;
pub use emo_learn::ClassWeight;
pub use error::{Error, Result};
pub use fitted::FittedRidgeClassifier;
pub use fitted_cv::FittedRidgeClassifierCv;
pub use fitted_kernel::FittedKernelRidgeClassifier;
pub use float::Float;
pub use kernel::Kernel;
pub use kernel_classifier::KernelRidgeClassifier;
pub use step::register;
pub use temperature::fit_temperature;

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
