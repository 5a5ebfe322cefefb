//! Long lists of numbers of a JSON tree, written shorter than their digits.
//!
//! A list of 1024 numbers or more becomes `{"f64": …}` or `{"f32": …}`. It is `f32` where every
//! number is one that has that many digits, so that nothing is lost either way. In a JSON file the
//! value is the bytes of the numbers, lowest first, in base 64 (RFC 4648); in a binary file it is
//! how many there are, and their bytes follow the tree ([`super::binary`]).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::{Error, Result};

/// Shorter lists are written as lists, for people to read.
const SHORTEST: usize = 1024;

/// The same JSON with its long lists of numbers packed in base 64.
pub(super) fn pack(value: Value) -> Value {
    pack_with(value, &mut |_, bytes| json!(STANDARD.encode(bytes)))
}

/// The same JSON with its long lists of numbers packed: `put` takes the size of a number and the
/// bytes of all numbers of a list, and gives the value that stands for them. Lists come in the
/// order of the text.
pub(super) fn pack_with(value: Value, put: &mut impl FnMut(usize, Vec<u8>) -> Value) -> Value {
    match value {
        Value::Array(list) => match numbers(&list) {
            Some(numbers) => packed(&numbers, put),
            None => Value::Array(list.into_iter().map(|value| pack_with(value, put)).collect()),
        },
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, pack_with(value, put)));
            Value::Object(fields.collect())
        }
        other => other,
    }
}

/// The same JSON with its packed lists as lists again; the error names the one that is not packed
/// well.
pub(super) fn unpack(value: Value) -> Result<Value> {
    unpack_with(value, &mut |_, packed| {
        let Some(text) = packed.as_str() else { return Ok(None) };
        let bytes = STANDARD.decode(text);
        let wrong = |error| wrong(format!("expected numbers in base 64: {error}"));
        bytes.map(Some).map_err(wrong)
    })
}

/// The same JSON with its packed lists as lists again: `get` takes the size of a number and the
/// value that stands for a list, and gives the bytes of all its numbers; `None` where the value is
/// no packed list.
pub(super) fn unpack_with(
    value: Value,
    get: &mut impl FnMut(usize, &Value) -> Result<Option<Vec<u8>>>,
) -> Result<Value> {
    match value {
        Value::Array(list) => {
            let list = list.into_iter().enumerate().map(|(at, value)| {
                unpack_with(value, get).map_err(|error| within(error, &format!("[{at}]")))
            });
            Ok(Value::Array(list.collect::<Result<_>>()?))
        }
        Value::Object(fields) => {
            if let Some((size, packed)) = size_and_value(&fields)
                && let Some(bytes) = get(size, packed)?
            {
                return Ok(Value::Array(numbers_of(size, &bytes)?));
            }
            let fields = fields.into_iter().map(|(name, value)| {
                let value = unpack_with(value, get).map_err(|error| within(error, &name))?;
                Ok((name, value))
            });
            Ok(Value::Object(fields.collect::<Result<_>>()?))
        }
        other => Ok(other),
    }
}

/// A problem with a packed list, whose place is added on the way out.
pub(super) fn wrong(problem: String) -> Error {
    Error::ModelField { field: String::new(), problem }
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

fn packed(numbers: &[f64], put: &mut impl FnMut(usize, Vec<u8>) -> Value) -> Value {
    let short = numbers.iter().all(|&x| f64::from(x as f32).to_bits() == x.to_bits());
    if short {
        let bytes = numbers.iter().flat_map(|&x| (x as f32).to_le_bytes()).collect();
        return json!({ "f32": put(4, bytes) });
    }
    json!({ "f64": put(8, numbers.iter().flat_map(|&x| x.to_le_bytes()).collect()) })
}

/// The bytes of a number and the value that stands for a list, if an object is a packed list.
fn size_and_value(fields: &Map<String, Value>) -> Option<(usize, &Value)> {
    let (kind, value) = fields.iter().next().filter(|_| fields.len() == 1)?;
    match kind.as_str() {
        "f32" => Some((4, value)),
        "f64" => Some((8, value)),
        _ => None,
    }
}

/// The numbers of so many bytes each.
fn numbers_of(size: usize, bytes: &[u8]) -> Result<Vec<Value>> {
    if !bytes.len().is_multiple_of(size) {
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
