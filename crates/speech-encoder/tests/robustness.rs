//! Any samples and any bytes give frames or an error that says what is wrong.
#![cfg(feature = "bundled")]
#![allow(clippy::unwrap_used)] // a test ends by it

use emo_speech_encoder::{Chunk, Encoder, Error};
use proptest::prelude::*;

const WEIGHTS: &[u8] = include_bytes!("../weights/tiny-en-2.safetensors");

fn encoder() -> Encoder {
    Encoder::tiny_en().unwrap().with_blocks(1).unwrap()
}

/// A voice-like sum of gliding harmonics.
fn voice(samples: usize) -> Vec<f32> {
    let phase = |t: f32| 140.0 * t + 6.0 * (3.0 * t).sin();
    let at = |i: usize| i as f32 / 16_000.0;
    let harmonic = |t: f32, k: u8| (std::f32::consts::TAU * f32::from(k) * phase(t)).sin();
    let sum = |t: f32| (1..20).map(|k| harmonic(t, k) / (1.0 + f32::from(k))).sum::<f32>();
    (0..samples).map(|i| 0.2 * sum(at(i)) * (0.6 + 0.4 * (5.0 * at(i)).sin())).collect()
}

#[test]
fn clips_without_samples_or_with_a_wrong_one_are_refused() {
    assert!(matches!(encoder().encode(&[]), Err(Error::NoSamples)));
    for wrong in [f32::NAN, f32::INFINITY, -1e16] {
        let mut samples = vec![0.1; 1000];
        samples[700] = wrong;
        let error = encoder().encode(&samples).unwrap_err();
        assert!(matches!(error, Error::Sample { at: 700, .. }), "{error}");
    }
}

#[test]
fn the_shortest_the_most_silent_and_the_loudest_clips_have_finite_frames() {
    for samples in [vec![0.5], vec![0.0; 5000], vec![1e15; 401], vec![-1e-30; 16_000]] {
        let frames = encoder().encode(&samples).unwrap();
        assert_eq!(frames.dim(), (Encoder::frames(samples.len()), 384));
        assert!(frames.iter().all(|x| x.is_finite()));
    }
}

#[test]
fn a_clip_has_the_same_frames_whatever_came_before_and_on_any_thread() {
    let (encoder, long, short) = (encoder(), voice(30_000), voice(9_000));
    let first = encoder.encode(&short).unwrap();
    encoder.encode(&long).unwrap();
    assert_eq!(first, encoder.encode(&short).unwrap());
    let other = encoder.clone();
    let (short, first) = (short.clone(), first.clone());
    std::thread::spawn(move || assert_eq!(first, other.encode(&short).unwrap())).join().unwrap();
}

#[test]
fn more_blocks_than_there_are_and_chunks_that_do_not_advance_are_refused() {
    let error = encoder().with_blocks(3).unwrap_err();
    assert_eq!(error.to_string(), "blocks: expected 0 to 2, got 3");
    for (seconds, context) in [(0.5, 0.0), (31.0, 1.0), (4.0, 2.0), (f64::NAN, 0.0), (5.0, -1.0)] {
        assert!(matches!(Chunk::new(seconds, context), Err(Error::Chunk { .. })));
    }
}

#[test]
fn a_file_that_is_missing_or_wrong_is_named() {
    let error = Encoder::load("no/such.safetensors").unwrap_err();
    assert!(error.to_string().starts_with("no/such.safetensors: "), "{error}");
    let error = Encoder::load(file!().replace("crates/speech-encoder/", "")).unwrap_err();
    assert!(error.to_string().contains("robustness.rs: weights: expected"), "{error}");
}

#[test]
fn chunks_of_a_long_recording_are_close_to_the_whole() {
    let samples = voice(12 * 16_000 + 77);
    // Without positions, which begin anew in every chunk and so differ by intention.
    let encoder = encoder().with_positions(false);
    let whole = encoder.encode(&samples).unwrap();
    let cut = encoder.with_chunk(Chunk::new(6.0, 1.0).unwrap()).encode(&samples).unwrap();
    assert_eq!(whole.dim(), cut.dim());
    let square = |x: f32| f64::from(x) * f64::from(x);
    let difference: f64 = whole.iter().zip(&cut).map(|(a, b)| square(a - b)).sum();
    let mean = whole.mean().unwrap();
    let all: f64 = whole.iter().map(|x| square(x - mean)).sum();
    let share = (difference / all).sqrt();
    assert!(share > 0.0 && share < 0.25, "{share}");
}

#[test]
fn chunks_come_in_order_and_together_have_every_frame() {
    let (encoder, samples) = (encoder().with_chunk(Chunk::new(2.0, 0.5).unwrap()), voice(70_000));
    let (mut lengths, mut workspace) = (Vec::new(), Default::default());
    encoder.encode_in_chunks(&samples, &mut workspace, |x| lengths.push(x.nrows())).unwrap();
    assert_eq!(lengths, [50, 50, 50, 50, 19]);
    assert_eq!(lengths.iter().sum::<usize>(), Encoder::frames(samples.len()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_damaged_file_is_an_error_or_still_an_encoder(at in 0_usize..4000, byte: u8, cut: bool) {
        let mut bytes = WEIGHTS.to_vec();
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        // Either way it ends, and an error has a text.
        if let Err(error) = Encoder::from_bytes(&bytes) {
            prop_assert!(error.to_string().starts_with("weights: expected "));
        }
    }
}

#[test]
fn frames_after_several_blocks_are_those_after_each() {
    let encoder = Encoder::tiny_en().unwrap();
    let samples: Vec<f32> = (0..12_000).map(|t| (t as f32 * 0.07).sin() * 0.2).collect();
    let both = encoder.clone().with_taps([0, 2]).unwrap();
    let frames = both.encode(&samples).unwrap();
    assert_eq!((both.columns(), both.blocks()), (768, 2));
    for (place, blocks) in [(0, 0), (384, 2)] {
        let alone = encoder.clone().with_blocks(blocks).unwrap().encode(&samples).unwrap();
        let columns: Vec<usize> = (place..place + 384).collect();
        assert_eq!(frames.select(ndarray::Axis(1), &columns), alone);
    }
    for wrong in [vec![], vec![2, 1], vec![1, 1]] {
        let error = encoder.clone().with_taps(wrong.clone()).unwrap_err().to_string();
        assert!(error.ends_with(&format!("in ascending order, got {wrong:?}")), "{error}");
    }
}

#[test]
fn a_clip_in_parts_has_the_frames_of_the_whole() {
    // Chunks of 2 s, so that clips below, at and above one chunk and several chunks are short.
    let encoder = encoder().with_chunk(Chunk::new(2.0, 0.3).unwrap());
    for (seconds, part) in [(0.01, 50), (1.9, 3000), (2.0, 320), (2.01, 16_000), (7.3, 999)] {
        let samples = voice((seconds * 16_000.0) as usize);
        let (mut stream, mut frames) = (encoder.stream(), Vec::new());
        for part in samples.chunks(part) {
            stream.push(part, |part| frames.extend(part.iter().copied())).unwrap();
        }
        stream.finish(|part| frames.extend(part.iter().copied())).unwrap();
        let expected = encoder.encode(&samples).unwrap();
        assert_eq!(frames, expected.into_raw_vec_and_offset().0, "{seconds} s");
    }
}
