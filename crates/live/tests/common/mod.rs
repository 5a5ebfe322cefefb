//! What several tests need: a model that is easy to predict, and audio with speech at known places.
#![allow(dead_code)] // each test uses a part

use emo_live::{Predictor, VoiceActivity};

/// Louder is angrier; the numbers depend on every sample.
#[derive(Debug)]
pub(crate) struct Loudness {
    pub(crate) sample_rate: u32,
}

impl Predictor for Loudness {
    fn labels(&self) -> Vec<String> {
        vec!["angry".into(), "calm".into()]
    }

    fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    fn predict(
        &self,
        samples: &[f32],
    ) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
        let sum: f64 = samples.iter().map(|x| f64::from(x.abs())).sum();
        let angry = (2.0 * sum / samples.len() as f64).min(1.0);
        Ok(vec![angry, 1.0 - angry])
    }
}

/// Speech is where the frame is loud.
#[derive(Debug)]
pub(crate) struct Loud {
    pub(crate) sample_rate: u32,
}

impl VoiceActivity for Loud {
    fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    fn frame_len(&self) -> usize {
        256
    }

    fn predict(&mut self, frame: &[f32]) -> f32 {
        let loud = frame.iter().any(|x| x.abs() > 0.01);
        if loud { 1.0 } else { 0.0 }
    }

    fn reset(&mut self) {}
}

/// Tones of this amplitude in silence; parts in seconds.
pub(crate) fn tones(seconds: f64, parts: &[(f64, f64, f32)], sample_rate: u32) -> Vec<f32> {
    let rate = f64::from(sample_rate);
    let mut samples = vec![0.0; (seconds * rate) as usize];
    for &(start, end, amplitude) in parts {
        let range = (start * rate) as usize..(end * rate) as usize;
        for (k, x) in samples[range].iter_mut().enumerate() {
            *x = amplitude * (2.0 * std::f32::consts::PI * 200.0 * k as f32 / rate as f32).sin();
        }
    }
    samples
}

/// Something that voice activity takes for speech: vowels by pulses through three resonances, at
/// four syllables in a second.
pub(crate) fn voice(seconds: f64, parts: &[(f64, f64, f32)], sample_rate: u32) -> Vec<f32> {
    let rate = f64::from(sample_rate);
    let mut samples = vec![0.0_f32; (seconds * rate) as usize];
    for &(start, end, amplitude) in parts {
        let range = (start * rate) as usize..(end * rate) as usize;
        let part = &mut samples[range];
        let mut phase = 0.0;
        for (k, x) in part.iter_mut().enumerate() {
            let t = k as f64 / rate;
            phase += (120.0 + 20.0 * (3.0 * t).sin()) / rate;
            let pulse = if phase >= 1.0 { 1.0 } else { 0.0 };
            phase -= pulse;
            *x = pulse as f32;
        }
        for (frequency, width) in [(600.0, 80.0), (1400.0, 120.0), (2500.0, 160.0)] {
            resonate(part, frequency / rate, width / rate);
        }
        let peak = part.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
        for (k, x) in part.iter_mut().enumerate() {
            let syllable = (4.0 * std::f64::consts::PI * k as f64 / rate).sin().abs();
            *x *= amplitude / peak * (0.2 + 0.8 * syllable) as f32;
        }
    }
    samples
}

/// A resonance of second order.
fn resonate(samples: &mut [f32], frequency: f64, width: f64) {
    let radius = (-std::f64::consts::PI * width).exp();
    let turn = 2.0 * radius * (2.0 * std::f64::consts::PI * frequency).cos();
    let (mut one, mut two) = (0.0, 0.0);
    for x in samples {
        let y = f64::from(*x) + turn * one - radius * radius * two;
        (two, one) = (one, y);
        *x = y as f32;
    }
}
