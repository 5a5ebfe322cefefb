//! From the grid of the sharp low-pass to the output instants, by a poly-phase filter.

use wide::f32x4;

use super::design::{InterpolatorDesign, WIDEST};
use super::lanes::Four;

/// The filter of one design.
pub(super) struct Interpolator {
    /// In the order of the output samples, which go over the phases again and again.
    phases: Vec<Phase>,
    /// Input samples that are enough for four output samples.
    reach: usize,
    /// Zeros before the signal.
    preload: usize,
}

/// What makes an output sample of input samples.
#[derive(Clone, Copy, Default)]
struct Phase {
    /// Shorter filters have zeros in front.
    weights: [Four; WIDEST / 4],
    /// Input samples from here to the next output sample.
    step: usize,
}

impl Interpolator {
    /// Lays out the taps of `design`.
    pub(super) fn new(design: &InterpolatorDesign) -> Self {
        let InterpolatorDesign { phases, step, width, ref taps } = *design;
        let mut all = vec![Phase::default(); phases];
        for (at, tap) in (1..).zip(taps) {
            let place = WIDEST - 1 - at / phases;
            all[at % phases].weights[place / 4][place % 4] = *tap as f32;
        }
        for (at, phase) in all.iter_mut().enumerate() {
            phase.step = (at + step) / phases;
        }
        let first = width % 2 * phases / 2;
        Self {
            phases: (0..phases).map(|output| all[(first + output * step) % phases]).collect(),
            reach: 4 * step.div_ceil(phases) + WIDEST,
            preload: (width - 1) / 2 + WIDEST - width,
        }
    }

    /// Starts on a signal.
    pub(super) fn start(&self) -> InterpolatorStream {
        InterpolatorStream { next: 0, input: vec![0.0; self.preload] }
    }
}

/// One signal on its way through an [`Interpolator`].
pub(super) struct InterpolatorStream {
    /// The phase of the next output sample.
    next: usize,
    /// Samples that are still needed.
    pub(super) input: Vec<f32>,
}

impl InterpolatorStream {
    /// Appends to `output` what can be computed from the input so far, in fours.
    pub(super) fn run(&mut self, filter: &Interpolator, output: &mut Vec<f32>) {
        let mut at = 0;
        let mut phases = filter.phases.iter().cycle().skip(self.next);
        while at + filter.reach <= self.input.len() {
            let mut sums = [f32x4::ZERO; 4];
            for (sums, phase) in sums.iter_mut().zip(&mut phases) {
                *sums = weighted_sums(&self.input[at..at + WIDEST], &phase.weights);
                at += phase.step;
            }
            self.next += sums.len();
            // The even lanes of each, the odd ones, and both.
            let [a, b, c, d] = f32x4::transpose(sums);
            output.extend_from_slice(&((a + c) + (b + d)).to_array());
        }
        self.next %= filter.phases.len();
        self.input.drain(..at);
    }
}

/// The sums of products in four lanes.
#[inline(always)]
fn weighted_sums(window: &[f32], weights: &[Four]) -> f32x4 {
    let products = window.as_chunks().0.iter().zip(weights);
    products.fold(f32x4::ZERO, |sums, (window, weights)| {
        sums + f32x4::new(*window) * f32x4::new(*weights)
    })
}
