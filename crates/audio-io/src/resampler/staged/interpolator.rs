//! From the grid of the sharp low-pass to the output instants, by a poly-phase filter.

use super::design::{InterpolatorDesign, WIDEST};
use super::lanes::{Four, Lanes};

/// Weights of one phase. Shorter filters have zeros in front.
type Weights = [Four; WIDEST / 4];

/// The filter of one design.
pub(super) struct Interpolator {
    /// One for each phase.
    weights: Vec<Weights>,
    /// From one output sample to the next, in phases.
    step: usize,
    /// Where the first output sample is, in phases.
    first: usize,
    /// Zeros before the signal.
    preload: usize,
}

impl Interpolator {
    /// Lays out the taps of `design`.
    pub(super) fn new(design: &InterpolatorDesign) -> Self {
        let InterpolatorDesign { phases, step, width, ref taps } = *design;
        let mut weights = vec![Weights::default(); phases];
        for (at, tap) in (1..).zip(taps) {
            let place = WIDEST - 1 - at / phases;
            weights[at % phases][place / 4][place % 4] = *tap as f32;
        }
        let preload = (width - 1) / 2 + WIDEST - width;
        Self { weights, step, first: width % 2 * phases / 2, preload }
    }

    /// Starts on a signal.
    pub(super) fn start(&self) -> InterpolatorStream<'_> {
        InterpolatorStream { filter: self, input: vec![0.0; self.preload], position: self.first }
    }
}

/// One signal on its way through an [`Interpolator`].
pub(super) struct InterpolatorStream<'a> {
    filter: &'a Interpolator,
    /// Samples that are still needed.
    pub(super) input: Vec<f32>,
    /// The next output's place after the first of these, in phases.
    position: usize,
}

impl InterpolatorStream<'_> {
    /// Appends to `output` what can be computed from the input so far.
    pub(super) fn run(&mut self, output: &mut Vec<f32>) {
        let Interpolator { ref weights, step, .. } = *self.filter;
        let phases = weights.len();
        let windows = (self.input.len() + 1).saturating_sub(WIDEST);
        let count = (windows * phases).saturating_sub(self.position).div_ceil(step);
        let (mut at, mut phase) = (self.position / phases, self.position % phases);
        let (whole, part) = (step / phases, step % phases);
        output.extend((0..count).map(|_| {
            let value = weighted_sum(&self.input[at..at + WIDEST], &weights[phase]);
            (at, phase) = (at + whole, phase + part);
            if phase >= phases {
                (at, phase) = (at + 1, phase - phases);
            }
            value
        }));
        let used = at.min(self.input.len());
        self.input.drain(..used);
        self.position = (at - used) * phases + phase;
    }
}

/// The sum of products in four lanes; then of the even lanes, the odd ones, and both.
#[inline(always)]
fn weighted_sum(window: &[f32], weights: &Weights) -> f32 {
    let mut sums = Lanes::ZERO;
    for (window, weights) in window.as_chunks().0.iter().zip(weights) {
        sums = sums + Lanes([*window]) * *weights;
    }
    let [[a, b, c, d]] = sums.0;
    (a + c) + (b + d)
}
