//! The stages of libsoxr's HQ recipe (20 bits) and their filters, as `_soxr_init` of cr.c plans
//! them and `lsx_design_lpf` of filter.c (libsoxr 0.1.3) computes them.
//!
//! Kaiser's betas, the widths and the lengths follow from the 20 bits and the count of stages
//! alone; the figures are what libsoxr's formulas give, in full.

use std::f64::consts::PI;

use super::super::kernel::{IMAGE, PASS, WIDE_BETA, WIDE_DROP, WIDE_LENGTH, bessel_i0};

/// Kaiser's beta of a sharp low-pass that is alone, 126 dB, and its length times its transition.
const ALONE: (f64, f64) = (13.040_035_757_464_574, 8.302_342_035_109_922);
/// The same where an interpolator follows, 132 dB.
const FOLLOWED: (f64, f64) = (13.711_204_171_876_062, 8.729_521_709_030_287);
/// Phases at most: libsoxr looks for no larger denominator.
const MOST_PHASES: u32 = 2048;
/// Input samples at most that an output sample of the interpolator is made from.
pub(super) const WIDEST: usize = 16;
/// Bytes of an interpolator's table at most; libsoxr interpolates where it would be longer.
const MOST_BYTES: usize = 400_999;

/// The stages from one rate to another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Design {
    pub(super) sharp: SharpDesign,
    pub(super) interpolator: Option<InterpolatorDesign>,
}

/// A low-pass at a multiple of the input rate, of which every so many samples are kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SharpDesign {
    /// The filter's rate in input rates.
    pub(super) up: usize,
    /// One sample is kept of so many.
    pub(super) down: usize,
    /// Its impulse response: an odd count, symmetric.
    pub(super) taps: Vec<f64>,
}

/// A low-pass at a multiple of its input's rate, of which every so many samples are kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct InterpolatorDesign {
    /// The filter's rate in input rates.
    pub(super) phases: usize,
    /// One sample is kept of so many.
    pub(super) step: usize,
    /// Input samples that an output sample is made from.
    pub(super) width: usize,
    /// Its impulse response: one less than `phases * width`, symmetric.
    pub(super) taps: Vec<f64>,
}

impl Design {
    /// The stages for a ratio of rates in lowest terms; `None` where libsoxr has others than a
    /// sharp low-pass at once or twice the input rate and a poly-phase filter for all phases.
    pub(super) fn new(from: u32, to: u32) -> Option<Self> {
        // libsoxr converts by small ratios in one stage.
        if from.max(to) < 5 || u64::from(from) * u64::from(to) < 6 {
            let known = matches!((to, from), (2, 1) | (1, 2) | (1, 3));
            let sharp = || SharpDesign::new(to, from, f64::from(to.max(from)), ALONE);
            return known.then(|| Self { sharp: sharp(), interpolator: None });
        }
        let ratio = f64::from(from) / f64::from(to);
        let late = ratio > 1.5 && ratio < 2.0;
        if late || !(0.25..4.0).contains(&ratio) || from > u32::MAX / 2 {
            return None;
        }
        let up = if ratio < 2.0 { 2 } else { 1 };
        let (step, phases) = lowest_terms(up * from, to);
        let upwards = ratio < 1.0;
        // The grid's rate over the lower of the two rates.
        let fine = if upwards { 2.0 } else { f64::from(step) / f64::from(phases) };
        let interpolator = InterpolatorDesign::new(step, phases, fine, !upwards)?;
        let sharp = SharpDesign::new(up, 1, fine, FOLLOWED);
        Some(Self { sharp, interpolator: Some(interpolator) })
    }
}

impl SharpDesign {
    /// For a rate that is `fine` times the lower one.
    fn new(up: u32, down: u32, fine: f64, (beta, length): (f64, f64)) -> Self {
        let transition = 0.5 * (1.0 / fine - PASS / fine);
        let least = (length / transition + 1.0).ceil() as usize;
        // One more than a multiple of 4.
        let count = (least + 2) / 4 * 4 + 1;
        let taps = low_pass(count, 1.0 / fine - transition, beta, 0.5, 1.0);
        Self { up: up as usize, down: down as usize, taps }
    }
}

impl InterpolatorDesign {
    /// For `phases` to be computed, and each `step`th kept, at `fine` times the lower rate.
    fn new(step: u32, phases: u32, fine: f64, even: bool) -> Option<Self> {
        if phases > MOST_PHASES {
            return None;
        }
        let (pass, stop) = (PASS / fine, 1.0 / fine);
        let end = 2.0 - (pass + (stop - pass) * IMAGE);
        let start = end - (end - pass) / WIDE_DROP;
        let transition = |phases: f64| 0.5 * (end - start) / phases;
        // The width is that for 19 phases where there are fewer.
        let assumed = phases.max(19);
        let least = (WIDE_LENGTH / transition(f64::from(assumed)) + 1.0).ceil() as usize;
        let mut width = least / assumed as usize + 1;
        if even {
            width += width % 2;
        }
        let (mut phases, mut step) = (phases as usize, step as usize);
        if width % 2 == 1 && phases % 2 == 1 {
            (phases, step) = (2 * phases, 2 * step);
        }
        if width > WIDEST || width.next_multiple_of(4) * phases * 4 > MOST_BYTES {
            return None;
        }
        let scale = phases as f64;
        let cutoff = end / scale - transition(scale);
        let taps = low_pass(width * phases - 1, cutoff, WIDE_BETA, 0.75, scale);
        Some(Self { phases, step, width, taps })
    }
}

fn lowest_terms(a: u32, b: u32) -> (u32, u32) {
    let common = super::super::gcd(a, b);
    (a / common, b / common)
}

/// A sinc under a Kaiser window that ends `beyond` taps after the last one.
fn low_pass(count: usize, cutoff: f64, beta: f64, beyond: f64, gain: f64) -> Vec<f64> {
    let middle = 0.5 * (count - 1) as f64;
    let scale = gain / bessel_i0(beta);
    let inside = 1.0 / (middle + beyond);
    let tap = |at: usize| {
        let from_middle = at as f64 - middle;
        let (x, y) = (from_middle * PI, from_middle * inside);
        let sinc = if x == 0.0 { cutoff } else { (cutoff * x).sin() / x };
        sinc * (bessel_i0(beta * (1.0 - y * y).sqrt()) * scale)
    };
    (0..count).map(|at| tap(at.min(count - 1 - at))).collect()
}
