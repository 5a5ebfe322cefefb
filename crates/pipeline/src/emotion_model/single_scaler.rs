//! Scalers that compute in single precision, with their statistics in single precision.

use emo_learn::preprocessing::FittedStandardScaler;
use serde::Deserialize;
use serde_json::{Value, json};

/// The name of the step in a file.
const STEP: &str = "scaler_f32";

/// The same pipeline with the mean and variance of each scaler for single precision rounded to
/// single precision, which halves their size in a binary file. Predictions stay the same to the
/// last bit: such a scaler rounds its mean and the root of its variance itself.
pub(super) fn round(pipeline: &mut Value) {
    let steps = pipeline.get_mut("transformers").and_then(Value::as_array_mut);
    for scaler in steps.into_iter().flatten().filter_map(|step| step.get_mut(STEP)) {
        if let Some(single) = in_single(scaler) {
            *scaler = single;
        }
    }
}

/// The scaler with rounded statistics; `None` where one of its divisors would change.
fn in_single(stored: &Value) -> Option<Value> {
    let read = |value: &Value| FittedStandardScaler::deserialize(value).ok();
    let scaler = read(stored)?;
    let mean: Vec<f64> = scaler.mean().iter().map(|&mean| f64::from(mean as f32)).collect();
    let var: Vec<f64> = scaler.var().iter().map(|&var| variance(var)).collect();
    let mut rounded = stored.clone();
    rounded["mean"] = json!(mean);
    rounded["var"] = json!(var);
    let divisors = |scaler: &FittedStandardScaler| -> Vec<f32> {
        scaler.scale().into_iter().map(|scale| scale as f32).collect()
    };
    (divisors(&read(&rounded)?) == divisors(&scaler)).then_some(rounded)
}

/// A variance in single precision whose root rounds to the same number. There is one next to the
/// nearest: roots lie closer together than the numbers that they are rounded to.
fn variance(var: f64) -> f64 {
    let root = |var: f64| var.sqrt() as f32;
    let nearest = var as f32;
    let candidates = [nearest, nearest.next_up(), nearest.next_down()].map(f64::from);
    candidates.into_iter().find(|&it| root(it) == root(var)).unwrap_or(var)
}
