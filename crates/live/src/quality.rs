//! How good the audio of a part is.

use std::collections::VecDeque;

/// The least power that a level is given for: -120 dB.
const LEAST_POWER: f64 = 1e-12;
/// Samples from here on are at full scale, also those of 16 bits.
const FULL_SCALE: f32 = 0.9999;

/// Level, clipping and noise of a part of the audio, measured in steps of 10 ms at the rate of the
/// input.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Quality {
    /// The mean power, dB of full scale (a full-scale sine has -3), not below -120.
    pub level_db: f64,
    /// The largest sample, dB of full scale, not below -120.
    pub peak_db: f64,
    /// The share of samples at full scale, 0 to 1: above 0.001 the recording is most likely
    /// overdriven.
    pub clipped: f64,
    /// How far the noise lies below the speech, dB: the mean power of up to one second before the
    /// utterance, where there was no speech, against that of the part less this noise. `None`
    /// without such a pause; from -20 to 100.
    pub snr_db: Option<f64>,
}

/// Sums over 10 ms of input.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    energy: f64,
    peak: f32,
    clipped: u32,
}

/// Keeps the sums of the last steps.
#[derive(Debug)]
pub(crate) struct Meter {
    step_len: u64,
    steps: VecDeque<Step>,
    /// Steps that were forgotten.
    forgotten: u64,
    current: Step,
    filled: u64,
}

impl Meter {
    pub(crate) fn new(sample_rate: u32) -> Self {
        let step_len = u64::from(sample_rate / 100).max(1);
        Self { step_len, steps: VecDeque::new(), forgotten: 0, current: Step::default(), filled: 0 }
    }

    pub(crate) fn push(&mut self, samples: &[f32]) {
        for &sample in samples {
            let size = sample.abs();
            self.current.energy += f64::from(sample) * f64::from(sample);
            self.current.peak = self.current.peak.max(size);
            self.current.clipped += u32::from(size >= FULL_SCALE);
            self.filled += 1;
            if self.filled == self.step_len {
                self.steps.push_back(std::mem::take(&mut self.current));
                self.filled = 0;
            }
        }
    }

    /// Drops the steps before a sample.
    pub(crate) fn forget_before(&mut self, sample: u64) {
        let drop = (sample / self.step_len).saturating_sub(self.forgotten);
        let drop = drop.min(self.steps.len() as u64);
        self.steps.drain(..drop as usize);
        self.forgotten += drop;
    }

    /// Whole steps from one sample up to another.
    fn between(&self, start: u64, end: u64) -> impl Iterator<Item = &Step> {
        let place = |sample: u64| (sample / self.step_len).saturating_sub(self.forgotten) as usize;
        let end = place(end).min(self.steps.len());
        self.steps.range(place(start).min(end)..end)
    }

    /// The mean power, if there is a whole step.
    pub(crate) fn power(&self, start: u64, end: u64) -> Option<f64> {
        let (n, energy) = self
            .between(start, end)
            .fold((0_u64, 0.0), |(n, sum), step| (n + 1, sum + step.energy));
        (n > 0).then(|| energy / (n * self.step_len) as f64)
    }

    /// The quality of a part, where noise has the mean power `noise`.
    pub(crate) fn quality(&self, start: u64, end: u64, noise: Option<f64>) -> Quality {
        let power = self.power(start, end).unwrap_or(0.0);
        let peak = self.between(start, end).fold(0.0_f32, |peak, step| peak.max(step.peak));
        let clipped: u64 = self.between(start, end).map(|step| u64::from(step.clipped)).sum();
        let n = self.between(start, end).count().max(1) as u64 * self.step_len;
        let snr_db = noise.map(|noise| {
            let noise = noise.max(LEAST_POWER);
            decibel((power - noise).max(0.0) / noise).clamp(-20.0, 100.0)
        });
        Quality {
            level_db: decibel(power),
            peak_db: decibel(f64::from(peak).powi(2)),
            clipped: clipped as f64 / n as f64,
            snr_db,
        }
    }
}

fn decibel(power: f64) -> f64 {
    10.0 * power.max(LEAST_POWER).log10()
}
