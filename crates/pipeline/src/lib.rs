//! Speech-emotion recognition: features, scaling, SMOTE and an MLP as one scikit-learn-like pipeline
#![forbid(unsafe_code)]

pub mod dataset;
pub mod metrics;
pub mod model_selection;
pub mod preprocessing;

mod error;

pub use error::{Error, Result};
