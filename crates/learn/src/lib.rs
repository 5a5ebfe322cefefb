//! Learning from a matrix and labels as scikit-learn does it, number for number: estimator traits,
//! [`Pipeline`], preprocessing, model selection, metrics and inspection.
//!
//! The crate knows nothing of audio, files or corpora, and of no classifier: `emo-mlp`, `emo-ridge`
//! and `emo-resample-smote` implement its traits, and so can any other crate.
//!
//! ```
//! use emo_learn::model_selection::{CvOptions, StratifiedKFold, cross_validate};
//! use emo_learn::{NoResampling, Pipeline, StandardScaler};
//! use emo_ridge::RidgeClassifier;
//! use ndarray::Array2;
//!
//! let x = Array2::from_shape_fn((12, 2), |(row, column)| (row % 2 * 5 + column) as f64);
//! let y: Vec<&str> = (0..12).map(|row| ["calm", "angry"][row % 2]).collect();
//! let pipeline =
//!     Pipeline::new(StandardScaler::default(), NoResampling::default(), RidgeClassifier::default());
//! let options = CvOptions::new(StratifiedKFold::default().n_splits(3));
//! let scores = cross_validate(&pipeline, &x, &y, &options)?;
//! assert_eq!(scores.test_score, [1.0; 3]);
//! # Ok::<(), emo_learn::Error>(())
//! ```
//!
//! # Where to look
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`estimator`] | the traits, for steps and estimators of your own; estimators chosen at run time |
//! | [`parameters`] | hyperparameters by path, and steps with names of their own |
//! | [`preprocessing`] | [`StandardScaler`], [`LabelEncoder`], [`Clipper`], group scaling |
//! | [`pipeline`] | [`Pipeline`] and what it becomes by fitting |
//! | [`voting`] | [`VotingClassifier`]: several estimators that vote |
//! | [`model_selection`] | splitters, cross-validation, grid search |
//! | [`numeric`] | softmax, argmax and the like |
//! | [`metrics`] | scores, reports, intervals |
//! | [`stored`] | any fitted pipeline in a file, and the registry of steps that reads it |
//! | [`novelty`] | which rows are unlike all training rows |
//! | [`inspection`] | which columns matter: permutation importance |
#![forbid(unsafe_code)]

mod class_positions;
mod class_weight;
mod error;
pub mod estimator;
mod float;
pub mod inspection;
pub mod metrics;
pub mod model_selection;
pub mod novelty;
pub mod numeric;
pub mod parameters;
pub mod pipeline;
pub mod preprocessing;
pub mod stored;
pub mod voting;

pub use class_positions::{ClassPositions, invalid_weight};
pub use class_weight::{ClassWeight, ClassWeightMismatch};
pub use error::{Error, Result};
pub use float::Float;
pub use pipeline::{FittedPipeline, NoResampling, Pipeline};
pub use preprocessing::{Clipper, LabelEncoder, StandardScaler};
pub use voting::{FittedVotingClassifier, VotingClassifier};

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
