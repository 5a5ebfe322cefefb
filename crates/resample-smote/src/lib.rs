//! SMOTE over-sampling with the same synthetic rows as imbalanced-learn.
//!
//! A classifier that is trained with one class ten times as often as another is biased towards the
//! first. SMOTE (Chawla et al., *SMOTE: Synthetic Minority Over-sampling Technique*, JAIR 16,
//! 2002) balances the classes with new rows: each lies between a row and one of its nearest
//! neighbours in the same class.
//!
//! ```
//! use emo_resample_smote::Smote;
//! use ndarray::array;
//!
//! # fn main() -> Result<(), emo_resample_smote::Error> {
//! let x = array![[0.0], [1.0], [2.0], [3.0], [4.0], [10.0], [11.0], [12.0]];
//! let y = [0, 0, 0, 0, 0, 7, 7, 7];
//!
//! let resampled = Smote::default().k_neighbors(2).random_state(42).fit_resample(x.view(), &y)?;
//!
//! // The given rows, then the new ones.
//! assert_eq!(resampled.y, [0, 0, 0, 0, 0, 7, 7, 7, 7, 7]);
//! assert_eq!(resampled.x.row(7), array![12.0]);
//! assert!((10.0..=12.0).contains(&resampled.x[[8, 0]]));
//! # Ok(())
//! # }
//! ```
//!
//! # When to use it
//!
//! Only on the training rows: a synthetic row in a test set leaks the rows that it was made from.
//! Scale the columns first, because the distance is Euclidean.
//!
//! # The same as imbalanced-learn
//!
//! [`Smote`] has the parameters of `imblearn.over_sampling.SMOTE` 0.14 and, for the same seed,
//! gives its rows in the same order. As there, every class restarts the stream of
//! [`emo_random::RandomState`] from the seed.
//!
//! Distances are sums of squared differences in double precision. scikit-learn 1.9, which
//! imbalanced-learn uses for the search, rounds differently, and breaks ties by the order of its
//! search. Therefore:
//!
//! - Equal rows do not matter: the result is the same whichever counts as the row itself.
//! - Different rows at equal distances are taken in scikit-learn's order where it searches by
//!   brute force on one thread and `k_neighbors` is at most 14. It does so above 15 columns, or
//!   where a class has fewer than 2 · `k_neighbors` + 4 rows; classes of up to 256 rows are the
//!   same on any number of its threads. Otherwise (its k-d tree, its merging of threads) the order
//!   of equal distances may differ.
//! - Distances that differ only in the last digits are equal or swapped in scikit-learn,
//!   depending on its BLAS. Columns with a mean far above their spread are such a case; scaled
//!   columns are not.
#![forbid(unsafe_code)]

mod error;
mod neighbor_heap;
mod neighbors;
mod sampling_strategy;
mod screen;
mod smote;
mod step;
mod synthesis;
mod validation;

pub use emo_learn::Float;
pub use error::{Error, Result};
pub use sampling_strategy::SamplingStrategy;
pub use smote::{Resampled, Smote};

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
