//! Levels of six bands above their floor.

use std::collections::VecDeque;
use std::sync::Arc;

use realfft::num_complex::Complex32;
use realfft::{RealFftPlanner, RealToComplex};

use super::hybrid::FRAME;

/// A window is the frame and the one before.
const WINDOW: usize = 2 * FRAME;
pub(super) const BANDS: usize = 6;
/// The edges of the bands, bins of 31.25 Hz: 80, 300, 700, 1400, 2500, 4000 and 7600 Hz.
const EDGES: [usize; BANDS + 1] = [3, 10, 22, 45, 80, 128, 243];
/// Levels are not below this, dB of full scale.
const LEAST_DB: f32 = -80.0;
/// How much of the smoothed level before counts in that of the next frame.
const KEEP: f32 = 0.6;
/// The floor is the least smoothed level of this many blocks of this many frames: 3 s.
const BLOCKS: usize = 12;
const BLOCK: usize = 16;

/// For each frame: the level of each band above its floor, in units of 20 dB.
pub(super) struct Bands {
    transform: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    input: Vec<f32>,
    windowed: Vec<f32>,
    spectrum: Vec<Complex32>,
    scratch: Vec<Complex32>,
    smoothed: Option<[f32; BANDS]>,
    minima: VecDeque<[f32; BANDS]>,
    frames: usize,
}

impl Bands {
    pub(super) fn new() -> Self {
        let transform = RealFftPlanner::new().plan_fft_forward(WINDOW);
        let turn = 2.0 * std::f64::consts::PI / WINDOW as f64;
        let hann = (0..WINDOW).map(|k| (0.5 - 0.5 * (turn * k as f64).cos()) as f32);
        Self {
            window: hann.collect(),
            input: vec![0.0; WINDOW],
            windowed: transform.make_input_vec(),
            spectrum: transform.make_output_vec(),
            scratch: transform.make_scratch_vec(),
            transform,
            smoothed: None,
            minima: VecDeque::with_capacity(BLOCKS),
            frames: 0,
        }
    }

    pub(super) fn next(&mut self, frame: &[f32]) -> [f32; BANDS] {
        let mut levels = self.levels(frame);
        let floor = self.floor(&levels);
        for (level, floor) in levels.iter_mut().zip(floor) {
            *level = ((*level - floor) / 20.0).clamp(-0.25, 2.5);
        }
        levels
    }

    /// The level of each band, dB of full scale.
    fn levels(&mut self, frame: &[f32]) -> [f32; BANDS] {
        self.input.rotate_left(FRAME);
        self.input.iter_mut().skip(FRAME).zip(frame).for_each(|(kept, new)| *kept = *new);
        for ((out, sample), weight) in self.windowed.iter_mut().zip(&self.input).zip(&self.window) {
            *out = sample * weight;
        }
        // It fails for wrong lengths alone, and these are its own.
        let transform = self.transform.process_with_scratch(
            &mut self.windowed,
            &mut self.spectrum,
            &mut self.scratch,
        );
        let mut levels = [LEAST_DB; BANDS];
        if transform.is_ok() {
            // A Hann window has the energy 3/8.
            let scale = 2.0 / (0.375 * WINDOW as f32 * WINDOW as f32);
            for (level, edges) in levels.iter_mut().zip(EDGES.windows(2)) {
                let bins = self.spectrum.get(edges[0]..edges[1]).unwrap_or_default();
                let power: f32 = bins.iter().map(Complex32::norm_sqr).sum();
                *level = (10.0 * (power * scale + 1e-12).log10()).max(LEAST_DB);
            }
        }
        levels
    }

    fn floor(&mut self, levels: &[f32; BANDS]) -> [f32; BANDS] {
        let mut smoothed = self.smoothed.unwrap_or(*levels);
        for (smoothed, level) in smoothed.iter_mut().zip(levels) {
            *smoothed = KEEP * *smoothed + (1.0 - KEEP) * level;
        }
        self.smoothed = Some(smoothed);
        if self.frames.is_multiple_of(BLOCK) {
            if self.minima.len() == BLOCKS {
                self.minima.pop_front();
            }
            self.minima.push_back(smoothed);
        }
        self.frames += 1;
        if let Some(last) = self.minima.back_mut() {
            *last = least(*last, &smoothed);
        }
        self.minima.iter().fold([f32::INFINITY; BANDS], least)
    }
}

fn least(mut a: [f32; BANDS], b: &[f32; BANDS]) -> [f32; BANDS] {
    a.iter_mut().zip(b).for_each(|(a, b)| *a = a.min(*b));
    a
}
