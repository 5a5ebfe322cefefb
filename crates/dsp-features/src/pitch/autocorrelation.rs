//! Pitch candidates: the peaks of each frame's autocorrelation.

use std::f64::consts::PI;
use std::sync::Arc;

use realfft::{ComplexToReal, RealFftPlanner, RealToComplex, num_complex::Complex};

use crate::kernel::simd::vectorised;
use crate::pitch::path::Candidate;
use crate::pitch::track::PitchParams;

/// Finds the candidates of frames.
#[derive(Clone)]
pub(crate) struct Autocorrelation {
    sr: f32,
    hop_length: usize,
    n_candidates: usize,
    window: Vec<f32>,
    /// The shortest lag, one more than that of `fmax` allows for the neighbour of a peak.
    first_lag: usize,
    /// What the autocorrelation at each lag is multiplied by: the window's own, undone.
    unwindow: Vec<f32>,
    /// What a candidate at each lag loses.
    penalty: Vec<f32>,
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
}

impl std::fmt::Debug for Autocorrelation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Autocorrelation {{ window: {} }}", self.window.len())
    }
}

/// What frames are worked on in.
struct Scratch {
    signal: Vec<f32>,
    spectrum: Vec<Complex<f32>>,
    fft: Vec<Complex<f32>>,
    r: Vec<f32>,
}

impl Autocorrelation {
    /// `params` must have been checked.
    pub(crate) fn new(sr: u32, params: &PitchParams) -> Self {
        let rate = f64::from(sr);
        let n = params.frame_length;
        let first_lag = (rate / params.fmax) as usize;
        let last_lag = (rate / params.fmin) as usize + 1;
        let hann = |i| 0.5 - 0.5 * (2.0 * PI * (i as f64 + 0.5) / n as f64).cos();
        let window: Vec<f64> = (0..n).map(hann).collect();
        let overlap =
            |lag: usize| window.iter().zip(&window[lag..]).map(|(a, b)| a * b).sum::<f64>();
        let energy = overlap(0);
        let unwindow = (first_lag..=last_lag).map(|lag| (energy / overlap(lag)) as f32).collect();
        let octaves = |lag: usize| (lag as f32 / first_lag as f32).log2();
        let penalty = (first_lag..=last_lag).map(|lag| params.octave_cost * octaves(lag)).collect();
        // Long enough that no lag wraps around.
        let size = fast_size(n + last_lag);
        let mut planner = RealFftPlanner::new();
        Self {
            sr: sr as f32,
            hop_length: params.hop_length,
            n_candidates: params.n_candidates,
            window: window.iter().map(|&w| w as f32).collect(),
            first_lag,
            unwindow,
            penalty,
            forward: planner.plan_fft_forward(size),
            inverse: planner.plan_fft_inverse(size),
        }
    }

    /// The candidates of all frames, the strongest first.
    pub(crate) fn candidates(&self, samples: &[f32]) -> Vec<Vec<Candidate>> {
        let mut scratch = Scratch {
            signal: self.forward.make_input_vec(),
            spectrum: self.forward.make_output_vec(),
            fft: self.forward.make_scratch_vec(),
            r: vec![0.0; self.unwindow.len()],
        };
        let longest = scratch.fft.len().max(self.inverse.get_scratch_len());
        scratch.fft.resize(longest, Complex::default());
        let n_frames = 1 + samples.len().saturating_sub(self.window.len() % 2) / self.hop_length;
        let frames = (0..n_frames).map(|frame| {
            if !self.correlate(samples, frame * self.hop_length, &mut scratch) {
                return Vec::new();
            }
            self.peaks(&scratch.r)
        });
        frames.collect()
    }

    /// The normalised autocorrelation of the frame centred on sample `centre`, in `scratch.r`;
    /// false in silence.
    fn correlate(&self, samples: &[f32], centre: usize, scratch: &mut Scratch) -> bool {
        let half = self.window.len() / 2;
        let before = half.saturating_sub(centre);
        let from = (centre + before - half).min(samples.len());
        let inside = (self.window.len() - before).min(samples.len() - from);
        let Scratch { signal, spectrum, fft, r } = scratch;
        signal.fill(0.0);
        signal[before..before + inside].copy_from_slice(&samples[from..from + inside]);
        vectorised(
            #[inline(always)]
            || centre_and_window(&mut signal[..self.window.len()], &self.window),
        );
        let done = self.forward.process_with_scratch(signal, spectrum, fft);
        debug_assert!(done.is_ok(), "the buffers are the plan's own");
        for x in spectrum.iter_mut() {
            *x = Complex::new(x.norm_sqr(), 0.0);
        }
        let done = self.inverse.process_with_scratch(spectrum, signal, fft);
        debug_assert!(done.is_ok(), "the buffers are the plan's own");
        let energy = signal[0];
        if energy < f32::MIN_POSITIVE {
            return false;
        }
        let lags = signal[self.first_lag..].iter().zip(&self.unwindow);
        r.iter_mut().zip(lags).for_each(|(r, (x, unwindow))| *r = x / energy * unwindow);
        true
    }

    /// The highest peaks of `r`, each refined by the parabola through its neighbours.
    fn peaks(&self, r: &[f32]) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::with_capacity(self.n_candidates + 1);
        for (i, neighbours) in r.windows(3).enumerate() {
            let &[before, height, after] = neighbours else { continue };
            if !(height > before && height >= after && height > 0.0) {
                continue;
            }
            let strength = height - self.penalty[i + 1];
            let place = found.partition_point(|other| other.strength >= strength);
            if place == self.n_candidates {
                continue;
            }
            let curvature = 2.0 * height - before - after;
            let shift = 0.5 * (after - before) / curvature.max(f32::MIN_POSITIVE);
            let lag = (self.first_lag + i + 1) as f32 + shift.clamp(-0.5, 0.5);
            let octaves = (self.sr / lag).log2();
            let candidate = Candidate { octaves, periodicity: height.min(1.0), strength };
            found.insert(place, candidate);
            found.truncate(self.n_candidates);
        }
        found
    }
}

/// Takes the mean away, and multiplies by the window.
#[inline(always)]
fn centre_and_window(frame: &mut [f32], window: &[f32]) {
    let mut sums = [0.0_f32; 16];
    let (chunks, rest) = frame.as_chunks::<16>();
    for chunk in chunks {
        sums.iter_mut().zip(chunk).for_each(|(sum, x)| *sum += x);
    }
    let mean = (sums.iter().sum::<f32>() + rest.iter().sum::<f32>()) / frame.len() as f32;
    for (x, w) in frame.iter_mut().zip(window) {
        *x = (*x - mean) * w;
    }
}

/// The smallest 2ᵏ, 3·2ᵏ or 9·2ᵏ from `n` on: sizes that transform fast.
fn fast_size(n: usize) -> usize {
    let next = |factor: usize| factor * n.div_ceil(factor).next_power_of_two();
    next(1).min(next(3)).min(next(9)).next_multiple_of(2)
}
