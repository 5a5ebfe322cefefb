//! Errors and plain objects for JavaScript.

use std::fmt::Display;

use emo_live::{Answer, Event, Timeline, Utterance};
use emo_pipeline::Prediction;
use emo_pipeline::emotion_model::Contributions;
use serde_json::{Map, Value, json};
use wasm_bindgen::{JsError, JsValue};

/// What this crate's functions return.
pub(crate) type Result<T> = std::result::Result<T, JsError>;

/// The error as JavaScript's `Error`, with the same message as on the command line.
pub(crate) fn failed(error: impl Display) -> JsError {
    JsError::new(&error.to_string())
}

/// A plain object. Text is the fastest way across: the engine parses it natively.
pub(crate) fn object(value: &Value) -> Result<JsValue> {
    js_sys::JSON::parse(&value.to_string()).map_err(|_| JsError::new("expected JSON"))
}

/// The type `Prediction` of `types.ts`.
pub(crate) fn prediction(it: &Prediction) -> Value {
    let probabilities = it.probabilities().iter();
    let probabilities: Vec<_> =
        probabilities.map(|(label, p)| json!({ "label": label, "probability": p })).collect();
    json!({
        "label": it.label,
        "uncertain": it.quality.is_uncertain(),
        "quality": it.quality.to_string(),
        "probabilities": probabilities,
    })
}

/// The type `Contributions` of `types.ts`.
pub(crate) fn contributions(it: &Contributions) -> Value {
    let groups = it.groups.iter();
    let groups: Vec<_> =
        groups.map(|(name, values)| json!({ "name": name, "values": values })).collect();
    json!({ "labels": it.labels, "base": it.base, "groups": groups, "exact": it.exact })
}

/// The type `TimelineData` of `types.ts`.
pub(crate) fn timeline(it: &Timeline) -> Value {
    let utterances: Vec<_> = it.utterances().iter().map(|(_, it)| utterance(it)).collect();
    json!({
        "seconds": it.seconds(),
        "labels": &it.labels[..],
        "utterances": utterances,
        "summary": it.summary().to_json(),
    })
}

fn utterance(it: &Utterance) -> Value {
    let segments: Vec<_> = it
        .segments()
        .iter()
        .map(|segment| {
            json!({
                "start": segment.span.start_s(),
                "end": segment.span.end_s(),
                "label": segment.label,
                "probability": segment.probability,
            })
        })
        .collect();
    let measurements: Vec<_> =
        it.measurements.iter().map(|it| Event::Measurement(it.clone()).to_json()).collect();
    json!({
        "start": it.span.start_s(),
        "end": it.span.end_s(),
        "label": it.answer.label(),
        "probabilities": probabilities(&it.answer),
        "level_db": it.quality.level_db,
        "clipped": it.quality.clipped,
        "snr_db": it.quality.snr_db,
        "segments": segments,
        "measurements": measurements,
    })
}

fn probabilities(answer: &Answer) -> Value {
    answer.iter().map(|(label, p)| (label.to_owned(), json!(p))).collect::<Map<_, _>>().into()
}
