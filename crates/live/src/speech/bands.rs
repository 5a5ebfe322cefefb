//! Levels of six bands above their floor, and of all below their ceiling.

use std::collections::VecDeque;
use std::sync::Arc;

use emo_fft::num_complex::Complex32;
use emo_fft::{Planner32, RealToComplex};

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
/// Frames in a block, of which the extremes are kept.
const BLOCK: usize = 16;
/// The floor of a band is its least smoothed level of 3 s.
const FLOOR_BLOCKS: usize = 12;
/// The ceiling of all bands is their largest smoothed level of 6 s.
const CEILING_BLOCKS: usize = 24;
/// A level's range, in units of 20 dB.
const RANGE: (f32, f32) = (-0.25, 2.5);

/// For each frame, in units of 20 dB: the level of each band above its floor, and how far that of
/// all bands is below its ceiling. Talk in the background is far below it.
pub(super) struct Bands {
    transform: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    input: Vec<f32>,
    windowed: Vec<f32>,
    spectrum: Vec<Complex32>,
    scratch: Vec<Complex32>,
    floor: Floor<BANDS>,
    /// The ceiling as the floor of the level upside down.
    ceiling: Floor<1>,
}

impl Bands {
    pub(super) fn new() -> Self {
        let transform = Planner32::new().plan_fft_forward(WINDOW);
        let turn = 2.0 * std::f64::consts::PI / WINDOW as f64;
        let hann = (0..WINDOW).map(|k| (0.5 - 0.5 * (turn * k as f64).cos()) as f32);
        Self {
            window: hann.collect(),
            input: vec![0.0; WINDOW],
            windowed: transform.make_input_vec(),
            spectrum: transform.make_output_vec(),
            scratch: transform.make_scratch_vec(),
            transform,
            floor: Floor::new(FLOOR_BLOCKS),
            ceiling: Floor::new(CEILING_BLOCKS),
        }
    }

    pub(super) fn next(&mut self, frame: &[f32]) -> [f32; BANDS + 1] {
        let levels = self.levels(frame);
        let powers = levels.iter().map(|level| 10.0_f32.powf(level / 10.0));
        let total = 10.0 * powers.sum::<f32>().log10();
        let [upside_down] = self.ceiling.next(&[-total]);
        let mut values = [-upside_down - total; BANDS + 1];
        let floor = self.floor.next(&levels);
        for ((value, level), floor) in values.iter_mut().zip(levels).zip(floor) {
            *value = level - floor;
        }
        values.map(|value| (value / 20.0).clamp(RANGE.0, RANGE.1))
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
}

/// The least smoothed levels of the last blocks.
struct Floor<const N: usize> {
    n_blocks: usize,
    smoothed: Option<[f32; N]>,
    minima: VecDeque<[f32; N]>,
    frames: usize,
}

impl<const N: usize> Floor<N> {
    fn new(n_blocks: usize) -> Self {
        Self { n_blocks, smoothed: None, minima: VecDeque::with_capacity(n_blocks), frames: 0 }
    }

    fn next(&mut self, levels: &[f32; N]) -> [f32; N] {
        let mut smoothed = self.smoothed.unwrap_or(*levels);
        for (smoothed, level) in smoothed.iter_mut().zip(levels) {
            *smoothed = KEEP * *smoothed + (1.0 - KEEP) * level;
        }
        self.smoothed = Some(smoothed);
        if self.frames.is_multiple_of(BLOCK) {
            if self.minima.len() == self.n_blocks {
                self.minima.pop_front();
            }
            self.minima.push_back(smoothed);
        }
        self.frames += 1;
        if let Some(last) = self.minima.back_mut() {
            *last = least(*last, &smoothed);
        }
        self.minima.iter().fold([f32::INFINITY; N], least)
    }
}

fn least<const N: usize>(mut a: [f32; N], b: &[f32; N]) -> [f32; N] {
    a.iter_mut().zip(b).for_each(|(a, b)| *a = a.min(*b));
    a
}
