//! Any fitted pipeline, kept in a file: steps behind one type, and a registry that reads them.
//!
//! [`AnyPipeline`] is a list of fitted transformers, a fitted classifier and the labels, whatever
//! their types are. It predicts on `f64` rows and labels are text. Serde writes it; a [`Registry`],
//! which knows the steps by their names, reads it back, and the predictions are the same bit for
//! bit.
//!
//! | to | use |
//! | --- | --- |
//! | turn a trained [`Pipeline`](crate::Pipeline) into one | `AnyPipeline::try_from(fitted)` |
//! | put one together from steps | [`AnyPipeline::new`] |
//! | write it | `serde_json::to_value(&pipeline)`, or any other serialiser |
//! | read it | [`Registry::read`] |
//! | train one of any estimator | [`AnyEstimator`] |
//! | make a step of your own storable | [`StoredTransformer`], [`StoredClassifier`] |
//! | adapt it to a speaker | [`AnyPipeline::adapt`] |
//!
//! ```
//! use emo_learn::stored::{AnyPipeline, Registry};
//! use emo_learn::{NoResampling, Pipeline, StandardScaler};
//! use emo_ridge::KernelRidgeClassifier;
//! use ndarray::array;
//!
//! let x = array![[0.0, 9.0], [1.0, 8.0], [5.0, 1.0], [6.0, 0.0]];
//! let y = ["bored", "bored", "excited", "excited"].map(String::from);
//! let kernel = KernelRidgeClassifier::default();
//! let fitted =
//!     Pipeline::new(StandardScaler::default(), NoResampling::default(), kernel).fit(&x, &y)?;
//! let pipeline = AnyPipeline::try_from(fitted)?;
//!
//! let file = serde_json::to_value(&pipeline).expect("a tree");
//! assert!(file["classifier"]["kernel_ridge"].is_object());
//! let mut registry = Registry::standard();
//! emo_ridge::register(&mut registry);
//! let loaded = registry.read(file)?;
//! assert_eq!(loaded.predict_proba(&x)?, pipeline.predict_proba(&x)?);
//! assert_eq!(loaded.summary(), "StandardScaler, kernel ridge 2-1 (rbf, 4 rows)");
//! # Ok::<(), emo_learn::Error>(())
//! ```
//!
//! # The form in a file
//!
//! ```json
//! {
//!   "labels": ["bored", "excited"],
//!   "transformers": [{ "scaler": { "mean": [], "var": [] } }, { "clip": { "min": -4, "max": 4 } }],
//!   "classifier": { "ridge": { "coef": [] } },
//!   "temperature": 1.5
//! }
//! ```
//!
//! The key of a step is its registered name, [`StoredTransformer::NAME`]. A field that is not
//! known is an error; `temperature` may be missing, and so may a field that a later version adds.

mod classifier;
mod estimator;
mod number;
mod parts;
mod path;
mod pipeline;
mod registry;
mod steps;
mod transformer;
mod tree;
mod voting;

pub use classifier::{AnyClassifier, StoredClassifier};
pub use estimator::AnyEstimator;
pub use number::Number;
pub use parts::IntoTransformers;
pub use path::deserialize;
pub use pipeline::AnyPipeline;
pub use registry::Registry;
pub use steps::Single;
pub use transformer::{AnyTransformer, StoredTransformer};
pub use voting::VotingPipelines;
