//! Sample-rate conversion of blocks, without delay.
//!
//! The resampler of emo-audio-io is libsoxr's, equal to the bit, and its output lags behind the
//! input by a block of a few thousand samples: at 48 kHz that is more than the 30 ms that may pass
//! from the end of a window to its event. This one gives a sample as soon as the 3 ms of input
//! behind it are there.

use emo_audio_io::Error as AudioError;

use crate::{Error, Result};

/// Zero crossings of the kernel to either side.
const CROSSINGS: f64 = 48.0;
/// The shape of the Kaiser window: side lobes about 80 dB down.
const BETA: f64 = 8.0;
/// Where the band is cut, of the lower Nyquist frequency.
const CUT: f64 = 0.95;

/// Converts one signal that comes in blocks. A sample of the output depends on the input alone, not
/// on the blocks.
#[derive(Debug)]
pub(crate) struct Converter {
    from: u64,
    to: u64,
    /// One row of taps for each place between two input samples.
    taps: Vec<Vec<f32>>,
    /// Input samples to either side of the place.
    reach: u64,
    /// Input samples from `start` on.
    held: Vec<f32>,
    start: u64,
    pushed: u64,
    made: u64,
}

impl Converter {
    pub(crate) fn new(from: u32, to: u32) -> Result<Self> {
        if from == 0 || to == 0 {
            return Err(Error::Audio(AudioError::Rates { from, to }));
        }
        let common = gcd(from, to);
        let (from, to) = (u64::from(from / common), u64::from(to / common));
        let scale = (to as f64 / from as f64).min(1.0) * CUT;
        let reach = (CROSSINGS / scale).ceil() as u64;
        let phases = if from == to { 0 } else { to };
        let taps = (0..phases).map(|phase| row(phase as f64 / to as f64, scale, reach)).collect();
        Ok(Self { from, to, taps, reach, held: Vec::new(), start: 0, pushed: 0, made: 0 })
    }

    /// Takes the next samples and appends those that they complete.
    pub(crate) fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) -> Result<()> {
        self.pushed += samples.len() as u64;
        if self.from == self.to {
            out.extend_from_slice(samples);
            return Ok(());
        }
        self.held.extend_from_slice(samples);
        self.make(out);
        Ok(())
    }

    /// Ends the signal and appends the last samples: as many in all as the input's length at the
    /// new rate, rounded up.
    pub(crate) fn finish(&mut self, out: &mut Vec<f32>) -> Result<()> {
        if self.from == self.to {
            return Ok(());
        }
        let total = (self.pushed * self.to).div_ceil(self.from);
        self.held.resize(self.held.len() + 2 * self.reach as usize + 2, 0.0);
        let mut rest = Vec::new();
        let before = self.made;
        self.make(&mut rest);
        rest.truncate(total.saturating_sub(before) as usize);
        out.append(&mut rest);
        Ok(())
    }

    fn make(&mut self, out: &mut Vec<f32>) {
        let end = self.start + self.held.len() as u64;
        loop {
            let (place, phase) = (self.made * self.from / self.to, self.made * self.from % self.to);
            if place + self.reach + 1 > end {
                break;
            }
            let first = (place + 1).saturating_sub(self.reach);
            let skipped = self.reach.saturating_sub(place + 1) as usize;
            let samples = self.held.get((first - self.start) as usize..).unwrap_or_default();
            let taps = self.taps.get(phase as usize).and_then(|taps| taps.get(skipped..));
            out.push(dot(taps.unwrap_or_default(), samples));
            self.made += 1;
        }
        let needed = (self.made * self.from / self.to + 1).saturating_sub(self.reach);
        let drop = needed.saturating_sub(self.start).min(self.held.len() as u64);
        self.held.drain(..drop as usize);
        self.start += drop;
    }
}

/// The sum of products, in eight lanes, so that it runs in vectors.
fn dot(taps: &[f32], samples: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (taps, samples) in taps.chunks(8).zip(samples.chunks(8)) {
        for ((lane, tap), sample) in lanes.iter_mut().zip(taps).zip(samples) {
            *lane += tap * sample;
        }
    }
    lanes.iter().sum()
}

/// The taps for a place `fraction` behind an input sample: that many samples up to it and behind
/// it.
fn row(fraction: f64, scale: f64, reach: u64) -> Vec<f32> {
    let taps = (0..2 * reach).map(|k| {
        let distance = k as f64 - (reach as f64 - 1.0) - fraction;
        let x = distance / reach as f64;
        if x.abs() >= 1.0 { 0.0 } else { sinc(distance * scale) * kaiser(x) }
    });
    let taps: Vec<f64> = taps.collect();
    let sum: f64 = taps.iter().sum();
    taps.iter().map(|tap| (tap / sum) as f32).collect()
}

fn sinc(x: f64) -> f64 {
    let x = x * std::f64::consts::PI;
    if x == 0.0 { 1.0 } else { x.sin() / x }
}

fn kaiser(x: f64) -> f64 {
    bessel(BETA * (1.0 - x * x).sqrt()) / bessel(BETA)
}

/// The modified Bessel function of the first kind and order 0, by its series.
fn bessel(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..40 {
        term *= (x / 2.0 / f64::from(k)).powi(2);
        sum += term;
    }
    sum
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}
