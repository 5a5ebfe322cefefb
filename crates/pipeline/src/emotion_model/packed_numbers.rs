//! Long lists of numbers in JSON, written as text that is shorter than their digits.
//!
//! A list of 1024 numbers or more becomes `{"f64": "…"}` or `{"f32": "…"}`: their bytes, lowest
//! first, in base 64 (RFC 4648). It is `f32` where every number is one that has that many digits.
//! Nothing is lost either way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

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

/// The same JSON with its packed lists as lists again; what is not packed well stays as it is, for
/// the reader of the field to refuse.
pub(super) fn unpack(value: Value) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.into_iter().map(unpack).collect()),
        Value::Object(fields) => match unpacked(&fields) {
            Some(list) => Value::Array(list),
            None => {
                let fields = fields.into_iter().map(|(name, value)| (name, unpack(value)));
                Value::Object(fields.collect())
            }
        },
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

fn unpacked(fields: &Map<String, Value>) -> Option<Vec<Value>> {
    let (kind, text) = fields.iter().next().filter(|_| fields.len() == 1)?;
    let bytes = |kind_is: &str| {
        let text = text.as_str().filter(|_| kind == kind_is)?;
        STANDARD.decode(text).ok()
    };
    let whole = |(chunks, rest): (Vec<Value>, &[u8])| rest.is_empty().then_some(chunks);
    if let Some(bytes) = bytes("f32") {
        let (chunks, rest) = bytes.as_chunks::<4>();
        let numbers = chunks.iter().map(|&chunk| json!(f32::from_le_bytes(chunk)));
        return whole((numbers.collect(), rest));
    }
    let bytes = bytes("f64")?;
    let (chunks, rest) = bytes.as_chunks::<8>();
    whole((chunks.iter().map(|&chunk| json!(f64::from_le_bytes(chunk))).collect(), rest))
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
        assert_eq!(unpack(small), numbers);
    }

    #[test]
    fn what_is_not_packed_well_stays() {
        for bad in [
            json!({"f64": "!"}),
            json!({"f64": "AAAA"}),
            json!({"f32": 3}),
            json!({"f32": "", "f64": ""}),
        ] {
            assert_eq!(unpack(bad.clone()), bad);
        }
    }
}
