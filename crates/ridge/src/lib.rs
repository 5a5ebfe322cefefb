//! Closed-form ridge and kernel ridge classifiers that equal scikit-learn's.
#![forbid(unsafe_code)]

mod checks;
mod class_weight;
mod classifier;
mod decision;
mod design;
mod error;
mod fitted;
mod float;
mod gram;
mod labels;
mod penalised;
mod stored;
mod system;

pub use class_weight::ClassWeight;
pub use classifier::RidgeClassifier;
pub use error::{Error, Result};
pub use fitted::FittedRidgeClassifier;
pub use float::Float;
