//! The command `emo`: recognises emotions in speech recordings, and trains models that do.
//!
//! ```text
//! emo predict clip.wav                     # predict the emotion with the bundled model
//! emo extract recordings/ -o features.csv  # one row of features per recording
//! emo extract --manifest calls.jsonl -o features/ --shards 64
//! emo train --table features.csv --out model.json
//! emo evaluate --table features.csv --protocol speaker-6fold
//! emo inspect model.json
//! emo timeline call.wav --channel each     # emotion over time, one speaker for each channel
//! arecord -f S16_LE -r 16000 - | emo listen -
//! emo listen                               # the microphone, where it is built in
//! ```
//!
//! Exit codes: 0 success, 1 some inputs failed or nothing could be done, 2 wrong usage.
#![forbid(unsafe_code)]

mod arguments;
mod audio;
mod commands;
mod console;
mod growing_table;
mod inputs;
mod model;
mod option;
mod output;
#[cfg(feature = "parquet")]
mod parts;
mod recording_source;
mod remote;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::Parser;
use emo_pipeline::{Error, Result};

use self::arguments::{Arguments, Command};
use self::commands::{
    convert, documents, evaluate, extract, inspect, listen, predict, timeline, train,
};
use self::console::Console;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let console = Console::new(arguments.quiet);
    match run(&arguments, &console) {
        Ok(()) if console.has_failures() => ExitCode::FAILURE,
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the output has closed it.
        Err(Error::Io(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::FAILURE,
        Err(error) => {
            let error = option::named(error);
            console.failure(&error);
            exit_code(&error)
        }
    }
}

/// 2 for wrong usage that is detected after the arguments were parsed, 1 for everything else.
fn exit_code(error: &Error) -> ExitCode {
    match error {
        Error::InvalidParameter { .. } => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    }
}

fn run(arguments: &Arguments, console: &Console) -> Result<()> {
    let command = &arguments.command;
    output::check_distinct(&command.outputs(), &command.inputs())?;
    remote::check_local(&command.local_paths())?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(arguments.jobs.into()).build();
    let threads = threads.map_err(|error| Error::Io(std::io::Error::other(error)))?;
    threads.install(|| match command {
        Command::Predict(arguments) => predict::run(arguments, console),
        Command::Extract(arguments) => extract::run(arguments, console),
        Command::Train(arguments) => train::run(arguments, console),
        Command::Evaluate(arguments) => evaluate::run(arguments, console),
        Command::Inspect(arguments) => inspect::run(arguments),
        Command::Timeline(arguments) => timeline::run(arguments, console),
        Command::Listen(arguments) => listen::run(arguments, console),
        Command::Convert(arguments) => convert::run(arguments),
        #[cfg(feature = "web")]
        Command::Web(arguments) => commands::web::run(arguments, console),
        Command::Completions { shell } => documents::completions(*shell),
        Command::Man => documents::man(),
    })
}
