//! The frequency response of libsoxr's HQ recipe for any pair of rates.
//!
//! soxr converts in stages. Two of them shape what passes: a *sharp* low-pass, which cuts at the
//! lower Nyquist frequency and runs on a grid that is a small multiple or fraction of the input
//! rate, and, where the ratio is not a small fraction, an *interpolator* from that grid to the
//! output instants. Both are sincs under a Kaiser window. The rest (half-band decimators, the last
//! step of large upsampling) is flat where it matters. The response of the whole is the product of
//! the two.
//!
//! Which stages there are and how their lengths and stop bands follow from the ratio is libsoxr's
//! design (0.1.3: cr.c, `_soxr_init`; filter.c, `lsx_design_lpf`). The interpolator's figures are
//! what libsoxr's formulas give for 20 bits; the sharp low-pass's, which depend on the count of
//! stages, are fitted to soxr's measured impulse responses by
//! `fixtures/scripts/derive_resampler.py`, which also prints what the whole rule leaves.

use std::f64::consts::PI;

/// The pass band ends here, as a share of the lower Nyquist frequency; the stop band starts at 1.
pub(super) const PASS: f64 = 0.913_743_653_273_306_6;
/// What an interpolator adds to the rejection, dB: each takes half of the error budget.
const HALVED: f64 = 6.02;
/// Kaiser's beta of the sharp low-pass: of a lone stage (126 dB), and more a dB above that.
const SHARP_BETA: (f64, f64) = (13.040, 0.111_5);
/// Length of the sharp low-pass in periods of twice the lower Nyquist frequency, likewise.
const SHARP_LENGTH: (f64, f64) = (192.246, 1.644);
/// Kaiser's beta of the interpolator.
pub(super) const WIDE_BETA: f64 = 14.058_638_741_903_037;
/// Length of the interpolator: this over the width of half its transition band.
pub(super) const WIDE_LENGTH: f64 = 8.950_692_527_932_636;
/// The part of the interpolator's transition band that lies beyond its -0.01 dB point.
pub(super) const WIDE_DROP: f64 = 0.874_212_840_894_154_9;
/// The interpolator stops where the image of this part of the sharp transition band starts.
pub(super) const IMAGE: f64 = 0.7;

/// A sinc under a Kaiser window, sampled at `rate`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct KaiserSinc {
    /// Taps a second.
    rate: f64,
    /// -6 dB point as a share of half of `rate`.
    cutoff: f64,
    beta: f64,
    /// Half of the window's length, in taps.
    half: f64,
}

/// The response to be given to a signal that goes from one rate to another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kernel {
    sharp: KaiserSinc,
    wide: Option<KaiserSinc>,
    /// Whether the interpolator comes first.
    late: bool,
}

impl Kernel {
    /// The kernel for a ratio of rates in lowest terms, in units where those are the rates.
    pub(super) fn new(from: u32, to: u32) -> Self {
        let (from, mut to) = (f64::from(from), f64::from(to));
        let low = from.min(to);
        let (mut grid, mut others) = (from, 0);
        while grid >= 4.0 * to {
            (grid, others) = (grid / 2.0, others + 1);
        }
        if to > 4.0 * from && to != 5.0 * from {
            let octaves = (to / from / 16.0).log2().floor().clamp(0.0, 6.0);
            (to, others) = (to / (4.0 * octaves.exp2()), others + 1);
        }
        if let Some(up) = small_ratio(grid, to) {
            let sharp = sharp(low, grid * up, 20.0 * f64::from(others + 1).log10());
            return Self { sharp, wide: None, late: false };
        }
        let factor = grid / to;
        let late = factor > 1.5 && factor < 2.0;
        let sharp_rate = match factor {
            _ if late => 2.0 * to,
            f if f < 2.0 => 2.0 * grid,
            _ => grid,
        };
        let extra = HALVED + 20.0 * f64::from(others + 1).log10();
        let wide = if late {
            wide(grid, to * PASS, 3.0 * to, false)
        } else {
            let stop = 2.0 * sharp_rate - low * (PASS + (1.0 - PASS) * IMAGE);
            wide(sharp_rate, low * PASS, stop, factor > 1.0)
        };
        Self { sharp: sharp(low, sharp_rate, extra), wide: Some(wide), late }
    }

    /// Half of the length of the impulse response, in seconds.
    pub(super) fn half_length(&self) -> f64 {
        self.sharp.half_length() + self.wide.map_or(0.0, KaiserSinc::half_length)
    }

    /// Where there are two filters: the first, the second, and the rate between them.
    pub(super) fn in_order(&self) -> Option<(KaiserSinc, KaiserSinc, f64)> {
        let (wide, grid) = (self.wide?, self.sharp.rate);
        Some(if self.late { (wide, self.sharp, grid) } else { (self.sharp, wide, grid) })
    }

    /// The gain at `count` frequencies from 0 in steps of `step`.
    pub(super) fn response(&self, step: f64, count: usize) -> Vec<f64> {
        let mut response = self.sharp.response(step, count, 1.0);
        if let Some(wide) = self.wide {
            let wide = wide.response(step, count, 8.0);
            response.iter_mut().zip(wide).for_each(|(r, w)| *r *= w);
        }
        response
    }
}

/// The upward part of a ratio that soxr does in one step, such as the 2 of 2/3.
fn small_ratio(from: f64, to: f64) -> Option<f64> {
    (1..=5).map(f64::from).find(|&up| {
        let down = up * from / to;
        down.fract() == 0.0 && (up.max(down) < 5.0 || up * down < 6.0)
    })
}

/// The low-pass at `low` / 2 on a grid of `rate`, with `extra` dB of rejection.
fn sharp(low: f64, rate: f64, extra: f64) -> KaiserSinc {
    let step = rate / low;
    let taps = ((SHARP_LENGTH.0 + SHARP_LENGTH.1 * extra) * step + 1.0).ceil();
    // The count of taps is 1 more than a multiple of 4, or of 8 on a grid of 4 times the rate.
    let multiple = if step == 4.0 { 8.0 } else { 4.0 };
    let half = ((taps - 2.0) / multiple + 1.0).floor() * multiple / 2.0 + 0.5;
    let beta = SHARP_BETA.0 + SHARP_BETA.1 * extra;
    KaiserSinc { rate, cutoff: (1.0 + PASS) / 2.0 / step, beta, half }
}

/// The interpolator that passes up to `pass` / 2 and stops from `stop` / 2.
fn wide(rate: f64, pass: f64, stop: f64, even: bool) -> KaiserSinc {
    let transition = (stop - pass) / rate / WIDE_DROP / 2.0;
    let mut taps = (WIDE_LENGTH / transition).floor() + 1.0;
    if even {
        taps = 2.0 * (taps / 2.0).ceil();
    }
    KaiserSinc { rate, cutoff: stop / rate - transition, beta: WIDE_BETA, half: taps / 2.0 }
}

impl KaiserSinc {
    /// Taps a second.
    pub(super) fn rate(self) -> f64 {
        self.rate
    }

    /// Half of its length in seconds.
    pub(super) fn half_length(self) -> f64 {
        self.half / self.rate
    }

    /// The impulse response `seconds` from its middle.
    pub(super) fn at(self, seconds: f64) -> f64 {
        self.tap(seconds * self.rate)
    }

    /// The gain at `count` frequencies from 0 in steps of `step`, for taps `finer` times as dense.
    fn response(self, step: f64, count: usize, finer: f64) -> Vec<f64> {
        let taps: Vec<f64> = (0..(self.half * finer).ceil() as usize)
            .map(|k| self.tap(k as f64 / finer) / finer * if k == 0 { 1.0 } else { 2.0 })
            .collect();
        let turn = 2.0 * PI * step / self.rate / finer;
        let mut response = Vec::with_capacity(count + LANES);
        for first in (0..count).step_by(LANES) {
            let cosines = std::array::from_fn(|lane| (turn * (first + lane) as f64).cos());
            response.extend(cosine_sums(&taps, cosines));
        }
        response.truncate(count);
        response
    }

    /// The impulse response `t` taps from its middle.
    fn tap(self, t: f64) -> f64 {
        let x = PI * self.cutoff * t;
        let sinc = if x == 0.0 { 1.0 } else { x.sin() / x };
        let inside = (1.0 - (t / self.half).powi(2)).max(0.0);
        self.cutoff * sinc * bessel_i0(self.beta * inside.sqrt()) / bessel_i0(self.beta)
    }
}

/// Frequencies that are summed side by side, so that the recurrence runs in vectors.
const LANES: usize = 8;

/// `sum taps[k] cos(k angle)` for the cosines of some angles, by Clenshaw's recurrence.
fn cosine_sums(taps: &[f64], cosines: [f64; LANES]) -> [f64; LANES] {
    let (mut b1, mut b2) = ([0.0; LANES], [0.0; LANES]);
    for tap in taps.iter().rev() {
        for lane in 0..LANES {
            let b0 = tap + 2.0 * cosines[lane] * b1[lane] - b2[lane];
            (b1[lane], b2[lane]) = (b0, b1[lane]);
        }
    }
    std::array::from_fn(|lane| b1[lane] - cosines[lane] * b2[lane])
}

/// The modified Bessel function of order 0, by its power series.
pub(super) fn bessel_i0(x: f64) -> f64 {
    let square = x * x / 4.0;
    let (mut sum, mut term, mut k) = (1.0, 1.0, 1.0);
    while term > sum * 1e-17 {
        term *= square / (k * k);
        sum += term;
        k += 1.0;
    }
    sum
}
