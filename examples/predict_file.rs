//! Predicts the emotion of recordings with the bundled model.
//!
//!     cargo run --release --example predict_file                    # a recording in fixtures/
//!     cargo run --release --example predict_file -- one.wav two.mp3

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)] // a program speaks

use std::{path::PathBuf, process::ExitCode};

use emo_pipeline::{EmotionModel, Error};

fn main() -> ExitCode {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/audio/speech.wav").into());
    }
    match run(&paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(paths: &[PathBuf]) -> Result<(), Error> {
    // A model of one's own, as `emo train` writes it: EmotionModel::load("model.json")?
    let model = EmotionModel::pretrained()?;
    println!("{}, {}", model.card().name, model.pipeline().summary());
    if let Some(scores) = model.card().speaker_independent() {
        let uar = scores.uar.value * 100.0;
        println!("recognises {uar:.1} % of an emotion's clips, on unseen speakers\n");
    }

    // Any rate, any number of channels, any format that emo-audio-io reads.
    for path in paths {
        let prediction = model.predict_file(path)?;
        println!("{}: {}", path.display(), prediction.label);
        for (label, probability) in prediction.top_k(3) {
            println!("  {label:<9} {:5.1} %", probability * 100.0);
        }
    }

    // Samples that are there already, such as those of a microphone, at their own rate.
    let hum: Vec<f32> = (0..48_000).map(|t| (t as f32 * 0.015).sin() * 0.2).collect();
    let prediction = model.predict_samples(&hum, 48_000)?;
    println!("a second of humming: {}", prediction.label);
    Ok(())
}
