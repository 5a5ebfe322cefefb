//! Sounds that are no speech, and clips that are too short, are uncertain for the models that check
//! them.
#![cfg(all(feature = "pretrained", feature = "encoder"))]
#![allow(clippy::unwrap_used)]

use std::f64::consts::TAU;

use emo_pipeline::emotion_model::{EmotionModel, Pretrained, Quality};
use signals::{pink, sound, white};

const RATE: u32 = 16_000;

mod signals {
    use emo_pipeline::RandomState;

    /// Three seconds of a function of time in seconds.
    pub(crate) fn sound(at: impl Fn(f64) -> f64) -> Vec<f32> {
        (0..48_000).map(|t| at(f64::from(t) / 16_000.0) as f32).collect()
    }

    /// White noise.
    pub(crate) fn white() -> Vec<f32> {
        let mut random = RandomState::new(3);
        (0..48_000).map(|_| (random.random_sample() - 0.5) as f32 * 0.2).collect()
    }

    /// Noise whose power falls by about 3 dB per octave: white noise through one-pole filters (P.
    /// Kellet).
    pub(crate) fn pink() -> Vec<f32> {
        let poles = [(0.99765, 0.0990460), (0.96300, 0.2965164), (0.57000, 1.0526913)];
        let mut states = [0.0_f32; 3];
        let filtered = |x: f32| {
            for (state, (pole, gain)) in states.iter_mut().zip(poles) {
                *state = pole * *state + gain * x;
            }
            0.3 * (states.iter().sum::<f32>() + 0.1848 * x)
        };
        white().into_iter().map(filtered).collect()
    }
}

fn tone(frequency: f64) -> impl Fn(f64) -> f64 {
    move |t| 0.3 * (TAU * frequency * t).sin()
}

/// Notes that begin one after another and decay, each with its overtones.
fn chord(root: f64) -> impl Fn(f64) -> f64 {
    move |t| {
        let note = |ratio: f64| {
            let overtone = |n: u8| (TAU * root * ratio * f64::from(n) * t).sin() / f64::from(n);
            (1..6).map(overtone).sum::<f64>()
        };
        let beat = t % 0.75;
        0.05 * (-2.0 * beat).exp() * [1.0, 1.25, 1.5].map(note).iter().sum::<f64>()
    }
}

fn sounds() -> Vec<(&'static str, Vec<f32>)> {
    let dial = |t: f64| tone(350.0)(t) + tone(440.0)(t);
    let sweep = |t: f64| 0.3 * (TAU * (100.0 * t + 300.0 * t * t)).sin();
    vec![
        ("silence", sound(|_| 0.0)),
        ("tone 100 Hz", sound(tone(100.0))),
        ("tone 440 Hz", sound(tone(440.0))),
        ("tone 1000 Hz", sound(tone(1000.0))),
        ("tone 3000 Hz", sound(tone(3000.0))),
        ("dial tone", sound(dial)),
        ("sweep", sound(sweep)),
        ("white noise", white()),
        ("pink noise", pink()),
        ("chord 110 Hz", sound(chord(110.0))),
        ("chord 262 Hz", sound(chord(261.6))),
    ]
}

fn speech() -> Vec<f32> {
    let clip: serde_json::Value = emo_fixtures::golden("descriptors/espeak");
    let pcm = clip["pcm"].as_array().unwrap();
    pcm.iter().map(|x| x.as_f64().unwrap() as f32 / 32768.0).collect()
}

#[test]
fn sounds_that_are_no_speech_are_uncertain() {
    for name in [Pretrained::General, Pretrained::Emodb4] {
        let model = EmotionModel::pretrained_named(name).unwrap();
        for (sound, samples) in sounds() {
            let quality = model.predict_samples(&samples, RATE).unwrap().quality;
            assert!(quality.is_uncertain(), "{name}, {sound}: {quality:?}");
        }
    }
}

#[test]
fn short_clips_are_uncertain() {
    let speech = speech();
    for name in [Pretrained::General, Pretrained::Emodb4] {
        let model = EmotionModel::pretrained_named(name).unwrap();
        for milliseconds in [20, 200] {
            let samples = &speech[4000..4000 + 16 * milliseconds];
            let quality = model.predict_samples(samples, RATE).unwrap().quality;
            let is_short = matches!(quality, Quality::TooShort { .. });
            assert!(is_short, "{name}, {milliseconds} ms: {quality:?}");
        }
    }
}
