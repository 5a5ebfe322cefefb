//! Spectral flux: how far a spectrum lies from the one before.

use crate::kernel::fused::mul_add;
use crate::kernel::lanes::{LANES, Lanes, total};

/// The last spectrum seen, and room for those at hand.
#[derive(Clone, Debug, Default)]
pub(crate) struct FluxClip {
    /// One value a bin; empty before the first frame.
    last: Vec<f32>,
    unit: Vec<Lanes>,
}

impl FluxClip {
    pub(crate) fn clear(&mut self) {
        self.last.clear();
    }

    /// The distance of each frame of a tile of powers from the frame before.
    #[inline(always)]
    pub(crate) fn distance(&mut self, bins: &[Lanes]) -> Lanes {
        self.unit.clear();
        let scale = total(bins).map(|x| if x < f32::MIN_POSITIVE { 0.0 } else { 1.0 / x });
        self.unit.extend(bins.iter().map(|bin| bin.zip(scale, |x, scale| (x * scale).sqrt())));
        if self.last.is_empty() {
            self.last.extend(self.unit.iter().map(|unit| unit.0[0]));
        }
        let mut sum = Lanes::ZERO;
        for (unit, last) in self.unit.iter().zip(&mut self.last) {
            let mut before = Lanes([*last; LANES]);
            before.0[1..].copy_from_slice(&unit.0[..LANES - 1]);
            sum = sum.zip(unit.zip(before, |a, b| a - b), |sum, d| mul_add(d, d, sum));
            *last = unit.0[LANES - 1];
        }
        sum.map(f32::sqrt)
    }
}
