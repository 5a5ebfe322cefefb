//! Arguments of Parquet files.

use clap::Args;
use emo_pipeline::arrow::{FeatureFormat, Layout, Precision, Shard};

use super::words;

/// How rows are divided into Parquet files.
#[derive(Args)]
pub(crate) struct Parts {
    /// Write a folder of Parquet files instead of one file, in this number of shards.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=9999))]
    pub(crate) shards: Option<u16>,
    /// Compute only this shard of a folder, such as 3/64, while others compute the rest.
    #[arg(long, value_name = "I/N", conflicts_with = "shards")]
    pub(crate) shard: Option<Shard>,
    /// The number of recordings per Parquet file of a folder. A run that continues an interrupted
    /// one repeats at most this number.
    #[arg(long, value_name = "N", default_value_t = 4096,
        value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rows_per_part: u32,
}

/// How tables are written.
#[derive(Args)]
pub(crate) struct TableOutput {
    /// The output format: csv or parquet. The default is parquet for a folder and for a FILE that
    /// ends in .parquet, and csv for any other.
    #[arg(long, value_name = "NAME", value_parser = ["csv", "parquet"])]
    pub(crate) format: Option<String>,
    /// How features become columns of Parquet: list is one column, which is smaller and faster to
    /// read whole; columns is one column per feature.
    #[arg(long, value_name = "NAME", default_value = "list", value_parser = words(Layout::ALL, Layout::name))]
    pub(crate) layout: Layout,
    /// The precision of features in Parquet: f32 is as precise as the features are computed; f64
    /// has the numbers of the CSV, at twice the size.
    #[arg(long, value_name = "NAME", default_value = "f32",
        value_parser = words(Precision::ALL, Precision::name))]
    pub(crate) precision: Precision,
    #[command(flatten)]
    pub(crate) parts: Parts,
}

impl TableOutput {
    /// Layout and precision.
    pub(crate) fn features(&self) -> FeatureFormat {
        FeatureFormat { layout: self.layout, precision: self.precision }
    }
}
