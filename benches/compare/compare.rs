//! Our side of the comparison with Python: does a task as often as it is told, and says how long
//! each time took.
//!
//!     compare TASK ARGUMENT...    # then a number a line on standard input: a list of seconds each
//!
//! `compare.sh` runs it beside `tasks.py`, which knows the same tasks.

#![forbid(unsafe_code)]

use std::{
    error::Error,
    hint::black_box,
    io::{BufRead, Write, stdin, stdout},
    time::Instant,
};

use emo_audio_io::{LoadOptions, Loader};
use emo_benches::{Ffts, RAVDESS_SHARES, SAMPLE_RATE, rows, speech};
use emo_dsp_features::{FeatureConfig, FeatureExtractor, FeatureSet};
use emo_mlp::{Float, MlpClassifier};
use emo_pipeline::{
    FeatureTable, Pipeline, Smote, StandardScaler,
    emotion_model::RowExtractor,
    model_selection::{
        CvOptions, GridSearchCv, ParameterGrid, Scoring, StratifiedKFold, TrainTestSplit,
    },
};
use ndarray::{Array2, Axis};
use rayon::prelude::*;
use realfft::FftNum;

type Result<T> = std::result::Result<T, Box<dyn Error>>;
/// What is timed; everything it needs is ready.
type Task = Box<dyn FnMut() -> Result<()>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    serve(task(&arguments)?)
}

/// For each number on standard input: does the task so often, and prints the seconds as JSON.
fn serve(mut task: Task) -> Result<()> {
    for line in stdin().lock().lines() {
        let times: usize = line?.trim().parse()?;
        let mut seconds = Vec::with_capacity(times);
        for _ in 0..times {
            let start = Instant::now();
            task()?;
            seconds.push(start.elapsed().as_secs_f64());
        }
        writeln!(stdout(), "{}", serde_json::to_string(&seconds)?)?;
    }
    Ok(())
}

fn task(arguments: &[&str]) -> Result<Task> {
    match *arguments {
        ["ffts", "f32", seconds] => ffts::<f32>(seconds.parse()?),
        ["ffts", _, seconds] => ffts::<f64>(seconds.parse()?),
        ["row", seconds] => row(FeatureConfig::default(), seconds.parse()?),
        ["functionals", seconds] => row(FeatureSet::Functionals.into(), seconds.parse()?),
        ["full", seconds] => row(FeatureSet::Full.into(), seconds.parse()?),
        ["load", file] => load(file.to_owned()),
        ["table", list] => table(list),
        ["smote", n_rows, columns, classes] => {
            let shares = if classes == "8" { RAVDESS_SHARES } else { &[0, 0, 0, 1] };
            smote(n_rows.parse()?, columns.parse()?, shares)
        }
        ["mlp", kind, activation, n_rows, columns, epochs] => {
            let (x, y) = rows(n_rows.parse()?, columns.parse()?, RAVDESS_SHARES);
            let activation = serde_json::from_value(activation.into())?;
            let mlp = mlp().activation(activation).max_iter(epochs.parse()?);
            match kind {
                "f32" => Ok(train(mlp, x.mapv(|value| value as f32), y)),
                _ => Ok(train(mlp, x, y)),
            }
        }
        ["predict", n_rows] => predict(n_rows.parse()?),
        ["grid", kind, table] => {
            let (x, y) = training_rows(table)?;
            match kind {
                "f32" => Ok(grid(x.mapv(|value| value as f32), y)),
                _ => Ok(grid(x, y)),
            }
        }
        _ => Err(format!("no such task: {}", arguments.join(" ")).into()),
    }
}

fn ffts<T: FftNum + From<f32>>(seconds: f64) -> Result<Task> {
    let mut ffts = Ffts::<T>::new(&speech(SAMPLE_RATE, seconds)?);
    Ok(Box::new(move || {
        black_box(ffts.run());
        Ok(())
    }))
}

fn row(config: FeatureConfig, seconds: f64) -> Result<Task> {
    let samples = speech(config.sample_rate, seconds)?;
    let extractor = FeatureExtractor::new(config)?;
    Ok(Box::new(move || {
        black_box(extractor.extract(&samples)?);
        Ok(())
    }))
}

fn load(file: String) -> Result<Task> {
    let loader = Loader::new(LoadOptions::default())?;
    Ok(Box::new(move || {
        black_box(loader.load(&file)?);
        Ok(())
    }))
}

/// The rows of all files that a list names, one a line, on all threads.
fn table(list: &str) -> Result<Task> {
    let files: Vec<String> = std::fs::read_to_string(list)?.lines().map(str::to_owned).collect();
    let extractor = RowExtractor::new(FeatureConfig::default())?;
    Ok(Box::new(move || {
        let rows = files.par_iter().map(|file| extractor.row_of_file(file));
        black_box(rows.collect::<std::result::Result<Vec<_>, _>>()?);
        Ok(())
    }))
}

fn smote(n_rows: usize, columns: usize, shares: &[usize]) -> Result<Task> {
    let (x, y) = rows(n_rows, columns, shares);
    Ok(Box::new(move || {
        black_box(Smote::default().random_state(42).fit_resample(x.view(), &y)?);
        Ok(())
    }))
}

/// The network of the Python original, which trains on for as long as it is told.
fn mlp() -> MlpClassifier {
    let mlp = MlpClassifier::default().hidden_layer_sizes([256, 64]).random_state(7);
    mlp.tol(0.0).n_iter_no_change(usize::MAX)
}

fn train<F: Float>(mlp: MlpClassifier, x: Array2<F>, y: Vec<usize>) -> Task {
    Box::new(move || {
        black_box(mlp.fit(&x, &y)?);
        Ok(())
    })
}

fn predict(n_rows: usize) -> Result<Task> {
    let (x, y) = rows(n_rows.max(100), 60, RAVDESS_SHARES);
    let model = mlp().max_iter(2).fit(&x, &y)?;
    let x = x.select(Axis(0), &(0..n_rows).collect::<Vec<_>>());
    Ok(Box::new(move || {
        black_box(model.predict(&x)?);
        Ok(())
    }))
}

/// The training side of the document's split of a feature table.
fn training_rows(table: &str) -> Result<(Array2<f64>, Vec<String>)> {
    let table = FeatureTable::read_csv(table)?;
    let split = TrainTestSplit::default().test_size(0.2).random_state(42);
    let table = table.select(&split.stratified(&table.labels())?.train)?;
    Ok((table.x().clone(), table.labels()))
}

/// The document's grid: 24 candidates, 3 folds, and the best trained again.
fn grid<F: Float + emo_resample_smote::Float>(x: Array2<F>, y: Vec<String>) -> Task {
    let mlp = MlpClassifier::default().max_iter(1000).early_stopping(true).random_state(42);
    let smote = Smote::default().random_state(42);
    let values = ParameterGrid::new()
        .with("mlp__hidden_layer_sizes", [vec![256, 64], vec![128, 64], vec![64]])
        .with("mlp__activation", ["relu", "tanh"])
        .with("mlp__alpha", [1e-4, 1e-3])
        .with("mlp__learning_rate", ["constant", "adaptive"]);
    let options =
        CvOptions::new(StratifiedKFold::default().n_splits(3)).scoring(Scoring::F1Weighted);
    let pipeline = Pipeline::new(StandardScaler::default(), smote, mlp);
    let search = GridSearchCv::new(pipeline, values).options(options);
    Box::new(move || {
        black_box(search.fit(&x, &y)?);
        Ok(())
    })
}
