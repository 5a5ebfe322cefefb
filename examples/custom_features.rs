//! Other features than the 60 means: another configuration, and a feature of one's own.
//!
//!     cargo run --release --example custom_features               # the row of a recording
//!     cargo run --release --example custom_features -- <folder>   # RAVDESS: training and scores

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)] // a program speaks

use std::{path::Path, process::ExitCode};

use emo_pipeline::{
    Descriptor, Error, FeatureConfig, FeatureExtractor, LoadOptions, Loader, MelParams, MfccParams,
    MlpClassifier, Pipeline, Smote, StandardScaler, StftParams, extract_table,
    metrics::Bootstrap,
    protocol::Protocol,
    reader::{CorpusReader, Ravdess},
};
use ndarray::Array1;

fn main() -> ExitCode {
    match run(std::env::args_os().nth(1).as_deref().map(Path::new)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: Option<&Path>) -> Result<(), Error> {
    // What the columns are is a value: here 13 MFCC and the zero-crossing rate at 16 kHz, with
    // frames of 32 ms. An `EmotionModel` stores such a value and computes the features itself.
    let mel = MelParams::default().n_mels(40);
    let mfcc = MfccParams::default().n_mfcc(13);
    let config = FeatureConfig::default()
        .sample_rate(16_000)
        .stft(StftParams::default().n_fft(512).hop_length(160))
        .descriptors(vec![
            Descriptor::Mfcc { mel, mfcc },
            Descriptor::ZeroCrossingRate(Default::default()),
        ]);
    let loader = Loader::new(LoadOptions::default().sample_rate(Some(config.sample_rate)))?;
    let extractor = FeatureExtractor::new(config)?;

    // A feature of one's own is a name and a number more in each row. A model with such columns
    // is kept as its pipeline: a `FittedPipeline` is serialisable.
    let mut columns = extractor.column_names().to_vec();
    columns.push("crest_factor".into());
    let row = |path: &Path| {
        let samples = loader.load(path)?.samples;
        let mut row = extractor.extract(&samples)?.to_vec();
        row.push(crest_factor(&samples));
        Ok(Array1::from_vec(row))
    };
    match folder {
        Some(folder) => train(folder, &columns, row),
        None => {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/audio/speech.wav");
            for (name, value) in columns.iter().zip(row(Path::new(path))?) {
                println!("{name:<14} {value:10.4}");
            }
            Ok(())
        }
    }
}

/// The loudest sample in relation to the root mean square; 0 for silence.
fn crest_factor(samples: &[f32]) -> f64 {
    let peak = samples.iter().fold(0.0_f64, |peak, &x| peak.max(f64::from(x).abs()));
    let power: f64 = samples.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>();
    let rms = (power / samples.len() as f64).sqrt();
    if rms > 0.0 { peak / rms } else { 0.0 }
}

/// Trains without the speakers that are then judged, and prints the scores.
fn train(
    folder: &Path,
    columns: &[String],
    row: impl Fn(&Path) -> Result<Array1<f64>, Error> + Sync,
) -> Result<(), Error> {
    let recordings = Ravdess.scan(folder)?.recordings;
    let table =
        extract_table(&recordings, columns, |recording| row(&recording.path), |_| ())?.table;
    let pipeline = Pipeline::new(
        StandardScaler::default(),
        Smote::default().random_state(42),
        MlpClassifier::default().hidden_layer_sizes([64]).max_iter(300).random_state(7),
    );
    let evaluation = Protocol::emobox_ravdess().evaluate(&table, &pipeline)?;
    println!("{} clips, {} features, six folds of whole actors", table.len(), columns.len());
    for (name, score) in evaluation.summary(&Bootstrap::default())?.named() {
        println!("{name:<12} {:.4}", score.value);
    }
    Ok(())
}
