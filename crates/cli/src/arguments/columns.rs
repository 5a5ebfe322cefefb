//! Arguments of Parquet files.

use clap::Args;
use emo_pipeline::arrow::{FeatureFormat, Layout, Precision, Shard};

use super::words;

/// How rows are divided into Parquet files.
#[derive(Args)]
pub(crate) struct Parts {
    /// Write a folder of Parquet files instead of one file, in this number of shards.
    #[arg(long, value_name = "N", requires = "output",
        value_parser = clap::value_parser!(u16).range(1..=9999))]
    pub(crate) shards: Option<u16>,
    /// Compute only this shard of a folder, such as 3/64, while others compute the rest.
    #[arg(long, value_name = "I/N", requires = "output", conflicts_with = "shards")]
    pub(crate) shard: Option<Shard>,
    /// The number of recordings per Parquet file of a folder. A run that continues an interrupted
    /// one repeats at most this number.
    #[arg(long, value_name = "N", default_value_t = 4096, requires = "output",
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
    /// The default is list.
    #[arg(long, value_name = "NAME", value_parser = words(Layout::ALL, Layout::name))]
    layout: Option<Layout>,
    /// The precision of features in Parquet: f32 is as precise as the features are computed; f64
    /// has the numbers of the CSV, at twice the size. The default is f32.
    #[arg(long, value_name = "NAME", value_parser = words(Precision::ALL, Precision::name))]
    precision: Option<Precision>,
    #[command(flatten)]
    pub(crate) parts: Parts,
}

impl TableOutput {
    /// Layout and precision.
    pub(crate) fn features(&self) -> FeatureFormat {
        FeatureFormat {
            layout: self.layout.unwrap_or(Layout::List),
            precision: self.precision.unwrap_or(Precision::F32),
        }
    }

    /// The name of an option that was given and only Parquet has, if there is one.
    pub(crate) fn of_parquet(&self) -> Option<&'static str> {
        let given =
            [(self.layout.is_some(), "--layout"), (self.precision.is_some(), "--precision")];
        given.iter().find(|(is_given, _)| *is_given).map(|(_, name)| *name)
    }
}
