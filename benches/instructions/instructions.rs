//! Runs one hot path once, for `check.sh` to count its instructions with callgrind.
//!
//! `emo-instructions` prints the names of the paths, `emo-instructions NAME` runs one of them.
//! Everything that a path needs is made beforehand and is not counted.
#![forbid(unsafe_code)]
// What fails here ends the program with a message.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::hint::black_box;
use std::path::Path;

use emo_audio_io::{LoadOptions, Loader, Resampler};
use emo_dsp_features::{FeatureConfig, FeatureExtractor, FeatureSet, PitchParams, pitch_track};
use emo_mlp::MlpClassifier;
use emo_random::RandomState;
use emo_resample_smote::Smote;
use emo_ridge::RidgeClassifier;
use ndarray::Array2;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const PATHS: [&str; 10] = [
    "row-ravdess-60",
    "row-functionals",
    "row-full",
    "pitch",
    "decode-flac",
    "resample",
    "mlp-f64",
    "mlp-f32",
    "smote",
    "ridge",
];

/// The function whose instructions are counted; `check.sh` finds it by its name.
#[inline(never)]
fn measured(work: &mut dyn FnMut()) {
    work();
}

/// Runs `work` twice. Only the second run is counted, since the first one fills caches and plans.
fn run<R>(work: impl Fn() -> R) {
    black_box(work());
    measured(&mut || {
        black_box(work());
    });
}

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/audio").join(name)
}

fn speech(rate: u32) -> Result<Vec<f32>> {
    let options = LoadOptions::default().sample_rate(Some(rate));
    Ok(emo_audio_io::load(fixture("speech.wav"), &options)?.samples)
}

fn row(set: FeatureSet) -> Result<()> {
    let extractor = FeatureExtractor::new(FeatureConfig::from(set))?;
    let samples = speech(extractor.sample_rate())?;
    extractor.extract(&samples)?;
    run(|| extractor.extract(&samples));
    Ok(())
}

/// Random rows of which each class has other means, and their labels.
fn rows(n: usize, columns: usize) -> (Array2<f64>, Vec<usize>) {
    let mut random = RandomState::new(0);
    // The first class has more rows than the others.
    let y: Vec<usize> = (0..n).map(|i| (i % 6).saturating_sub(2)).collect();
    let x = Array2::from_shape_fn((n, columns), |(i, j)| {
        let shift = if j % 4 == y[i] { 0.5 } else { 0.0 };
        random.random_sample() + shift
    });
    (x, y)
}

fn run_path(name: &str) -> Result<()> {
    match name {
        "row-ravdess-60" => return row(FeatureSet::Ravdess60),
        "row-functionals" => return row(FeatureSet::Functionals),
        "row-full" => return row(FeatureSet::Full),
        "pitch" => {
            let samples = speech(16_000)?;
            run(|| pitch_track(&samples, 16_000, &PitchParams::default()));
        }
        "decode-flac" => {
            let bytes = std::fs::read(fixture("speech.flac"))?;
            let loader = Loader::new(LoadOptions::default().sample_rate(None))?;
            run(|| loader.load_bytes(&bytes, "flac"));
        }
        "resample" => {
            let samples = speech(48_000)?;
            let resampler = Resampler::new(48_000, 22_050)?;
            run(|| resampler.process(&samples));
        }
        "mlp-f64" => {
            let (x, y) = rows(600, 60);
            let mlp = MlpClassifier::default().hidden_layer_sizes([128, 64]).max_iter(2);
            run(|| mlp.fit(&x, &y));
        }
        "mlp-f32" => {
            let (x, y) = rows(600, 60);
            let x = x.mapv(|x| x as f32);
            let mlp = MlpClassifier::default().hidden_layer_sizes([128, 64]).max_iter(2);
            run(|| mlp.fit(&x, &y));
        }
        "smote" => {
            let (x, y) = rows(1200, 60);
            run(|| Smote::default().fit_resample(x.view(), &y));
        }
        "ridge" => {
            let (x, y) = rows(600, 300);
            run(|| RidgeClassifier::default().fit(&x, &y));
        }
        other => return Err(format!("no path {other}, expected one of {PATHS:?}").into()),
    }
    Ok(())
}

fn main() -> Result<()> {
    match std::env::args().nth(1) {
        Some(name) => run_path(&name),
        None => {
            println!("{}", PATHS.join("\n"));
            Ok(())
        }
    }
}
