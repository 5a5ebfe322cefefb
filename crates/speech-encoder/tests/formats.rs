//! The three number formats of a file of weights, by a small encoder with random weights.
#![allow(clippy::unwrap_used)] // a test ends by it

use emo_speech_encoder::Encoder;
use serde_json::{Map, Value, json};

const WIDTH: usize = 64;

/// A small linear congruential generator: weights need no better one.
struct Random(u32);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as f32 / 8_388_608.0 - 1.0
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Format {
    F32,
    F16,
    I8,
}

#[derive(Default)]
struct File {
    header: Map<String, Value>,
    numbers: Vec<u8>,
}

impl File {
    fn add(&mut self, name: &str, kind: &str, shape: &[usize], bytes: impl Iterator<Item = u8>) {
        let start = self.numbers.len();
        self.numbers.extend(bytes);
        let entry =
            json!({"dtype": kind, "shape": shape, "data_offsets": [start, self.numbers.len()]});
        self.header.insert(name.to_owned(), entry);
    }

    fn vector(&mut self, name: &str, values: &[f32]) {
        let bytes = values.iter().flat_map(|x| x.to_le_bytes());
        self.add(name, "F32", &[values.len()], bytes);
    }

    fn matrix(&mut self, name: &str, columns: usize, values: &[f32], format: Format) {
        let shape = [values.len() / columns, columns];
        match format {
            Format::F32 => {
                self.add(name, "F32", &shape, values.iter().flat_map(|x| x.to_le_bytes()));
            }
            Format::F16 => {
                let half = |x: &f32| half::f16::from_f32(*x).to_le_bytes();
                self.add(name, "F16", &shape, values.iter().flat_map(half));
            }
            Format::I8 => {
                let scale = values.iter().fold(0.0, |most: f32, x| most.max(x.abs())) / 127.0;
                let bytes = values.iter().map(|x| ((x / scale).round() as i8).cast_unsigned());
                self.add(name, "I8", &shape, bytes);
                self.vector(&format!("{name}.scale"), &vec![scale; shape[0]]);
            }
        }
    }

    fn finish(mut self) -> Vec<u8> {
        let metadata = json!({
            "format": "emo-speech-encoder", "version": "1", "model": "random", "blocks": "1", "heads": "1",
        });
        self.header.insert("__metadata__".to_owned(), metadata);
        let header = serde_json::to_vec(&self.header).unwrap();
        let length = (header.len() as u64).to_le_bytes();
        [length.as_slice(), &header, &self.numbers].concat()
    }
}

fn weights(format: Format) -> Vec<u8> {
    let (mut file, mut random) = (File::default(), Random(7));
    let filters: Vec<f32> = (0..80 * 201).map(|i| f32::from(u8::from(i / 201 == i % 80))).collect();
    file.matrix("mel.filters", 201, &filters, Format::F32);
    let mut linear = |file: &mut File, name: &str, outputs: usize, inputs: usize| {
        let scale = 1.0 / (inputs as f32).sqrt();
        let values: Vec<f32> = (0..outputs * inputs).map(|_| random.next() * scale).collect();
        file.matrix(&format!("{name}.weight"), inputs, &values, format);
        file.vector(&format!("{name}.bias"), &vec![0.01; outputs]);
    };
    linear(&mut file, "conv1", WIDTH, 240);
    linear(&mut file, "conv2", WIDTH, 3 * WIDTH);
    linear(&mut file, "blocks.0.attention.qkv", 3 * WIDTH, WIDTH);
    linear(&mut file, "blocks.0.attention.out", WIDTH, WIDTH);
    linear(&mut file, "blocks.0.mlp.up", 4 * WIDTH, WIDTH);
    linear(&mut file, "blocks.0.mlp.down", WIDTH, 4 * WIDTH);
    for norm in ["blocks.0.attention.norm", "blocks.0.mlp.norm"] {
        file.vector(&format!("{norm}.weight"), &[1.0; WIDTH]);
        file.vector(&format!("{norm}.bias"), &[0.0; WIDTH]);
    }
    file.finish()
}

#[test]
fn half_and_eighth_precision_are_close_to_full() {
    let mut random = Random(3);
    let samples: Vec<f32> = (0..20_000).map(|_| 0.1 * random.next()).collect();
    let frames = |format| {
        let encoder = Encoder::from_bytes(&weights(format)).unwrap();
        (encoder.weights_hash().to_owned(), encoder.encode(&samples).unwrap())
    };
    let (hash, full) = frames(Format::F32);
    let size = full.iter().map(|x| x * x).sum::<f32>();
    for (format, most) in [(Format::F16, 1e-3), (Format::I8, 2e-2)] {
        let (other_hash, other) = frames(format);
        let difference = full.iter().zip(&other).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
        let share = (difference / size).sqrt();
        assert!(share > 0.0 && share < most, "{share}");
        assert_ne!(hash, other_hash);
    }
}

#[test]
fn tensors_that_are_missing_or_of_another_shape_are_named() {
    let text = |bytes: &[u8]| Encoder::from_bytes(bytes).unwrap_err().to_string();
    assert_eq!(text(b"{}"), "weights: expected a safetensors file, got 2 bytes");
    let bytes = weights(Format::F32);
    let damaged = |from: &str, to: &str| {
        let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        let header = String::from_utf8(bytes[8..8 + length].to_vec()).unwrap().replace(from, to);
        let length = (header.len() as u64).to_le_bytes();
        text(&[length.as_slice(), header.as_bytes(), &bytes[bytes.len() - 1..]].concat())
    };
    assert!(damaged("conv1.bias", "other").contains("a tensor \"conv1.bias\""));
    assert!(damaged("\"version\":\"1\"", "\"version\":\"2\"").contains("version 1"));
    assert!(damaged("\"heads\":\"1\"", "\"heads\":\"2\"").contains("64 columns per head"));
    assert!(damaged("\"shape\":[80,201]", "\"shape\":[201,80]").contains("mel.filters of shape"));
}

#[cfg(feature = "bundled")]
#[test]
fn the_bundled_weights_have_the_hash_of_their_file() {
    let bytes = include_bytes!("../weights/tiny-en-2.safetensors");
    let read = Encoder::from_bytes(bytes).unwrap();
    assert_eq!(Encoder::tiny_en().unwrap().weights_hash(), read.weights_hash());
}
