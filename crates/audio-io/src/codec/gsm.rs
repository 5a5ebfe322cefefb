//! GSM 06.10 full rate speech (ETSI EN 300 961), 160 samples a frame.
//!
//! The arithmetic is the standard's own, in 16 bits with saturation, so that the samples are those
//! of every other decoder to the bit.

use super::scaled;

/// Bytes of a frame after its marker of four bits.
pub(super) const FRAME_LEN: usize = 33;
/// Bytes of two frames as Microsoft packs them.
pub(super) const PAIR_LEN: usize = 65;
/// Samples of a subframe.
const SUBFRAME: usize = 40;
/// How far back the long-term prediction reaches.
const HISTORY: usize = 120;

/// Bits of the eight log area ratios.
const LAR_BITS: [u32; 8] = [6, 6, 5, 5, 4, 4, 3, 3];
/// Table 4.1: offset, lowest code and inverse factor of each log area ratio.
const LAR: [(i16, i16, i16); 8] = [
    (0, -32, 13_107),
    (0, -32, 13_107),
    (2048, -16, 13_107),
    (-2560, -16, 13_107),
    (94, -8, 19_223),
    (-1792, -8, 17_476),
    (-341, -4, 31_454),
    (-1144, -4, 29_708),
];
/// Table 4.3b: gains of the long-term prediction.
const GAINS: [i16; 4] = [3277, 11_469, 21_299, 32_767];
/// Table 4.6: mantissas of the block's largest value.
const MANTISSAS: [i16; 8] = [18_431, 20_479, 22_527, 24_575, 26_623, 28_671, 30_719, 32_767];

/// What is kept from one frame to the next.
pub(crate) struct Gsm {
    /// The residual: what came before, and the subframe that is being made.
    residual: [i16; HISTORY + SUBFRAME],
    lag: usize,
    ratios: [i16; 8],
    lattice: [i16; 9],
    emphasis: i16,
}

impl Default for Gsm {
    fn default() -> Self {
        Self {
            residual: [0; HISTORY + SUBFRAME],
            lag: 40,
            ratios: [0; 8],
            lattice: [0; 9],
            emphasis: 0,
        }
    }
}

impl Gsm {
    /// Appends the samples of a frame of 33 bytes, the high bits first after four bits of marker.
    pub(super) fn decode_frame(&mut self, bytes: &[u8], samples: &mut Vec<f32>) {
        if bytes.len() == FRAME_LEN {
            let mut bits = Bits { bytes, at: 4, low_first: false };
            self.frame(&mut bits, samples);
        }
    }

    /// Appends the samples of two frames in 65 bytes, the low bits first; nothing of a pair that is
    /// cut.
    pub(super) fn decode_pair(&mut self, bytes: &[u8], samples: &mut Vec<f32>) {
        if bytes.len() < PAIR_LEN {
            return;
        }
        let mut bits = Bits { bytes, at: 0, low_first: true };
        self.frame(&mut bits, samples);
        self.frame(&mut bits, samples);
    }

    fn frame(&mut self, bits: &mut Bits<'_>, samples: &mut Vec<f32>) {
        let codes = LAR_BITS.map(|count| bits.take(count));
        let mut whole = [0; 4 * SUBFRAME];
        for subframe in whole.chunks_exact_mut(SUBFRAME) {
            subframe.copy_from_slice(&self.subframe(bits));
        }
        let before = self.ratios;
        self.ratios = log_area_ratios(codes);
        let now = self.ratios;
        let between = |mix: fn(i16, i16) -> i16| std::array::from_fn(|at| mix(before[at], now[at]));
        let parts = [
            (0..13, between(|a, b| add(add(a >> 2, b >> 2), a >> 1))),
            (13..27, between(|a, b| add(a >> 1, b >> 1))),
            (27..40, between(|a, b| add(add(a >> 2, b >> 2), b >> 1))),
            (40..160, now),
        ];
        for (range, ratios) in parts {
            let reflection = ratios.map(reflection);
            for residual in whole.get(range).unwrap_or_default() {
                let speech = self.synthesise(&reflection, *residual);
                self.emphasis = add(speech, multiply(self.emphasis, 28_180));
                samples.push(scaled(add(self.emphasis, self.emphasis) & !7));
            }
        }
    }

    /// The residual of the next 40 samples: pulses, and what came before.
    fn subframe(&mut self, bits: &mut Bits<'_>) -> [i16; SUBFRAME] {
        let lag = usize::from(bits.take(7).unsigned_abs());
        let gain = GAINS[usize::from(bits.take(2).unsigned_abs()) & 3];
        let grid = usize::from(bits.take(2).unsigned_abs());
        let largest = bits.take(6);
        let (exponent, mantissa) = exponent_and_mantissa(largest);
        let mut pulses = [0; SUBFRAME];
        let shift = 6 - exponent;
        let rounding = if shift > 0 { 1 << (shift - 1) } else { 0 };
        for pulse in 0..13 {
            let code = (2 * bits.take(3) - 7) << 12;
            let value = multiply(MANTISSAS[mantissa & 7], code);
            let value = add(value, rounding) >> shift.clamp(0, 15);
            if let Some(to) = pulses.get_mut(grid + 3 * pulse) {
                *to = value;
            }
        }
        if (40..=HISTORY).contains(&lag) {
            self.lag = lag;
        }
        for (at, pulse) in pulses.into_iter().enumerate() {
            let past = self.residual[HISTORY + at - self.lag];
            self.residual[HISTORY + at] = add(pulse, multiply(gain, past));
        }
        let made = std::array::from_fn(|at| self.residual[HISTORY + at]);
        self.residual.copy_within(SUBFRAME.., 0);
        made
    }

    /// The lattice filter of order 8.
    fn synthesise(&mut self, reflection: &[i16; 8], residual: i16) -> i16 {
        let mut sample = residual;
        for (at, &k) in reflection.iter().enumerate().rev() {
            sample = sample.saturating_sub(multiply(k, self.lattice[at]));
            self.lattice[at + 1] = add(self.lattice[at], multiply(k, sample));
        }
        self.lattice[0] = sample;
        sample
    }
}

/// Section 5.2.8 of EN 300 961: the log area ratios of a frame.
fn log_area_ratios(codes: [i16; 8]) -> [i16; 8] {
    std::array::from_fn(|at| {
        let (offset, lowest, factor) = LAR[at];
        let ratio = multiply(factor, ((codes[at] + lowest) << 10).saturating_sub(offset << 1));
        add(ratio, ratio)
    })
}

/// Section 5.2.9.2: a reflection coefficient of a log area ratio.
fn reflection(ratio: i16) -> i16 {
    let size = ratio.saturating_abs();
    let value = match size {
        ..11_059 => size << 1,
        11_059..20_070 => size + 11_059,
        _ => add(size >> 2, 26_112),
    };
    if ratio < 0 { -value } else { value }
}

/// Section 4.2.15: the exponent and mantissa of a block's largest value.
fn exponent_and_mantissa(code: i16) -> (i16, usize) {
    let mut exponent = if code > 15 { (code >> 3) - 1 } else { 0 };
    let mut mantissa = code - (exponent << 3);
    if mantissa == 0 {
        return (-4, 7);
    }
    while mantissa <= 7 {
        mantissa = mantissa << 1 | 1;
        exponent -= 1;
    }
    (exponent, usize::from((mantissa - 8).unsigned_abs()))
}

fn add(a: i16, b: i16) -> i16 {
    a.saturating_add(b)
}

/// The product as fractions, rounded.
fn multiply(a: i16, b: i16) -> i16 {
    if a == i16::MIN && b == i16::MIN {
        return i16::MAX;
    }
    ((i32::from(a) * i32::from(b) + 16_384) >> 15) as i16
}

/// Codes of a few bits each; zeros after the end.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    low_first: bool,
}

impl Bits<'_> {
    fn take(&mut self, count: u32) -> i16 {
        let mut value = 0;
        for place in 0..count {
            let byte = self.bytes.get(self.at / 8).copied().unwrap_or(0);
            let within = self.at % 8;
            let bit = i16::from(byte >> if self.low_first { within } else { 7 - within } & 1);
            value |= if self.low_first { bit << place } else { bit << (count - 1 - place) };
            self.at += 1;
        }
        value
    }
}
