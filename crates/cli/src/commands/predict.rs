//! `emo predict`.

use std::io::{IsTerminal, Write};

use emo_pipeline::{EmotionModel, Prediction, Result};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::arguments::Predict;
use crate::console::Console;
use crate::inputs::{self, Input};
use crate::model;

/// Recordings that are judged before the first of them is printed.
const TOGETHER: usize = 64;
/// Characters of the longest bar.
const BAR: usize = 40;

/// How a prediction is printed.
type Layout = fn(&mut dyn Write, &str, &Prediction) -> std::io::Result<()>;

/// Prints what each recording expresses, in the order in which they were named.
pub(crate) fn run(arguments: &Predict, console: &Console) -> Result<()> {
    let model = model::load(arguments.model.as_deref())?;
    let model = match arguments.speeds.as_deref() {
        None => model,
        Some([]) => model.at_speeds(EmotionModel::FIVE_SPEEDS)?,
        Some(named) => model.at_speeds(named)?,
    };
    let inputs = inputs::collect(&arguments.inputs, console);
    let layout: Layout = match (arguments.json, std::io::stdout().is_terminal()) {
        (true, _) => json_line,
        (false, true) => bars,
        (false, false) => line,
    };
    console.with_bar(inputs.len(), |console| print_all(&model, &inputs, layout, console))
}

fn print_all(
    model: &EmotionModel,
    inputs: &[Input],
    layout: Layout,
    console: &Console,
) -> Result<()> {
    for inputs in inputs.chunks(TOGETHER) {
        let predict = |input| {
            let prediction = predict(model, input);
            console.step();
            prediction
        };
        let predictions: Vec<_> = inputs.par_iter().map(predict).collect();
        for (input, prediction) in inputs.iter().zip(predictions) {
            match prediction {
                Ok(prediction) => console.aside(|| {
                    let mut out = std::io::stdout().lock();
                    layout(&mut out, &input.name(), &prediction)
                })?,
                Err(error) => console.failure(error),
            }
        }
    }
    Ok(())
}

fn predict(model: &EmotionModel, input: &Input) -> Result<Prediction> {
    match input {
        Input::File { path, .. } => model.predict_file(path),
        Input::Bytes(bytes) => model.predict_bytes(bytes, "standard input"),
    }
}

/// All labels, each with a bar as long as it is probable.
fn bars(out: &mut dyn Write, name: &str, prediction: &Prediction) -> std::io::Result<()> {
    writeln!(out, "{name}: {}", prediction.label)?;
    let width = prediction.probabilities().iter().map(|(label, _)| label.chars().count());
    let width = width.max().unwrap_or_default();
    for (label, probability) in prediction.probabilities() {
        let bar = "█".repeat((probability * BAR as f64).round() as usize);
        let line = format!("  {label:<width$} {:>5.1} % {bar}", probability * 100.0);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The label, its probability and the recording, with tabs between them.
fn line(out: &mut dyn Write, name: &str, prediction: &Prediction) -> std::io::Result<()> {
    let label = &prediction.label;
    writeln!(out, "{label}\t{:.4}\t{name}", prediction.probability(label))
}

/// An object with all probabilities.
fn json_line(out: &mut dyn Write, name: &str, prediction: &Prediction) -> std::io::Result<()> {
    let pairs = prediction.probabilities().iter();
    let probabilities: Map<String, Value> =
        pairs.map(|(label, probability)| (label.clone(), json!(probability))).collect();
    let label = &prediction.label;
    writeln!(out, "{}", json!({"path": name, "label": label, "probabilities": probabilities}))
}
