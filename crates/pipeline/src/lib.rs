//! Speech-emotion recognition: features, scaling, SMOTE and a network as one pipeline that
//! mirrors scikit-learn, number for number.
//!
//! # The way of the data
//!
//! A recording becomes samples ([`load`]), samples become a row of features
//! ([`FeatureExtractor`]), rows become a table with labels and speakers
//! ([`FeatureTable`]), and a [`Pipeline`] learns from the table. Enter at any stage: with
//! samples instead of files, with a matrix instead of audio.
//!
//! ```
//! use emo_pipeline::{MlpClassifier, Pipeline, Smote, StandardScaler};
//! use ndarray::array;
//!
//! # fn main() -> Result<(), emo_pipeline::Error> {
//! let x = array![[0.0, 9.0], [1.0, 8.0], [0.5, 8.5], [0.2, 8.1], [5.0, 1.0], [6.0, 0.0]];
//! let y = ["calm", "calm", "calm", "calm", "angry", "angry"];
//! let pipeline = Pipeline::new(
//!     StandardScaler::default(),
//!     Smote::default().k_neighbors(1).random_state(42),
//!     MlpClassifier::default().hidden_layer_sizes([8]).max_iter(100).random_state(7),
//! );
//! let model = pipeline.fit(&x, &y)?;
//! assert_eq!(model.classes(), ["angry", "calm"]);
//! assert_eq!(model.predict(&array![[5.5, 0.5]])?, ["angry"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Where to look
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`label`], [`protocol`] | names of emotions, and ways to divide a table |
//! | [`preprocessing`] | [`StandardScaler`], [`LabelEncoder`], clipping, group scaling |
//! | [`pipeline`] | [`Pipeline`] and what it becomes by fitting |
//! | [`voting`] | [`VotingClassifier`]: several that vote |
//! | [`model_selection`] | splitters, cross-validation, grid search |
//! | [`metrics`] | scores, reports, intervals |
//! | [`inspection`] | which columns matter: permutation importance |
//! | [`estimator`], [`parameters`] | the traits, for steps and estimators of your own |
//!
//! # Features
//!
//! All are off: `pretrained` brings a trained model along, which may not be used commercially, as
//! `EmotionModel::pretrained`; `report` is the module of that name, which writes a training as
//! one HTML file with its plots; `arrow` is the module of that name, record batches for engines of
//! large data, and `parquet` adds Parquet files to it; `encoder` adds the learned encoder.
//!
//! # Pitfalls
//!
//! - **Speakers on both sides.** Clips of one speaker resemble each other. With a random split the
//!   model is judged on voices that it knows, and RAVDESS's 60 means seem to reach three quarters;
//!   on new voices they reach half. Judge by a protocol that holds speakers out
//!   ([`protocol::Protocol`]), and let
//!   [`groups_on_both_sides`](model_selection::groups_on_both_sides) name who leaks.
//! - **SMOTE before the split.** A synthetic row is made from its neighbours; made before the
//!   split, it carries test rows into training. In a [`Pipeline`] the resampler acts in `fit`
//!   alone, on the training rows of each fold.
//! - **A scaler that is not saved.** The network expects standardised numbers. A
//!   [`FittedPipeline`] holds both, and is saved and loaded whole.
//! - **Acted speech.** RAVDESS's actors speak two sentences in a studio. What is learnt there says
//!   little of spontaneous speech, other languages or other microphones.
#![forbid(unsafe_code)]

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod emotion_model;
mod error;
mod extraction;
#[cfg(feature = "report")]
pub mod report;
mod trainer;

pub use emo_corpus as corpus;
pub use emo_learn as learn;
pub use emo_learn::stored::{AnyPipeline, Registry};
pub use emo_learn::{
    estimator, inspection, metrics, model_selection, parameters, pipeline, preprocessing, voting,
};

pub use emo_audio_io as audio;
pub use emo_audio_io::{AudioClip, LoadOptions, Loader, load};
pub use emo_augment::Treatment;
pub use emo_corpus::{
    Clip, FeatureTable, GroupKey, LabelMap, Recording, check_writable, label, protocol, reader,
    write_whole,
};
#[cfg(feature = "encoder-without-weights")]
pub use emo_dsp_features::SpeechEncoder;
pub use emo_dsp_features::{
    ChromaParams, ContrastParams, Descriptor, FeatureConfig, FeatureExtractor, FeatureSet,
    MelParams, MfccParams, StftParams, Summary, ZeroCrossingRateParams,
};
pub use emo_learn::{
    FittedPipeline, FittedVotingClassifier, LabelEncoder, NoResampling, Pipeline, StandardScaler,
    VotingClassifier,
};
pub use emo_mlp::{FittedMlpClassifier, MlpClassifier};
pub use emo_random::RandomState;
pub use emo_resample_smote::{SamplingStrategy, Smote};
pub use emo_ridge::{
    ClassWeight, FittedKernelRidgeClassifier, FittedRidgeClassifier, KernelRidgeClassifier,
    RidgeClassifier,
};
pub use emotion_model::{
    CalibratedTrainer, CrossCorpusRidgeTrainer, EmotionModel, ModelCard, Prediction, Quality,
    QualityCheck, RidgeTrainer, RowExtractor, part_options, standard_registry,
};
pub use error::{Error, Result};
pub use extraction::{
    Extraction, augmentation_seeds, extract_augmented_part, extract_augmented_table, extract_table,
};
pub use trainer::{Trained, Trainer};

/// The programs of the README and of the guides are compiled, and run where they can, as tests.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../../README.md")]
    struct Readme;
    #[doc = include_str!("../../../docs/getting-started.md")]
    struct GettingStarted;
    #[doc = include_str!("../../../docs/evaluation.md")]
    struct Evaluation;
    #[doc = include_str!("../../../docs/extending.md")]
    struct Extending;
}
