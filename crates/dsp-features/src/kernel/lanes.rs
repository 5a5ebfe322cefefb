//! Frames side by side: the layout of spectra in all loops of this crate.
//!
//! A [`Tile`] holds a few neighbouring frames, bin by bin, with the frames in the lanes of
//! a vector. What is done to a frame (a filter bank, a peak, the smallest values of a band)
//! is then one instruction for all of them, without any sum across a vector, and a tile
//! stays in the cache from the transform to the last descriptor.

use ndarray::{Array2, ArrayView2, Axis};

use crate::kernel::fused::mul_add;

/// Frames in a tile: one AVX-512 register of `f32`, two of AVX2, four of SSE or NEON.
pub(crate) const LANES: usize = 16;

/// One value for each frame of a tile.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub(crate) struct Lanes(pub(crate) [f32; LANES]);

impl Lanes {
    pub(crate) const ZERO: Self = Self([0.0; LANES]);

    #[inline(always)]
    pub(crate) fn map(self, f: impl Fn(f32) -> f32) -> Self {
        let mut out = self;
        for x in &mut out.0 {
            *x = f(*x);
        }
        out
    }

    #[inline(always)]
    pub(crate) fn zip(self, other: Self, f: impl Fn(f32, f32) -> f32) -> Self {
        let mut out = self;
        for lane in 0..LANES {
            out.0[lane] = f(self.0[lane], other.0[lane]);
        }
        out
    }

    /// The larger of each pair, for numbers that are not NaN: one instruction.
    #[inline(always)]
    pub(crate) fn max(self, other: Self) -> Self {
        self.zip(other, |a, b| if a > b { a } else { b })
    }

    /// The smaller of each pair, for numbers that are not NaN.
    #[inline(always)]
    pub(crate) fn min(self, other: Self) -> Self {
        self.zip(other, |a, b| if a < b { a } else { b })
    }

    /// `self + weight * x`, rounded once.
    #[inline(always)]
    pub(crate) fn add_scaled(self, weight: f32, x: Self) -> Self {
        self.zip(x, |sum, x| mul_add(weight, x, sum))
    }
}

// Loops, where a `fold` would read better: its closure is a function of its own to the compiler,
// which it may leave outside of the vectorised code, and there a `mul_add` is a call.

/// The sum of the rows in each lane.
#[inline(always)]
pub(crate) fn total(rows: &[Lanes]) -> Lanes {
    let mut total = Lanes::ZERO;
    for &row in rows {
        total = total.zip(row, |sum, x| sum + x);
    }
    total
}

/// The largest value in each lane, or 0.
#[inline(always)]
pub(crate) fn largest(rows: &[Lanes]) -> Lanes {
    let mut largest = Lanes::ZERO;
    for &row in rows {
        largest = largest.max(row);
    }
    largest
}

/// Spectra of up to [`LANES`] neighbouring frames; lanes past the last frame are zero.
#[derive(Clone, Debug)]
pub(crate) struct Tile {
    /// One row a frequency bin.
    pub(crate) bins: Vec<Lanes>,
    /// How many lanes hold a frame.
    pub(crate) frames: usize,
}

impl Tile {
    pub(crate) fn new(bins: usize) -> Self {
        Self { bins: vec![Lanes::ZERO; bins], frames: 0 }
    }
}

/// Shows `each` the frames × bins matrix `s`, tile by tile.
pub(crate) fn for_each_tile(s: ArrayView2<'_, f32>, mut each: impl FnMut(&Tile)) {
    let mut tile = Tile::new(s.ncols());
    for chunk in s.axis_chunks_iter(Axis(0), LANES) {
        tile.bins.fill(Lanes::ZERO);
        tile.frames = chunk.nrows();
        for (lane, frame) in chunk.outer_iter().enumerate() {
            for (bin, &x) in tile.bins.iter_mut().zip(frame) {
                bin.0[lane] = x;
            }
        }
        each(&tile);
    }
}

/// Rows of `n` lanes per tile, as a frames × `n` matrix.
pub(crate) fn to_frames(rows: &[Lanes], n: usize, frames: usize) -> Array2<f32> {
    frames_from_tiles(n, frames, |tile, out| {
        out.copy_from_slice(&rows[tile * n..][..n]);
    })
}

/// A frames × `n` matrix, of which `fill` computes `n` rows of lanes for one tile after the other.
pub(crate) fn frames_from_tiles(
    n: usize,
    frames: usize,
    mut fill: impl FnMut(usize, &mut [Lanes]),
) -> Array2<f32> {
    let mut out = Array2::zeros((frames, n));
    let mut rows = vec![Lanes::ZERO; n];
    for (tile, mut chunk) in out.axis_chunks_iter_mut(Axis(0), LANES).enumerate() {
        fill(tile, &mut rows);
        for (lane, mut frame) in chunk.outer_iter_mut().enumerate() {
            for (to, from) in frame.iter_mut().zip(&rows) {
                *to = from.0[lane];
            }
        }
    }
    out
}
