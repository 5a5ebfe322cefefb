//! Long lists of numbers in JSON, written as text that is shorter than their digits.
//!
//! A list of 1024 numbers or more becomes `{"f64": "…"}` or `{"f32": "…"}`: their bytes, lowest
//! first, in base 64 (RFC 4648). It is `f32` where every number is one that has that many digits.
//! Nothing is lost either way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::{Error, Result};

/// Shorter lists are written as lists, for people to read.
const SHORTEST: usize = 1024;

/// The same JSON with its long lists of numbers packed.
pub(super) fn pack(value: Value) -> Value {
    match value {
        Value::Array(list) => match numbers(&list) {
            Some(numbers) => packed(&numbers),
            None => Value::Array(list.into_iter().map(pack).collect()),
        },
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, pack(value))).collect())
        }
        other => other,
    }
}

/// The same JSON with its packed lists as lists again; the error names the one that is not packed
/// well.
pub(super) fn unpack(value: Value) -> Result<Value> {
    match value {
        Value::Array(list) => {
            let list = list.into_iter().enumerate();
            let list =
                list.map(|(at, value)| unpack(value).map_err(|e| within(e, &format!("[{at}]"))));
            Ok(Value::Array(list.collect::<Result<_>>()?))
        }
        Value::Object(fields) => match kind_and_text(&fields) {
            Some((size, text)) => Ok(Value::Array(numbers_of(size, text)?)),
            None => {
                let fields = fields.into_iter().map(|(name, value)| {
                    let value = unpack(value).map_err(|error| within(error, &name))?;
                    Ok((name, value))
                });
                Ok(Value::Object(fields.collect::<Result<_>>()?))
            }
        },
        other => Ok(other),
    }
}

/// The error, of a field in the field or element `place`.
fn within(error: Error, place: &str) -> Error {
    match error {
        Error::ModelField { field, problem } => {
            let dot = if field.is_empty() || field.starts_with('[') { "" } else { "." };
            Error::ModelField { field: format!("{place}{dot}{field}"), problem }
        }
        other => other,
    }
}

/// The numbers of a long list of nothing else; those with a fraction alone, for whole numbers count
/// things.
fn numbers(list: &[Value]) -> Option<Vec<f64>> {
    if list.len() < SHORTEST {
        return None;
    }
    list.iter().map(|value| value.as_f64().filter(|_| value.is_f64())).collect()
}

fn packed(numbers: &[f64]) -> Value {
    let short = numbers.iter().all(|&x| f64::from(x as f32).to_bits() == x.to_bits());
    let (kind, bytes): (_, Vec<u8>) = match short {
        true => ("f32", numbers.iter().flat_map(|&x| (x as f32).to_le_bytes()).collect()),
        false => ("f64", numbers.iter().flat_map(|&x| x.to_le_bytes()).collect()),
    };
    json!({ kind: STANDARD.encode(bytes) })
}

/// The bytes of a number and the text of a packed list, if it is one.
fn kind_and_text(fields: &Map<String, Value>) -> Option<(usize, &str)> {
    let (kind, text) = fields.iter().next().filter(|_| fields.len() == 1)?;
    let size = match kind.as_str() {
        "f32" => 4,
        "f64" => 8,
        _ => return None,
    };
    Some((size, text.as_str()?))
}

/// The numbers of so many bytes each that a text stands for.
fn numbers_of(size: usize, text: &str) -> Result<Vec<Value>> {
    let wrong = |problem| Error::ModelField { field: String::new(), problem };
    let bytes = STANDARD.decode(text);
    let bytes = bytes.map_err(|error| wrong(format!("expected numbers in base 64: {error}")))?;
    if bytes.len() % size != 0 {
        let got = bytes.len();
        return Err(wrong(format!(
            "expected numbers of {size} bytes each, got {got} bytes in all"
        )));
    }
    Ok(match size {
        4 => bytes.as_chunks().0.iter().map(|&it| json!(f32::from_le_bytes(it))).collect(),
        _ => bytes.as_chunks().0.iter().map(|&it| json!(f64::from_le_bytes(it))).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(number: impl Fn(usize) -> f64) -> Value {
        json!((0..SHORTEST).map(number).collect::<Vec<f64>>())
    }

    #[test]
    fn long_lists_come_back_to_the_last_bit() {
        let numbers = json!({
            "double": long(|i| (i as f64 + 0.1).sqrt()),
            "single": long(|i| f64::from((i as f32 + 0.1).sqrt())),
            "nested": { "double": [long(|i| -1e300 / (i as f64 + 1.0)), [1.5]] },
            "short": [0.5, -0.0],
            "counts": (0..300).collect::<Vec<_>>(),
            "text": "f64",
        });
        let small = pack(numbers.clone());
        assert!(small["double"]["f64"].is_string() && small["single"]["f32"].is_string());
        assert!(small["short"].is_array() && small["counts"].is_array());
        assert_eq!(unpack(small).unwrap(), numbers);
    }

    #[test]
    fn a_list_that_is_not_packed_well_is_refused_in_its_place() {
        let problem = |list: Value| {
            let model = json!({ "layers": [{ "weights": [0.5] }, { "weights": list }] });
            unpack(model).unwrap_err().to_string()
        };
        let place = "layers[1].weights";
        let bytes = problem(json!({ "f64": "AAAA" }));
        assert!(bytes.contains(place), "{bytes}");
        assert!(bytes.ends_with("expected numbers of 8 bytes each, got 3 bytes in all"), "{bytes}");
        let text = problem(json!({ "f32": "!" }));
        assert!(text.contains(place) && text.contains("expected numbers in base 64"), "{text}");
    }

    #[test]
    fn what_is_no_packed_list_stays() {
        for other in [json!({"f32": 3}), json!({"f32": "", "f64": ""}), json!({"f16": "AAAA"})] {
            assert_eq!(unpack(other.clone()).unwrap(), other);
        }
    }
}
