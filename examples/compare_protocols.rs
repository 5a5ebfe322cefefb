//! One classifier, judged in four ways: how much of a score comes from knowing the speaker.
//!
//!     cargo run --release --example compare_protocols

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)] // a program prints

use std::process::ExitCode;

use emo_pipeline::{
    Error, FeatureTable, GroupKey, KernelRidgeClassifier, NoResampling, Pipeline, StandardScaler,
    metrics::Bootstrap,
    model_selection::{Split, groups_on_both_sides},
    protocol::Protocol,
};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Error> {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/ravdess_features.csv");
    let table = FeatureTable::read_csv(table)?.filter(|clip| clip.has("channel", "speech"));
    let actors = table.speakers()?;

    // A kernel machine of closed form: no seed, no epochs, the same everywhere.
    let ridge = KernelRidgeClassifier::default().alpha(0.1).gamma(0.01);
    let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge);

    println!("{:<24} folds  actors on both sides  UAR [95 % interval over actors]", "protocol");
    for name in ["seed", "speaker-6fold", "leave-one-speaker-out", "leave-one-statement-out"] {
        let protocol: Protocol = name.parse()?;
        let folds = protocol.folds(&table)?;
        let shared = most_shared(folds.iter().map(|fold| &fold.split), &actors)?;
        // Each fold trains anew, on its training rows alone.
        let evaluation = protocol.evaluate(&table, &pipeline)?;
        let uar = evaluation.summary(&Bootstrap::default())?.uar;
        let interval = uar.interval.map_or_else(String::new, |interval| {
            format!("[{:.3}, {:.3}]", interval.low, interval.high)
        });
        let n_folds = folds.len();
        println!("{name:<24} {n_folds:>5}  {shared:>20}  {:.3} {interval}", uar.value);
    }
    println!(
        "\nWhere actors are on both sides, the model is tested on voices that it was trained on. For \
         a new speaker, expect the scores of the rows without them."
    );
    Ok(())
}

/// The number of actors who train and test in the fold with most of them.
fn most_shared<'a>(
    splits: impl Iterator<Item = &'a Split>,
    actors: &[GroupKey],
) -> Result<usize, Error> {
    let counts = splits.map(|split| Ok(groups_on_both_sides(split, actors)?.len()));
    Ok(counts.collect::<Result<Vec<_>, Error>>()?.into_iter().max().unwrap_or_default())
}
