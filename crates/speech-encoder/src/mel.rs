//! Whisper's log-mel spectrogram.

use std::fmt;
use std::sync::Arc;

use emo_fft::num_complex::Complex;
use emo_fft::{Planner32, RealToComplex};

use crate::error::{Error, Result};

/// Samples of a transform: 25 ms.
const WINDOW: usize = 400;
/// Samples between two transforms: 10 ms.
pub(crate) const HOP: usize = 160;
/// Bins of a transform.
pub(crate) const BINS: usize = WINDOW / 2 + 1;
/// A magnitude whose power still fits.
const LARGEST: f32 = 1e15;

/// Computes log-mel spectrograms as OpenAI's `whisper.audio.log_mel_spectrogram` does, for as
/// many frames as there are: a periodic Hann window of 25 ms, every 10 ms, reflected at both
/// ends; power, mel filters, log10 of at least 1e-10; at most 8 below the largest; (x + 4) / 4.
pub(crate) struct LogMel {
    fft: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    /// The first bin and the weights of each band.
    filters: Vec<(usize, Vec<f32>)>,
}

impl fmt::Debug for LogMel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogMel").field("bands", &self.bands()).finish_non_exhaustive()
    }
}

/// What one clip is transformed in.
#[derive(Debug, Default)]
pub(crate) struct MelScratch {
    padded: Vec<f32>,
    frame: Vec<f32>,
    spectrum: Vec<Complex<f32>>,
    power: Vec<f32>,
    fft: Vec<Complex<f32>>,
}

impl LogMel {
    /// `filters` is bands × [`BINS`].
    pub(crate) fn new(filters: &[f32]) -> Self {
        let angle = |i: usize| std::f64::consts::TAU * i as f64 / WINDOW as f64;
        let window = (0..WINDOW).map(|i| (0.5 - 0.5 * angle(i).cos()) as f32).collect();
        let filters = filters.chunks_exact(BINS).map(without_zeros).collect();
        Self { fft: Planner32::new().plan_fft_forward(WINDOW), window, filters }
    }

    pub(crate) fn bands(&self) -> usize {
        self.filters.len()
    }

    /// How many frames a clip has: at least one.
    pub(crate) fn frames(samples: usize) -> usize {
        samples.max(WINDOW) / HOP
    }

    /// Writes frames × bands to `out`.
    pub(crate) fn compute(
        &self,
        samples: &[f32],
        scratch: &mut MelScratch,
        out: &mut [f32],
    ) -> Result<()> {
        check(samples)?;
        scratch.pad(samples);
        scratch.frame.resize(WINDOW, 0.0);
        scratch.spectrum.resize(BINS, Complex::default());
        scratch.power.resize(BINS, 0.0);
        scratch.fft.resize(self.fft.get_scratch_len(), Complex::default());
        let mut largest = f32::MIN;
        let frames = scratch.padded.windows(WINDOW).step_by(HOP);
        for (frame, out) in frames.zip(out.chunks_exact_mut(self.bands())) {
            for ((to, x), window) in scratch.frame.iter_mut().zip(frame).zip(&self.window) {
                *to = x * window;
            }
            // Cannot fail: all lengths are those of the plan.
            let (frame, spectrum) = (&mut scratch.frame, &mut scratch.spectrum);
            let _ = self.fft.process_with_scratch(frame, spectrum, &mut scratch.fft);
            for (power, bin) in scratch.power.iter_mut().zip(&scratch.spectrum) {
                *power = bin.norm_sqr();
            }
            for (out, (first, weights)) in out.iter_mut().zip(&self.filters) {
                let bins = scratch.power[*first..].iter().zip(weights);
                let power: f32 = bins.map(|(power, weight)| power * weight).sum();
                *out = power.max(1e-10).log10();
                largest = largest.max(*out);
            }
        }
        for x in out {
            *x = (x.max(largest - 8.0) + 4.0) / 4.0;
        }
        Ok(())
    }
}

impl MelScratch {
    /// The clip, of at least 25 ms, with half a window reflected at either end.
    fn pad(&mut self, samples: &[f32]) {
        let (half, n) = (WINDOW / 2, samples.len().max(WINDOW));
        self.padded.clear();
        self.padded.resize(half, 0.0);
        self.padded.extend_from_slice(samples);
        self.padded.resize(half + n + half, 0.0);
        for i in 0..half {
            self.padded[i] = self.padded[2 * half - i];
            self.padded[half + n + i] = self.padded[half + n - 2 - i];
        }
    }
}

fn check(samples: &[f32]) -> Result<()> {
    if samples.is_empty() {
        return Err(Error::NoSamples);
    }
    // The range does not contain NaN either.
    let wrong = samples.iter().enumerate().find(|(_, x)| !(-LARGEST..=LARGEST).contains(*x));
    match wrong {
        Some((at, &value)) => Err(Error::Sample { at, value }),
        None => Ok(()),
    }
}

/// A filter from its first to its last weight that is not 0.
fn without_zeros(weights: &[f32]) -> (usize, Vec<f32>) {
    let first = weights.iter().position(|&w| w != 0.0).unwrap_or(0);
    let end = weights.iter().rposition(|&w| w != 0.0).map_or(first, |last| last + 1);
    (first, weights[first..end].to_vec())
}
