//! The bundled weights against ONNX Runtime, and log-mel against Whisper's own.
#![cfg(feature = "bundled")]
#![allow(clippy::unwrap_used)] // a test ends by it

use emo_fixtures::{Tolerance, assert_close, golden};
use emo_speech_encoder::Encoder;
use serde_json::Value;

/// Every third sample of `speech.wav`, 16-bit PCM at 48 kHz after a header of 44 bytes.
fn speech() -> Vec<f32> {
    let bytes = std::fs::read(emo_fixtures::path("audio/speech.wav")).unwrap();
    let samples = bytes[44..].as_chunks::<2>().0.iter().step_by(3);
    samples.map(|&bytes| f32::from(i16::from_le_bytes(bytes)) / 32768.0).collect()
}

fn numbers(rows: &Value) -> Vec<f64> {
    let rows = rows.as_array().unwrap().iter();
    rows.flat_map(|row| row.as_array().unwrap()).map(|x| x.as_f64().unwrap()).collect()
}

fn usize_of(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn log_mel_is_whispers() {
    let (golden, samples): (Value, _) = (golden("encoder/tiny_en"), speech());
    assert_eq!(samples.len(), usize_of(&golden["samples"]));
    let mel = Encoder::tiny_en().unwrap().log_mel(&samples).unwrap();
    let rows = mel.outer_iter().step_by(usize_of(&golden["step"]));
    let got: Vec<f32> = rows.flatten().copied().collect();
    assert_close("log-mel", got, numbers(&golden["mel"]), Tolerance::absolute(1e-4));
}

#[test]
fn frames_of_every_block_are_those_of_onnx_runtime() {
    let (golden, samples): (Value, _) = (golden("encoder/tiny_en"), speech());
    for blocks in 0..=2 {
        let encoder = Encoder::tiny_en().unwrap().with_blocks(blocks).unwrap();
        let frames = encoder.encode(&samples).unwrap();
        assert_eq!(frames.nrows(), usize_of(&golden["frames"][blocks]));
        assert_eq!(frames.nrows(), Encoder::frames(samples.len()));
        let rows = frames.outer_iter().step_by(usize_of(&golden["step"]));
        let got: Vec<f32> = rows.flatten().copied().collect();
        let expected = numbers(&golden["blocks"][blocks]);
        let tolerance = Tolerance { absolute: 3e-4, relative: 1e-3 };
        assert_close(&format!("block {blocks}"), got, expected, tolerance);
        let means = golden["means"][blocks].as_array().unwrap().iter().map(|x| x.as_f64().unwrap());
        let means: Vec<f64> = means.collect();
        let got = frames.columns().into_iter().map(|x| f64::from(x.sum() / x.len() as f32));
        assert_close("means", got, means, Tolerance { absolute: 1e-4, relative: 1e-3 });
    }
}
