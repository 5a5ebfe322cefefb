//! Makes the tables of docs/accuracy.md from the recordings.
//!
//!     cargo run --release --example accuracy -- --data <folder> # all of them cargo run --release
//!     --example accuracy -- --data <folder> --table conditions
//!
//! Features are computed once, for each condition that a clip is recorded under, and kept in a
//! folder; the first run takes long. Nothing is chosen on the clips that are judged: alphas are
//! chosen by inner folds over the speakers of the training.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)] // a program prints

#[path = "accuracy/adaptation.rs"]
mod adaptation;
#[path = "accuracy/condition.rs"]
mod condition;
#[path = "accuracy/conditions.rs"]
mod conditions;
#[path = "accuracy/data.rs"]
mod data;
#[path = "accuracy/feature_sets.rs"]
mod feature_sets;
#[path = "accuracy/judged.rs"]
mod judged;
#[path = "accuracy/known_speakers.rs"]
mod known_speakers;
#[path = "accuracy/plot.rs"]
mod plot;
#[path = "accuracy/recordings.rs"]
mod recordings;
#[path = "accuracy/seeds.rs"]
mod seeds;
#[path = "accuracy/spread.rs"]
mod spread;
#[path = "accuracy/table.rs"]
mod table;
#[path = "accuracy/unseen_speakers.rs"]
mod unseen_speakers;
#[path = "accuracy/voice_quality.rs"]
mod voice_quality;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, ValueEnum};
use data::Data;
use table::{Printed, Table};

/// Makes the tables of docs/accuracy.md.
#[derive(Parser)]
struct Arguments {
    /// Folder of the recordings.
    #[arg(long, value_name = "FOLDER")]
    data: PathBuf,
    /// The table to make; all of them where none is named.
    #[arg(long, value_name = "NAME")]
    table: Option<Table>,
    /// Where features are kept between runs.
    #[arg(long, value_name = "FOLDER", default_value_os_t = std::env::temp_dir().join("emo-accuracy"))]
    cache: PathBuf,
    /// Folder that accuracy/mp3.sh has written.
    #[arg(long, value_name = "FOLDER")]
    mp3: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(Arguments { data, table, cache, mp3 }: Arguments) -> Printed {
    let data = Data { recordings: data, cache, mp3 };
    match table {
        Some(table) => table.print(&data),
        None => Table::value_variants().iter().try_for_each(|table| {
            println!("\n{table:?}\n");
            table.print(&data)
        }),
    }
}
