//! The names in the metadata of a schema, and so of a Parquet file.

/// The id of the feature configuration, which a model compares with its own.
pub const FEATURE_CONFIG: &str = "emo.feature_config";
/// The feature configuration as JSON.
pub const FEATURES: &str = "emo.features";
/// The names of the features, in their order, as a JSON list.
pub const FEATURE_NAMES: &str = "emo.feature_names";
/// The card of the model that made the predictions, as JSON.
pub const CARD: &str = "emo.card";
/// The labels of the model that made the predictions, sorted, as a JSON list.
pub const LABELS: &str = "emo.labels";
/// The version of the program that wrote the file.
pub const VERSION: &str = "emo.version";
