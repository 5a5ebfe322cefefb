//! The step between four transforms, one a lane, and the transform of all samples.

use std::f32::consts::{FRAC_1_SQRT_2, SQRT_2};

use wide::f32x4;

use super::super::lanes::{BLOCKS, Complex, Four, Lanes, times, times_conjugate};
use super::trigonometry::{cos, sin};

/// Four frequencies in each of the four lanes of a block, or sixteen frequencies.
type Square = [Complex<f32x4>; 4];
/// The vectors in which the squares of all blocks are.
type Squares = [Lanes; 8];
/// The turns of the second to fourth lane for four frequencies.
type Turns = [Complex<f32x4>; 3];

/// Joins four transforms, or parts one into four.
pub(super) struct Join(Vec<Turns>);

impl Join {
    /// Plans for `len` samples.
    pub(super) fn new(len: usize) -> Self {
        let angle = |lane: usize, at: usize| {
            (-std::f64::consts::TAU * lane as f64 * at as f64 / len as f64) as f32
        };
        let turns = |lane: usize, first: usize| {
            let angles: Four = std::array::from_fn(|at| angle(lane, first + at));
            [f32x4::new(angles.map(cos)), f32x4::new(angles.map(sin))]
        };
        let squares = (0..len / 8).step_by(4);
        Self(squares.map(|first| std::array::from_fn(|at| turns(at + 1, first))).collect())
    }

    /// From the spectra of the lanes to that of all samples.
    ///
    /// The former begin and end with a real value: their pairs are at odd places.
    #[inline(always)]
    pub(super) fn forward(&self, from: &[Lanes], to: &mut [Lanes]) {
        let (Some((&zero, from)), to) = (from.split_first(), to.as_chunks_mut().0) else { return };
        let Some((&highest, from)) = from.split_last() else { return };
        let (first, from) = from.split_at(6);
        let mut lowest = [Lanes::ZERO; 8];
        lowest[2..].copy_from_slice(first);
        let squares = std::iter::once(&lowest).chain(from.as_chunks().0);
        for ((from, to), turns) in squares.zip(to.iter_mut()).zip(&self.0) {
            for block in 0..BLOCKS {
                put(join(square(from, block), turns), to, block);
            }
        }
        let Some(to) = to.first_mut() else { return };
        for block in 0..BLOCKS {
            join_ends(zero.0[block], highest.0[block], to, block);
        }
    }

    /// From the spectrum of all samples to those of the lanes.
    #[inline(always)]
    pub(super) fn backward(&self, from: &[Lanes], to: &mut [Lanes]) {
        let (Some((first, from)), Some((last, to))) =
            (from.as_chunks().0.split_first(), to.split_last_mut())
        else {
            return;
        };
        let Some((zero, to)) = to.split_first_mut() else { return };
        let (lowest, to) = to.split_at_mut(6);
        let mut squares = [Lanes::ZERO; 8];
        for block in 0..BLOCKS {
            [zero.0[block], last.0[block]] = part_ends(first, block);
            put(part(square(first, block), &self.0[0]), &mut squares, block);
        }
        lowest.copy_from_slice(&squares[2..]);
        let to: &mut [Squares] = to.as_chunks_mut().0;
        for ((from, to), turns) in from.iter().zip(to).zip(&self.0[1..]) {
            for block in 0..BLOCKS {
                put(part(square(from, block), turns), to, block);
            }
        }
    }
}

/// The square of one block.
#[inline(always)]
fn square(vectors: &Squares, block: usize) -> Square {
    let four = |at: usize| f32x4::new(vectors[at].0[block]);
    [[four(0), four(1)], [four(2), four(3)], [four(4), four(5)], [four(6), four(7)]]
}

/// Sets the square of one block.
#[inline(always)]
fn put(square: Square, vectors: &mut Squares, block: usize) {
    for (vector, four) in vectors.iter_mut().zip(square.as_flattened()) {
        vector.0[block] = four.to_array();
    }
}

/// Joins four frequencies of the four lanes to sixteen frequencies.
#[inline(always)]
fn join([a, b, c, d]: Square, turns: &Turns) -> Square {
    let re = f32x4::transpose([a[0], b[0], c[0], d[0]]);
    let im = f32x4::transpose([a[1], b[1], c[1], d[1]]);
    let [b_re, b_im] = times([re[1], im[1]], turns[0]);
    let [c_re, c_im] = times([re[2], im[2]], turns[1]);
    let [d_re, d_im] = times([re[3], im[3]], turns[2]);
    let (even, even_im) = (re[0] + c_re, im[0] + c_im);
    let (odd, odd_im) = (b_re + d_re, b_im + d_im);
    let (even_off, even_im_off) = (re[0] - c_re, im[0] - c_im);
    let (odd_off, odd_im_off) = (d_re - b_re, d_im - b_im);
    [
        [even + odd, even_im + odd_im],
        [even_off + odd_im_off, odd_off - even_im_off],
        [even_off - odd_im_off, odd_off + even_im_off],
        [even - odd, odd_im - even_im],
    ]
}

/// Parts sixteen frequencies into four of each of the four lanes.
#[inline(always)]
fn part([a, b, c, d]: Square, turns: &Turns) -> Square {
    let (outer, outer_off) = (a[0] + d[0], a[0] - d[0]);
    let (inner, inner_off) = (b[0] + c[0], b[0] - c[0]);
    let (outer_im, outer_im_off) = (a[1] + d[1], a[1] - d[1]);
    let (inner_im, inner_im_off) = (b[1] + c[1], b[1] - c[1]);
    let a = [outer + inner, outer_im_off - inner_im_off];
    let b = times_conjugate([outer_off - inner_im, outer_im - inner_off], turns[0]);
    let c = times_conjugate([outer - inner, outer_im_off + inner_im_off], turns[1]);
    let d = times_conjugate([outer_off + inner_im, outer_im + inner_off], turns[2]);
    let re = f32x4::transpose([a[0], b[0], c[0], d[0]]);
    let im = f32x4::transpose([a[1], b[1], c[1], d[1]]);
    [[re[0], im[0]], [re[1], im[1]], [re[2], im[2]], [re[3], im[3]]]
}

/// The values that belong to the frequencies 0 and half the rate of each lane, joined.
#[inline(always)]
fn join_ends([z0, z1, z2, z3]: Four, [h0, h1, h2, h3]: Four, to: &mut Squares, block: usize) {
    let (even, odd) = (z0 + z2, z1 + z3);
    let (re, im) = (FRAC_1_SQRT_2 * (h1 - h3), FRAC_1_SQRT_2 * (h1 + h3));
    let values = [even + odd, even - odd, h0 + re, -h2 - im, z0 - z2, z3 - z1, h0 - re, h2 - im];
    for (to, value) in to.iter_mut().zip(values) {
        to.0[block][0] = value;
    }
}

/// The values of the frequencies 0 and half the rate in each lane, from the first square.
#[inline(always)]
fn part_ends(first: &Squares, block: usize) -> [Four; 2] {
    let [[a, a_im], [b, b_im], [c, c_im], [d, d_im]] =
        square(first, block).map(|[re, im]| [re.to_array()[0], im.to_array()[0]]);
    let (sum, difference) = (a + a_im, a - a_im);
    let zero = [sum + 2.0 * c, difference - 2.0 * c_im, sum - 2.0 * c, difference + 2.0 * c_im];
    let (re, im) = (SQRT_2 * (b - d), SQRT_2 * (b_im + d_im));
    let highest = [2.0 * (b + d), re - im, 2.0 * (d_im - b_im), -re - im];
    [zero, highest]
}
