//! Trains on RAVDESS and judges the model on clips, and on speakers, that it has not heard.
//!
//!     cargo run --release --example ravdess_train                     # the feature table in fixtures/
//!     cargo run --release --example ravdess_train -- --data <folder>  # the recordings
//!
//! The last line is for scripts.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use clap::Parser;
use emo_pipeline::{
    Error, FeatureConfig, FeatureExtractor, LoadOptions, Loader, MlpClassifier, Pipeline, Smote,
    StandardScaler,
    dataset::{Channel, Emotion, FeatureTable, Protocol, extract_table, ravdess},
    metrics::{
        Average, accuracy_score, balanced_accuracy_score, classification_report, confusion_matrix,
        f1_score,
    },
};
use indicatif::{ProgressBar, ProgressStyle};

/// Trains on RAVDESS and judges the model on what it has not heard.
#[derive(Parser)]
struct Arguments {
    /// Folder of the recordings; without it the feature table in fixtures/ is used.
    #[arg(long, value_name = "FOLDER", conflicts_with = "table")]
    data: Option<PathBuf>,
    /// A feature table to use in place of the one in fixtures/.
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// Where to write the feature table.
    #[arg(long, value_name = "FILE")]
    features_out: Option<PathBuf>,
}

/// The scores of labels that were predicted for rows not trained on.
struct Scores {
    accuracy: f64,
    weighted_f1: f64,
    macro_f1: f64,
    uar: f64,
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
        Some(folder) => extract(folder)?,
        None => FeatureTable::read_csv(arguments.table.clone().unwrap_or_else(shipped_table))?,
    };
    if let Some(path) = &arguments.features_out {
        table.write_csv(path)?;
        println!("{} rows written to {}", table.len(), path.display());
    }
    describe(&table);
    let (seen, n_train, n_validation) = judge_on_seen_speakers(&table)?;
    let unseen = judge_on_unseen_speakers(&table)?;
    println!(
        "\nThe first score is on clips of actors whose other clips were trained on; the second, on \
         actors never heard before, is what a new speaker can expect."
    );
    println!(
        "accuracy={:.4} weighted_f1={:.4} macro_f1={:.4} uar={:.4} speaker_independent_uar={:.4} \
         n_train={n_train} n_validation={n_validation}",
        seen.accuracy, seen.weighted_f1, seen.macro_f1, seen.uar, unseen.uar
    );
    Ok(())
}

fn shipped_table() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/ravdess_features.csv"))
}

/// The 60 means of every recording under the folder, on all cores.
fn extract(folder: &PathBuf) -> Result<FeatureTable, Error> {
    let start = Instant::now();
    let scan = ravdess::scan(folder)?;
    let loader = Loader::new(LoadOptions::default())?;
    let extractor = FeatureExtractor::new(FeatureConfig::default())?;
    let bar = progress_bar(scan.clips.len());
    let row = |path: &std::path::Path| Ok(extractor.extract(&loader.load(path)?.samples)?);
    let extraction = extract_table(&scan.clips, extractor.column_names(), row, |_| bar.inc(1))?;
    bar.finish_and_clear();
    for (path, error) in scan.skipped.iter().chain(&extraction.skipped) {
        eprintln!("skipped {}: {error}", path.display());
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{} clips from {} in {seconds:.1} s", extraction.table.len(), folder.display());
    Ok(extraction.table)
}

fn progress_bar(length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} clips, {eta} left");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length as u64).with_style(style)
}

/// Says what is in the data: clips by emotion and channel, and actors.
fn describe(table: &FeatureTable) {
    let clips = table.clips();
    let count = |emotion, channel| {
        clips.iter().filter(|c| c.emotion == emotion && c.channel == Some(channel)).count()
    };
    println!("{:>12} {:>7} {:>7} {:>7}", "clips", "speech", "song", "both");
    for emotion in Emotion::ALL {
        let (speech, song) = (count(emotion, Channel::Speech), count(emotion, Channel::Song));
        println!("{:>12} {speech:>7} {song:>7} {:>7}", emotion.name(), speech + song);
    }
    let mut actors: Vec<_> = clips.iter().filter_map(|clip| clip.actor.as_ref()).collect();
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

fn pipeline() -> RavdessPipeline {
    Pipeline::new(
        StandardScaler::default(),
        Smote::default().random_state(42),
        MlpClassifier::default().hidden_layer_sizes([256, 64]).max_iter(500).random_state(7),
    )
}

/// Trains on four fifths of the clips, drawn at random within each emotion, and reports on the
/// rest.
fn judge_on_seen_speakers(table: &FeatureTable) -> Result<(Scores, usize, usize), Error> {
    println!("Scaler, SMOTE, MLP (256, 64); 80/20 split, stratified, seed 42");
    let fold = Protocol::Seed.folds(table)?.swap_remove(0);
    let (train, test) = (table.select(&fold.split.train)?, table.select(&fold.split.test)?);
    let start = Instant::now();
    let model = pipeline().fit(train.x(), &train.labels())?;
    let mlp = model.classifier();
    println!(
        "trained on {} clips in {:.1} s, {} iterations, loss {:.6}\n",
        train.len(),
        start.elapsed().as_secs_f64(),
        mlp.n_iter(),
        mlp.loss()
    );
    let (labels, predicted) = (test.labels(), model.predict(test.x())?);
    println!("{}", classification_report(&labels, &predicted, None)?);
    print_confusion(&labels, &predicted)?;
    Ok((Scores::of(&labels, &predicted)?, train.len(), test.len()))
}

/// Trains six times, each time without four of the actors, and reports on those.
fn judge_on_unseen_speakers(table: &FeatureTable) -> Result<Scores, Error> {
    println!("\nThe same pipeline on speakers that it has not heard (6 folds of whole actors)");
    let (mut labels, mut predicted) = (Vec::new(), Vec::new());
    for fold in Protocol::SpeakerSixFold.folds(table)? {
        let (train, test) = (table.select(&fold.split.train)?, table.select(&fold.split.test)?);
        let model = pipeline().fit(train.x(), &train.labels())?;
        let here = model.predict(test.x())?;
        println!(
            "{:<21} accuracy {:.4}  UAR {:.4}",
            fold.name,
            accuracy_score(&test.labels(), &here, None)?,
            balanced_accuracy_score(&test.labels(), &here, None)?
        );
        labels.extend(test.labels());
        predicted.extend(here);
    }
    let scores = Scores::of(&labels, &predicted)?;
    println!("{:<21} accuracy {:.4}  UAR {:.4}", "all", scores.accuracy, scores.uar);
    Ok(scores)
}

impl Scores {
    fn of(labels: &[Emotion], predicted: &[Emotion]) -> Result<Self, Error> {
        Ok(Self {
            accuracy: accuracy_score(labels, predicted, None)?,
            weighted_f1: f1_score(labels, predicted, Average::Weighted, None)?,
            macro_f1: f1_score(labels, predicted, Average::Macro, None)?,
            uar: balanced_accuracy_score(labels, predicted, None)?,
        })
    }
}

/// The confusion matrix: a row a true emotion, a column a predicted one.
fn print_confusion(labels: &[Emotion], predicted: &[Emotion]) -> Result<(), Error> {
    let matrix = confusion_matrix(labels, predicted, None)?.with_labels(&Emotion::ALL)?;
    println!(
        "{:>12} {}",
        "true \\ said",
        Emotion::ALL.map(|e| format!("{:>9}", e.name())).join(" ")
    );
    for (emotion, row) in Emotion::ALL.into_iter().zip(matrix.counts().rows()) {
        let cells: Vec<String> = row.iter().map(|count| format!("{count:>9}")).collect();
        println!("{:>12} {}", emotion.name(), cells.join(" "));
    }
    Ok(())
}
