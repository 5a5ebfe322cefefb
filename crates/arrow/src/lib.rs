//! Clips and their features as record batches of [Apache Arrow](https://arrow.apache.org), and,
//! with the feature `parquet`, as Parquet files.
//!
//! | item | content |
//! | --- | --- |
//! | [`ClipSchema`] | what is known of clips, one typed column per key |
//! | [`FeatureColumns`] | rows of features, as one column of lists or one column per feature |
//! | [`table_to_batch`], [`batch_to_table`] | a whole [`FeatureTable`](emo_corpus::FeatureTable) |
//! | [`probability_maps`] | the probabilities of labels |
//! | [`keys`] | the names in the metadata of a schema or file |
//! | `read_table`, `write_table`, `ParquetFile` | the same in Parquet files |
//! | `PartFolder` | a folder of Parquet files that an interrupted run continues |
//! | `Place` | where that folder is: on this machine, or in an object store |
//!
//! This crate does not know how features are computed, and reads no audio.
//!
//! ```
//! use emo_arrow::{FeatureFormat, batch_to_table, table_to_batch};
//! use emo_corpus::{Clip, FeatureTable};
//! use ndarray::array;
//!
//! let clips = vec![Clip::new("a").label("bored").speaker(7), Clip::new("b").label("sad").speaker(8)];
//! let table = FeatureTable::new(array![[0.5], [1.5]], vec!["zcr".into()], clips)?;
//! let batch = table_to_batch(&table, FeatureFormat::default())?;
//! let names: Vec<&str> = batch.schema_ref().fields().iter().map(|it| it.name().as_str()).collect();
//! assert_eq!(names, ["clip", "label", "speaker", "features"]);
//! assert_eq!(batch_to_table(&batch)?, table);
//! # Ok::<(), emo_arrow::Error>(())
//! ```
#![forbid(unsafe_code)]

mod cell;
mod clips;
mod error;
mod features;
pub mod keys;
mod probabilities;
mod table;

#[cfg(feature = "parquet")]
mod file;
#[cfg(feature = "parquet")]
mod merge;
#[cfg(feature = "parquet")]
mod parts;
#[cfg(feature = "parquet")]
mod read;

pub use cell::{bytes_at, number_at, text_at, whole_at};
pub use clips::ClipSchema;
pub use error::{Error, Result};
pub use features::{FeatureColumns, FeatureFormat, Layout, Precision};
pub use probabilities::{probability_maps, probability_type};
pub use table::{batch_to_table, table_schema, table_to_batch};

#[cfg(feature = "parquet")]
pub use file::{ParquetFile, is_parquet, to_parquet_bytes};
#[cfg(feature = "parquet")]
pub use merge::merge_files;
#[cfg(feature = "parquet")]
pub use parts::{Part, PartFolder, Place, Shard};
#[cfg(feature = "parquet")]
pub use read::{read_batches, read_table, read_table_as, write_table};

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
