//! Speech-emotion recognition: features, scaling, SMOTE and an MLP as one scikit-learn-like pipeline
#![forbid(unsafe_code)]

pub mod dataset;
mod error;
pub mod estimator;
pub mod metrics;
pub mod model_selection;
pub mod parameters;
pub mod pipeline;
pub mod preprocessing;

pub use emo_audio_io::{AudioClip, LoadOptions, Loader, load};
pub use emo_dsp_features::{FeatureConfig, FeatureExtractor};
pub use emo_mlp::{FittedMlpClassifier, MlpClassifier};
pub use emo_random::RandomState;
pub use emo_resample_smote::{SamplingStrategy, Smote};
pub use emo_ridge::{
    FittedKernelRidgeClassifier, FittedRidgeClassifier, KernelRidgeClassifier, RidgeClassifier,
};
pub use error::{Error, Result};
pub use pipeline::{FittedPipeline, NoResampling, Pipeline};
pub use preprocessing::{Clip, LabelEncoder, StandardScaler};
