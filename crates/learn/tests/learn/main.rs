//! Estimators, preprocessing, searches and metrics, from outside: one program, since each one more
//! compiles the classifiers again.

mod copies;
mod group_scaler;
mod inspection;
mod metrics_labels;
mod metrics_probabilities;
mod pipeline;
mod preprocessing;
mod properties;
mod search;
mod splitters;
mod stored;
mod voting;
