//! Extraction, training, models and their files, from outside: one program, since each one more
//! compiles the classifiers again.

mod adaptation;
#[cfg(feature = "arrow")]
mod arrow;
mod augmented_copies;
mod binary_models;
mod cross_corpus;
mod emotion_model;
mod evaluation;
mod extraction;
mod gain;
mod notebook;
mod prior;
mod recordings;
mod refusals;
#[cfg(feature = "report")]
mod report;
mod ridge_trainer;
mod stored_pipelines;
mod voting;
