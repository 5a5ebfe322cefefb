//! SMOTE over-sampling that makes the rows that imbalanced-learn makes.
//!
//! A classifier that sees one class ten times as often as another learns to answer with the
//! first. SMOTE (Chawla et al., *SMOTE: Synthetic Minority Over-sampling Technique*, JAIR 16,
//! 2002) levels the classes with new rows: each lies between a row and one of the nearest
//! neighbours that it has in its own class.
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
//! // The rows that came in, then the new ones.
//! assert_eq!(resampled.y, [0, 0, 0, 0, 0, 7, 7, 7, 7, 7]);
//! assert_eq!(resampled.x.row(7), array![12.0]);
//! assert!((10.0..=12.0).contains(&resampled.x[[8, 0]]));
//! # Ok(())
//! # }
//! ```
//!
//! # When to use it
//!
//! On the rows that a model is fitted to, and on no others: a synthetic row in a test set is a
//! leak of its parents. Scale the columns first, since "nearest" is Euclidean.
//!
//! # The same as imbalanced-learn
//!
//! [`Smote`] has the parameters of `imblearn.over_sampling.SMOTE` 0.14 and, for the same seed,
//! gives its rows in its order. Every class starts the stream of [`emo_random::RandomState`]
//! anew from the seed, as there.
//!
//! Distances decide which rows are neighbours, and here they are sums of squared differences in
//! double precision. scikit-learn 1.9, which searches for imbalanced-learn, rounds otherwise and
//! breaks ties by the way its search goes. So:
//!
//! - Equal rows never matter: whichever of them counts as the row itself, the result is the same.
//! - Different rows at equal distances are taken in scikit-learn's order where it searches by
//!   brute force on one thread and `k_neighbors` is at most 14. It does so above 15 columns, or
//!   where a class has fewer than 2 · `k_neighbors` + 4 rows; classes of up to 256 rows come out
//!   the same on any number of its threads. Elsewhere (its k-d tree, its merging of threads) the
//!   order of equals may differ.
//! - Distances that differ in the last digits alone are equal or swapped in scikit-learn,
//!   depending on its BLAS. Columns with a mean far above their spread are such a case; scaled
//!   columns are not.
#![forbid(unsafe_code)]

mod error;
mod float;
mod neighbor_heap;
mod neighbors;
mod sampling_strategy;
mod screen;
mod smote;
mod step;
mod synthesis;
mod validation;

pub use error::{Error, Result};
pub use float::Float;
pub use sampling_strategy::SamplingStrategy;
pub use smote::{Resampled, Smote};
