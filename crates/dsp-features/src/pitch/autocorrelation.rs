//! Pitch candidates: the peaks of each frame's autocorrelation.

use std::f64::consts::PI;
use std::sync::Arc;

use emo_fft::{Fft, num_complex::Complex, plan_complex_forward};

use crate::kernel::simd::vectorised;
use crate::kernel::sums::{sum, sum_of_squares};
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
    /// The factor at each lag that undoes the autocorrelation of the window.
    unwindow: Vec<f32>,
    /// The penalty of a candidate at each lag.
    penalty: Vec<f32>,
    fft: Arc<dyn Fft<f32>>,
}

impl std::fmt::Debug for Autocorrelation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Autocorrelation {{ window: {} }}", self.window.len())
    }
}

/// Buffers for two frames.
pub(crate) struct Scratch {
    /// The samples of the two frames, under the window and of unit energy.
    frames: [Vec<f32>; 2],
    /// The two frames as one complex signal, then its spectrum, then their autocorrelations.
    pair: Vec<Complex<f32>>,
    fft: Vec<Complex<f32>>,
    r: Vec<f32>,
    /// The candidates of one frame.
    found: Vec<Candidate>,
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
        Self {
            sr: sr as f32,
            hop_length: params.hop_length,
            n_candidates: params.n_candidates,
            window: window.iter().map(|&w| w as f32).collect(),
            first_lag,
            unwindow,
            penalty,
            fft: plan_complex_forward(size),
        }
    }

    pub(crate) fn scratch(&self) -> Scratch {
        Scratch {
            frames: [(); 2].map(|()| vec![0.0; self.window.len()]),
            pair: vec![Complex::default(); self.fft.len()],
            fft: vec![Complex::default(); self.fft.get_inplace_scratch_len()],
            r: vec![0.0; self.unwindow.len()],
            found: Vec::with_capacity(self.n_candidates + 1),
        }
    }

    /// Shows `each` the candidates of one frame after the other, the strongest first.
    pub(crate) fn candidates(&self, samples: &[f32], mut each: impl FnMut(&[Candidate])) {
        let n_frames = self.n_frames(samples.len());
        let mut scratch = self.scratch();
        for first in (0..n_frames).step_by(2) {
            let n = (n_frames - first).min(2);
            self.push(samples, first, n, &mut scratch, &mut each);
        }
    }

    pub(crate) fn n_frames(&self, n_samples: usize) -> usize {
        1 + n_samples.saturating_sub(self.window.len() % 2) / self.hop_length
    }

    /// Shows `each` the candidates of the first `n` of the frames `first` and `first + 1`.
    pub(crate) fn push(
        &self,
        samples: &[f32],
        first: usize,
        n: usize,
        scratch: &mut Scratch,
        mut each: impl FnMut(&[Candidate]),
    ) {
        let audible = self.correlate(samples, first, scratch);
        for (part, audible) in audible.into_iter().enumerate().take(n) {
            scratch.found.clear();
            if audible {
                self.normalise(part, scratch);
                self.peaks(&scratch.r, &mut scratch.found);
            }
            each(&scratch.found);
        }
    }

    /// The autocorrelations of frames `first` and `first + 1`, as real and imaginary parts of
    /// `scratch.pair`, and which of the two frames are not silent.
    ///
    /// Two real signals have one complex spectrum, from which both power spectra follow. These are
    /// even, so that a second forward transform is the inverse, and its real and imaginary part
    /// are the two autocorrelations.
    fn correlate(&self, samples: &[f32], first: usize, scratch: &mut Scratch) -> [bool; 2] {
        let audible = [0, 1].map(|part| {
            let centre = (first + part) * self.hop_length;
            self.load(samples, centre, &mut scratch.frames[part])
        });
        let Scratch { frames: [a, b], pair, fft, .. } = scratch;
        vectorised(
            #[inline(always)]
            || {
                for (to, (&a, &b)) in pair.iter_mut().zip(a.iter().zip(b.iter())) {
                    *to = Complex::new(a, b);
                }
            },
        );
        pair[self.window.len()..].fill(Complex::default());
        self.fft.process_with_scratch(pair, fft);
        vectorised(
            #[inline(always)]
            || powers_of_pair(pair),
        );
        self.fft.process_with_scratch(pair, fft);
        audible
    }

    /// Puts the frame centred on sample `centre` into `frame`, under the window and scaled to unit
    /// energy, so that a loud frame does not drown the other one of its pair. False in silence.
    fn load(&self, samples: &[f32], centre: usize, frame: &mut [f32]) -> bool {
        let half = self.window.len() / 2;
        let before = half.saturating_sub(centre);
        let from = (centre + before - half).min(samples.len());
        let inside = (self.window.len() - before).min(samples.len() - from);
        frame[..before].fill(0.0);
        frame[before..before + inside].copy_from_slice(&samples[from..from + inside]);
        frame[before + inside..].fill(0.0);
        let energy = vectorised(
            #[inline(always)]
            || {
                centre_and_window(frame, &self.window);
                let energy = sum_of_squares(frame);
                let scale = 1.0 / energy.max(f32::MIN_POSITIVE).sqrt();
                for x in frame.iter_mut() {
                    *x *= scale;
                }
                energy
            },
        );
        energy * self.fft.len() as f32 >= f32::MIN_POSITIVE
    }

    /// The normalised autocorrelation of one frame of the pair, in `scratch.r`.
    fn normalise(&self, part: usize, scratch: &mut Scratch) {
        let Scratch { pair, r, .. } = scratch;
        let of_part = |x: &Complex<f32>| if part == 0 { x.re } else { x.im };
        let energy = pair.first().map_or(1.0, of_part);
        let lags = pair[self.first_lag..].iter().zip(&self.unwindow);
        r.iter_mut().zip(lags).for_each(|(r, (x, unwindow))| *r = of_part(x) / energy * unwindow);
    }

    /// Puts the highest peaks of `r`, each refined by the parabola through its neighbours, into
    /// `found`, which is empty.
    fn peaks(&self, r: &[f32], found: &mut Vec<Candidate>) {
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
    }
}

/// From the spectrum of two real signals as real and imaginary part to their power spectra, four
/// times as large, as real and imaginary part.
#[inline(always)]
fn powers_of_pair(pair: &mut [Complex<f32>]) {
    let n = pair.len();
    let powers = |x: Complex<f32>, mirrored: Complex<f32>| {
        let (a_re, a_im) = (x.re + mirrored.re, x.im - mirrored.im);
        let (b_re, b_im) = (x.im + mirrored.im, mirrored.re - x.re);
        Complex::new(a_re * a_re + a_im * a_im, b_re * b_re + b_im * b_im)
    };
    pair[0] = powers(pair[0], pair[0]);
    let (low, high) = pair.split_at_mut(n / 2 + 1);
    let middle = n / 2;
    for (x, mirrored) in low[1..middle].iter_mut().zip(high.iter_mut().rev()) {
        let both = powers(*x, *mirrored);
        (*x, *mirrored) = (both, both);
    }
    low[middle] = powers(low[middle], low[middle]);
}

/// Subtracts the mean, and multiplies by the window.
#[inline(always)]
fn centre_and_window(frame: &mut [f32], window: &[f32]) {
    let mean = sum(frame) / frame.len() as f32;
    for (x, w) in frame.iter_mut().zip(window) {
        *x = (*x - mean) * w;
    }
}

/// The smallest 2ᵏ, 3·2ᵏ or 9·2ᵏ from `n` on: sizes that transform fast.
fn fast_size(n: usize) -> usize {
    let next = |factor: usize| factor * n.div_ceil(factor).next_power_of_two();
    next(1).min(next(3)).min(next(9)).next_multiple_of(2)
}
