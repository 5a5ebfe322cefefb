//! NumPy's legacy [`RandomState`], draw for draw.
//!
//! scikit-learn and imbalanced-learn make every random choice with `numpy.random.RandomState`: the
//! rows of the test set, the neighbour of a synthetic sample, the initial weights of a network.
//! This crate makes the same draws in the same order, so that one seed gives one result, in Python
//! and here, on every machine.
//!
//! ```
//! use emo_random::RandomState;
//!
//! // numpy.random.RandomState(42).random_sample() and .permutation(5)
//! let mut state = RandomState::new(42);
//! assert_eq!(state.random_sample(), 0.3745401188473625);
//! assert_eq!(RandomState::new(42).permutation(5), [1, 4, 2, 0, 3]);
//! ```
//!
//! [`RandomState`] is a [`rand::RngCore`], and [`Uniform`] a [`rand::distr::Distribution`] whose
//! numbers are those of NumPy's `uniform`; with both, `ndarray-rand` fills an array as NumPy would:
//!
//! ```
//! use emo_random::{RandomState, Uniform};
//! use ndarray::Array2;
//! use ndarray_rand::RandomExt;
//!
//! # fn main() -> Result<(), emo_random::Error> {
//! // numpy.random.RandomState(7).uniform(-1, 1, (2, 3))
//! let mut state = RandomState::new(7);
//! let weights = Array2::random_using((2, 3), Uniform::new(-1.0, 1.0)?, &mut state);
//! assert_eq!(weights[[0, 0]], -0.8473834212520857);
//! # Ok(())
//! # }
//! ```
//!
//! The generator is for simulations and for reproducing Python's results, not for cryptography.
#![forbid(unsafe_code)]

mod error;
mod mt19937;
mod random_state;
mod uniform;

pub use error::{Error, Result};
pub use random_state::RandomState;
pub use uniform::Uniform;

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
