//! Trains on RAVDESS and tests the model on unseen clips, and on unseen speakers.
//!
//!     cargo run --release --example ravdess_train # the feature table in fixtures/ cargo run
//!     --release --example ravdess_train -- --data <folder> # the recordings cargo run --release
//!     --example ravdess_train -- --grid # the original's grid search cargo run --release --example
//!     ravdess_train -- --protocol leave-one-speaker-out cargo run --release --example
//!     ravdess_train -- --data <folder> --features full
//!
//! The last line is for scripts.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)] // a program prints

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::{Parser, ValueEnum};
use emo_pipeline::{
    Error, FeatureSet, FeatureTable, FittedMlpClassifier, MlpClassifier, Pipeline, Recording,
    RidgeTrainer, RowExtractor, Smote, StandardScaler, Trainer, extract_table,
    metrics::{Bootstrap, classification_report, confusion_matrix},
    model_selection::{CvOptions, GridSearchCv, ParameterGrid, Progress, Scoring, StratifiedKFold},
    protocol::{Evaluation, Protocol, Scores},
    reader::{CorpusReader, Ravdess},
};
use indicatif::{ProgressBar, ProgressStyle};

/// Trains on RAVDESS and tests the model on unseen clips and speakers.
#[derive(Parser)]
struct Arguments {
    /// Folder of the recordings; without it the feature table in fixtures/ is used.
    #[arg(long, value_name = "FOLDER", conflicts_with = "table")]
    data: Option<PathBuf>,
    /// A feature table to use in place of the one in fixtures/.
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// Which features of the recordings: ravdess-60, functionals or full.
    #[arg(long, value_name = "NAME", default_value = "ravdess-60", requires_ifs = [
        ("functionals", "data"), ("full", "data")])]
    features: FeatureSet,
    /// What learns; without it mlp for ravdess-60, and ridge for richer features.
    #[arg(long)]
    classifier: Option<Classifier>,
    /// Where to write the feature table.
    #[arg(long, value_name = "FILE")]
    features_out: Option<PathBuf>,
    /// Which clips take part: speech or song; without it both.
    #[arg(long)]
    channel: Option<String>,
    /// Searches the original's grid of 24 candidates by 3-fold cross-validation.
    #[arg(long, conflicts_with = "classifier")]
    grid: bool,
    /// Judges by this protocol alone: seed, speaker-6fold, leave-one-speaker-out or
    /// leave-one-statement-out.
    #[arg(long, value_name = "NAME", conflicts_with = "grid")]
    protocol: Option<Protocol>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Classifier {
    /// Scaler, SMOTE and a network of 256 and 64 hidden units, as in the original.
    Mlp,
    /// Scaler, limits and ridge, chosen and calibrated on held-out speakers.
    Ridge,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Error> {
    let table = match &arguments.data {
        Some(folder) => extract(folder, arguments.features)?,
        None => FeatureTable::read_csv(arguments.table.clone().unwrap_or_else(shipped_table))?,
    };
    if let Some(path) = &arguments.features_out {
        table.write_csv(path)?;
        println!("{} rows written to {}", table.len(), path.display());
    }
    let table = match &arguments.channel {
        Some(channel) => table.filter(|clip| clip.has("channel", channel)),
        None => table,
    };
    describe(&table);
    let trainer = trainer(arguments);
    match &arguments.protocol {
        Some(protocol) => judge_by(protocol, &table, trainer.as_ref()),
        None => judge_on_seen_and_unseen_speakers(&table, trainer, arguments.grid),
    }
}

fn shipped_table() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/ravdess_features.csv"))
}

/// The features of every recording under the folder, on all cores.
fn extract(folder: &Path, features: FeatureSet) -> Result<FeatureTable, Error> {
    let start = Instant::now();
    let scan = Ravdess.scan(folder)?;
    let extractor = RowExtractor::new(features.into())?;
    let bar = progress_bar("clips", scan.recordings.len());
    let row = |recording: &Recording| extractor.row_of_recording(recording);
    let extraction =
        extract_table(&scan.recordings, extractor.column_names(), row, |_| bar.inc(1))?;
    bar.finish_and_clear();
    for (path, error) in &scan.skipped {
        eprintln!("skipped {}: {error}", path.display());
    }
    for (path, error) in &extraction.skipped {
        eprintln!("skipped {}: {error}", path.display());
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{} clips from {} in {seconds:.1} s", extraction.table.len(), folder.display());
    Ok(extraction.table)
}

/// A bar that shows nothing where the output is no terminal.
fn progress_bar(what: &'static str, length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta} left");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length as u64).with_style(style).with_message(what)
}

/// Says what is in the data: clips by label and channel, and speakers.
fn describe(table: &FeatureTable) {
    let clips = table.clips();
    let count = |label: &str, channel| {
        clips.iter().filter(|clip| clip.has("label", label) && clip.has("channel", channel)).count()
    };
    println!("{:>12} {:>7} {:>7} {:>7}", "clips", "speech", "song", "both");
    for label in table.classes() {
        let (speech, song) = (count(&label, "speech"), count(&label, "song"));
        println!("{label:>12} {speech:>7} {song:>7} {:>7}", speech + song);
    }
    let mut actors: Vec<_> = clips.iter().filter_map(|clip| clip.speaker.as_ref()).collect();
    actors.sort_unstable();
    actors.dedup();
    println!(
        "{:>12} {} clips, {} actors, {} features\n",
        "in all",
        table.len(),
        actors.len(),
        table.columns().len()
    );
}

type RavdessPipeline = Pipeline<StandardScaler, Smote, MlpClassifier>;

fn pipeline(mlp: MlpClassifier) -> RavdessPipeline {
    Pipeline::new(StandardScaler::default(), Smote::default().random_state(42), mlp)
}

/// What is trained on the table.
fn trainer(arguments: &Arguments) -> Box<dyn Trainer> {
    let usual = match arguments.features {
        FeatureSet::Ravdess60 => Classifier::Mlp,
        _ => Classifier::Ridge,
    };
    match arguments.classifier.unwrap_or(usual) {
        Classifier::Mlp => {
            let mlp = MlpClassifier::default().hidden_layer_sizes([256, 64]).max_iter(500);
            Box::new(pipeline(mlp.random_state(7)))
        }
        Classifier::Ridge => Box::new(RidgeTrainer::default()),
    }
}

fn evaluate(
    trainer: &dyn Trainer,
    protocol: &Protocol,
    table: &FeatureTable,
) -> Result<Evaluation, Error> {
    protocol.evaluate_with(table, |train| trainer.fit_pipeline(train))
}

/// The default: four fifths of the clips train, then whole actors are held out.
fn judge_on_seen_and_unseen_speakers(
    table: &FeatureTable,
    mut trainer: Box<dyn Trainer>,
    grid: bool,
) -> Result<(), Error> {
    let fold = Protocol::seed().folds(table)?.swap_remove(0);
    let (train, test) = table.split(&fold.split)?;
    println!("80/20 split, stratified, seed 42: {} clips train, {} test", train.len(), test.len());
    if grid {
        trainer = Box::new(search(&train)?);
    }
    let seen = judge_on_seen_speakers(trainer.as_ref(), &train, &test)?;
    println!("\nThe same on unseen speakers, six folds of whole actors");
    let unseen = evaluate(trainer.as_ref(), &Protocol::emobox_ravdess(), table)?;
    print_folds(&unseen)?;
    println!(
        "\nThe first score is on clips of actors whose other clips are in the training data. The \
         second, on actors who are not, is what a new speaker can expect."
    );
    println!(
        "accuracy={:.4} weighted_f1={:.4} macro_f1={:.4} uar={:.4} speaker_independent_uar={:.4} \
         n_train={} n_validation={}",
        seen.accuracy,
        seen.weighted_f1,
        seen.macro_f1,
        seen.uar,
        unseen.scores.uar,
        train.len(),
        test.len()
    );
    Ok(())
}

/// Trains on the training clips and reports on the test clips.
fn judge_on_seen_speakers(
    trainer: &dyn Trainer,
    train: &FeatureTable,
    test: &FeatureTable,
) -> Result<Scores, Error> {
    let start = Instant::now();
    let model = trainer.fit_pipeline(train)?;
    print!("{}", model.summary());
    if let Some(mlp) = model.classifier().downcast_ref::<FittedMlpClassifier<f64>>() {
        print!(", with SMOTE: {} iterations, loss {:.6}", mlp.n_iter(), mlp.loss());
    }
    println!(", {:.1} s\n", start.elapsed().as_secs_f64());
    let (labels, predicted) = (test.labels(), model.predict(test.x())?);
    println!("{}", classification_report(&labels, &predicted, None)?);
    print_confusion(&labels, &predicted)?;
    Ok(Scores::new(&labels, &predicted)?)
}

/// The original's grid over the pipeline, three folds within the training clips; returns the
/// best candidate, untrained.
fn search(train: &FeatureTable) -> Result<RavdessPipeline, Error> {
    let grid = ParameterGrid::new()
        .with("mlp__hidden_layer_sizes", [vec![256, 64], vec![128, 64], vec![64]])
        .with("mlp__activation", ["relu", "tanh"])
        .with("mlp__alpha", [1e-4, 1e-3])
        .with("mlp__learning_rate", ["constant", "adaptive"]);
    let mlp = MlpClassifier::default().max_iter(1000).early_stopping(true).random_state(42);
    let folds = StratifiedKFold::default().n_splits(3);
    let (start, bar) = (Instant::now(), progress_bar("fits", 24 * 3));
    let shown = bar.clone();
    let search = GridSearchCv::new(pipeline(mlp.clone()), grid)
        .options(CvOptions::new(folds).scoring(Scoring::F1Weighted))
        .on_progress(move |progress: Progress| shown.set_position(progress.done as u64))
        .refit(false)
        .fit(train.x(), &train.labels())?;
    bar.finish_and_clear();
    println!("\n24 candidates, 3 folds each, in {:.1} s", start.elapsed().as_secs_f64());
    println!("rank  weighted F1 (deviation)  candidate");
    for candidate in search.cv_results().ranked() {
        let (mean, deviation) = (candidate.mean_test_score, candidate.std_test_score);
        let params: Vec<String> =
            candidate.params.iter().map(|(k, v)| format!("{k}={v}")).collect();
        println!(
            "{:>4}  {mean:.6} ({deviation:.6})      {}",
            candidate.rank_test_score,
            params.join(" ")
        );
    }
    println!();
    Ok(search.configure(&pipeline(mlp))?)
}

/// Judges by one protocol, fold after fold.
fn judge_by(protocol: &Protocol, table: &FeatureTable, trainer: &dyn Trainer) -> Result<(), Error> {
    println!("Protocol {protocol}");
    let evaluation = evaluate(trainer, protocol, table)?;
    print_folds(&evaluation)?;
    println!();
    print_confusion(&evaluation.labels, &evaluation.predicted)?;
    let Scores { accuracy, uar, macro_f1, weighted_f1, .. } = evaluation.scores;
    println!(
        "protocol={protocol} accuracy={accuracy:.4} weighted_f1={weighted_f1:.4} \
         macro_f1={macro_f1:.4} uar={uar:.4} n={}",
        evaluation.rows.len()
    );
    Ok(())
}

/// The folds' scores, and those of all folds together with their intervals over actors.
fn print_folds(evaluation: &Evaluation) -> Result<(), Error> {
    for fold in &evaluation.folds {
        let Scores { accuracy, uar, macro_f1, .. } = fold.scores;
        println!("{:<24} WA {accuracy:.4}  UAR {uar:.4}  macro F1 {macro_f1:.4}", fold.name);
    }
    println!("all folds together, with 95 % intervals over actors:");
    print_interval(evaluation, "WA", |scores| scores.accuracy)?;
    print_interval(evaluation, "UAR", |scores| scores.uar)?;
    print_interval(evaluation, "macro F1", |scores| scores.macro_f1)
}

fn print_interval(
    evaluation: &Evaluation,
    name: &str,
    score: fn(&Scores) -> f64,
) -> Result<(), Error> {
    let interval = evaluation.interval(&Bootstrap::default(), score)?;
    let value = score(&evaluation.scores);
    println!("{name:>9} {value:.4} ({:.4} to {:.4})", interval.low, interval.high);
    Ok(())
}

/// The confusion matrix: one row per true label, one column per predicted one.
fn print_confusion(labels: &[String], predicted: &[String]) -> Result<(), Error> {
    let matrix = confusion_matrix(labels, predicted, None)?;
    let names: Vec<String> = matrix.labels().iter().map(|name| format!("{name:>9}")).collect();
    println!("{:>12} {}", "true \\ pred.", names.join(" "));
    for (label, row) in matrix.labels().iter().zip(matrix.counts().rows()) {
        let cells: Vec<String> = row.iter().map(|count| format!("{count:>9}")).collect();
        println!("{label:>12} {}", cells.join(" "));
    }
    Ok(())
}
