//! Flat JSON objects, as NeMo and EmoBox write them.

use serde_json::{Map, Value};

use super::columns::{Columns, Field};
use super::draft::Draft;
use crate::{Error, Result, quoted};

/// The fields of EmoBox's rows that describe the file and not the clip.
const TECHNICAL: [&str; 6] = ["type", "sample_rate", "num_frame", "task", "length", "channel"];

/// Reads a row. Texts, numbers and truth values of other fields become metadata; lists and objects
/// are left out.
pub(super) fn read(row: Map<String, Value>, line: u64, columns: &Columns) -> Result<Draft> {
    let places = columns.places(row.keys().map(String::as_str));
    let is_emobox = row.contains_key("wav") && row.contains_key("emo");
    for field in Field::ALL {
        let wanted = match columns.chosen(field) {
            Some(name) => name,
            None if field == Field::Path => "audio_filepath",
            None => continue,
        };
        if places.get(field as usize).is_none_or(Option::is_none) {
            let got = quoted(&row.keys().cloned().collect::<Vec<_>>().join(", "));
            return Err(Error::Line { line, expected: format!("a field {wanted}"), got });
        }
    }
    let mut draft = Draft { line, ..Draft::default() };
    for (place, (key, value)) in row.into_iter().enumerate() {
        let Some(text) = plain(value).filter(|text| !text.trim().is_empty()) else { continue };
        let field = Field::ALL.into_iter().zip(places).find(|(_, it)| *it == Some(place));
        match field.map(|(field, _)| field) {
            Some(Field::Path) => draft.path = text,
            Some(Field::Label) => draft.label = Some(text),
            Some(Field::Speaker) => draft.speaker = text.parse().ok(),
            Some(Field::Start) => draft.start = draft.time(&key, &text)?,
            Some(Field::End) => draft.end = draft.time(&key, &text)?,
            Some(Field::Duration) => draft.duration = draft.time(&key, &text)?,
            Some(Field::Channel) => draft.channel = draft.channel_number(&key, &text)?,
            Some(Field::Corpus) => draft.corpus = Some(text),
            Some(Field::Name) => draft.name = Some(text),
            None if is_emobox && TECHNICAL.contains(&key.as_str()) => {}
            None => {
                draft.metadata.insert(key, text);
            }
        }
    }
    Ok(draft)
}

/// A value as text; `None` for null, lists and objects.
pub(super) fn plain(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
