//! Lhotse's cuts (`lhotse.cut.MonoCut.to_dict`, version 1.24).

use serde_json::{Map, Value};

use super::columns::Field;
use super::draft::Draft;
use super::json_row::plain;
use crate::{Error, Result};

/// Parts of a cut or a supervision that place it, and are no metadata.
const PLACING: [&str; 7] =
    ["id", "recording_id", "start", "duration", "channel", "speaker", "type"];

/// Whether a row is a cut.
pub(super) fn is_cut(row: &Map<String, Value>) -> bool {
    row.contains_key("supervisions") || row.get("recording").is_some_and(Value::is_object)
}

/// Reads a cut: the part of its recording, and label, speaker and metadata from its supervision and
/// from `custom` fields. A cut has at most one supervision (`trim_to_supervisions` makes such
/// ones).
pub(super) fn read(mut cut: Map<String, Value>, line: u64) -> Result<Draft> {
    let wrong = |expected: &str, got: String| Error::Line { line, expected: expected.into(), got };
    let Some(Value::Object(recording)) = cut.remove("recording") else {
        return Err(wrong("a cut with a recording", "none".into()));
    };
    let mut draft = Draft { line, ..Draft::default() };
    draft.path = source(&recording)
        .ok_or_else(|| wrong("a recording with one source of type file", "another one".into()))?;
    draft.name = cut.get("id").cloned().and_then(plain);
    let number = |map: &Map<String, Value>, key: &str| map.get(key).and_then(Value::as_f64);
    let start = number(&cut, "start").unwrap_or(0.0);
    let duration = number(&cut, "duration");
    if start > 0.0 || duration != number(&recording, "duration") {
        (draft.start, draft.duration) = (Some(start), duration);
    }
    if n_channels(&recording) > 1 {
        draft.channel = cut.get("channel").and_then(Value::as_u64).map(|it| it as usize);
    }
    let supervision = match cut.remove("supervisions") {
        Some(Value::Array(mut all)) if all.len() < 2 => all.pop(),
        None | Some(Value::Null) => None,
        Some(Value::Array(all)) => {
            return Err(wrong("at most one supervision", all.len().to_string()));
        }
        Some(_) => return Err(wrong("a list of supervisions", "something else".into())),
    };
    take_texts(cut, &mut draft);
    if let Some(Value::Object(mut supervision)) = supervision {
        draft.speaker =
            supervision.remove("speaker").and_then(plain).and_then(|speaker| speaker.parse().ok());
        take_texts(supervision, &mut draft);
    }
    draft.label = Field::Label.usual().iter().find_map(|name| draft.metadata.remove(*name));
    draft.corpus = Field::Corpus.usual().iter().find_map(|name| draft.metadata.remove(*name));
    Ok(draft)
}

/// Moves plain values, and those in `custom`, to the metadata.
fn take_texts(from: Map<String, Value>, draft: &mut Draft) {
    for (key, value) in from {
        if PLACING.contains(&key.as_str()) {
            continue;
        }
        match value {
            Value::Object(custom) if key == "custom" => take_texts(custom, draft),
            value => {
                if let Some(text) = plain(value) {
                    draft.metadata.insert(key, text);
                }
            }
        }
    }
}

/// The path of a recording's only source, if it is a file.
fn source(recording: &Map<String, Value>) -> Option<String> {
    let [source] = recording.get("sources")?.as_array()?.as_slice() else { return None };
    if source.get("type")?.as_str()? != "file" {
        return None;
    }
    source.get("source")?.as_str().map(str::to_owned)
}

/// How many channels a recording has.
fn n_channels(recording: &Map<String, Value>) -> usize {
    let ids = recording.get("channel_ids").and_then(Value::as_array).map(Vec::len);
    let of_source = || {
        let source = recording.get("sources")?.as_array()?.first()?;
        source.get("channels")?.as_array().map(Vec::len)
    };
    ids.or_else(of_source).unwrap_or(1)
}
