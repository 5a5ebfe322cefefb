//! Record batches of recordings in, record batches of features or predictions out: one function for
//! the engines that people run already, and for Parquet files.
//!
//! | column of the input | type | content |
//! | --- | --- | --- |
//! | `path` | text | the file; a name in errors where there are `bytes` |
//! | `bytes` | binary | the content of the file |
//! | `start`, `end` | number | the part of the file in seconds; may be missing or null |
//! | `channel` | whole number | the channel, from 0; may be missing or null for the mean of all |
//!
//! A row that cannot be used has a message in the column `error` and nulls in the results. It never
//! fails the batch. All other columns of the input are ignored, but for those that `keep` names.
//!
//! ```
//! use std::sync::Arc;
//! use arrow_array::{ArrayRef, RecordBatch, StringArray, cast::AsArray};
//! use emo_pipeline::arrow::Extractor;
//! use emo_pipeline::{FeatureConfig, RowExtractor};
//!
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio");
//! let paths = StringArray::from(vec![format!("{folder}/speech.wav"), "absent.wav".to_owned()]);
//! let batch = RecordBatch::try_from_iter([("path", Arc::new(paths) as ArrayRef)])?;
//! let extractor = Extractor::new(RowExtractor::new(FeatureConfig::default())?, Default::default())?;
//! let rows = extractor.extract(&batch)?;
//! assert_eq!(rows["features"].as_fixed_size_list().value(0).len(), 60);
//! assert!(rows["error"].as_string::<i32>().value(1).starts_with("absent.wav: "));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod extract;
mod inputs;
mod predict;

pub use emo_arrow::*;
pub use extract::{Extractor, feature_metadata};
pub use inputs::recordings_to_batch;
pub use predict::Predictor;
