//! The step between four transforms, one a lane, and the transform of all samples.

use std::f32::consts::{FRAC_1_SQRT_2, SQRT_2};

use super::super::lanes::{Complex, Lanes, times, times_conjugate, transpose};
use super::trigonometry::{cos, sin};

/// Four frequencies in each of the four lanes, or sixteen frequencies.
type Block = [Complex; 4];
/// The turns of the second to fourth lane for four frequencies.
type Turns = [Complex; 3];

/// Joins four transforms, or parts one into four.
pub(super) struct Join(Vec<Turns>);

impl Join {
    /// Plans for `len` samples.
    pub(super) fn new(len: usize) -> Self {
        let angle = |lane: usize, at: usize| {
            (-std::f64::consts::TAU * lane as f64 * at as f64 / len as f64) as f32
        };
        let turns = |lane: usize, first: usize| {
            let angles: [f32; 4] = std::array::from_fn(|at| angle(lane, first + at));
            [Lanes(angles.map(cos)), Lanes(angles.map(sin))]
        };
        let blocks = (0..len / 8).step_by(4);
        Self(blocks.map(|first| std::array::from_fn(|at| turns(at + 1, first))).collect())
    }

    /// From the spectra of the lanes to that of all samples.
    ///
    /// The former begin and end with a real value: their pairs are at odd places.
    pub(super) fn forward(&self, from: &[Lanes], to: &mut [Lanes]) {
        let (Some((&zero, from)), to) = (from.split_first(), blocks_mut(to)) else { return };
        let Some((&highest, from)) = from.split_last() else { return };
        let (first, from) = from.split_at(6);
        let silent = [Lanes::default(); 2];
        let first = [silent, [first[0], first[1]], [first[2], first[3]], [first[4], first[5]]];
        let blocks = std::iter::once(&first).chain(blocks(from));
        for ((from, to), turns) in blocks.zip(to.iter_mut()).zip(&self.0) {
            *to = join(*from, turns);
        }
        if let Some(to) = to.first_mut() {
            join_ends(zero, highest, to);
        }
    }

    /// From the spectrum of all samples to those of the lanes.
    pub(super) fn backward(&self, from: &[Lanes], to: &mut [Lanes]) {
        let from = blocks(from);
        let Some(first) = from.first() else { return };
        let [zero, highest] = part_ends(first);
        let [_, b, c, d] = part(*first, &self.0[0]);
        to[0] = zero;
        to[1..7].copy_from_slice([b, c, d].as_flattened());
        for ((from, to), turns) in from[1..].iter().zip(blocks_mut(&mut to[7..])).zip(&self.0[1..])
        {
            *to = part(*from, turns);
        }
        if let Some(last) = to.last_mut() {
            *last = highest;
        }
    }
}

fn blocks(values: &[Lanes]) -> &[Block] {
    values.as_chunks().0.as_chunks().0
}

fn blocks_mut(values: &mut [Lanes]) -> &mut [Block] {
    values.as_chunks_mut().0.as_chunks_mut().0
}

/// Joins four frequencies of the four lanes to sixteen frequencies.
#[inline(always)]
fn join([a, b, c, d]: Block, turns: &Turns) -> Block {
    let re = transpose([a[0], b[0], c[0], d[0]]);
    let im = transpose([a[1], b[1], c[1], d[1]]);
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
fn part([a, b, c, d]: Block, turns: &Turns) -> Block {
    let (outer, outer_off) = (a[0] + d[0], a[0] - d[0]);
    let (inner, inner_off) = (b[0] + c[0], b[0] - c[0]);
    let (outer_im, outer_im_off) = (a[1] + d[1], a[1] - d[1]);
    let (inner_im, inner_im_off) = (b[1] + c[1], b[1] - c[1]);
    let a = [outer + inner, outer_im_off - inner_im_off];
    let b = times_conjugate([outer_off - inner_im, outer_im - inner_off], turns[0]);
    let c = times_conjugate([outer - inner, outer_im_off + inner_im_off], turns[1]);
    let d = times_conjugate([outer_off + inner_im, outer_im + inner_off], turns[2]);
    let re = transpose([a[0], b[0], c[0], d[0]]);
    let im = transpose([a[1], b[1], c[1], d[1]]);
    std::array::from_fn(|at| [re[at], im[at]])
}

/// The values that belong to the frequencies 0 and half the rate of each lane, joined.
fn join_ends(zero: Lanes, highest: Lanes, to: &mut Block) {
    let ([z0, z1, z2, z3], [h0, h1, h2, h3]) = (zero.0, highest.0);
    let (even, odd) = (z0 + z2, z1 + z3);
    let (re, im) = (FRAC_1_SQRT_2 * (h1 - h3), FRAC_1_SQRT_2 * (h1 + h3));
    let values =
        [[even + odd, even - odd], [h0 + re, -h2 - im], [z0 - z2, z3 - z1], [h0 - re, h2 - im]];
    for (to, [re, im]) in to.iter_mut().zip(values) {
        (to[0].0[0], to[1].0[0]) = (re, im);
    }
}

/// The values of the frequencies 0 and half the rate in each lane, from the first block.
fn part_ends(block: &Block) -> [Lanes; 2] {
    let [[a, a_im], [b, b_im], [c, c_im], [d, d_im]] = block.map(|[re, im]| [re.0[0], im.0[0]]);
    let (sum, difference) = (a + a_im, a - a_im);
    let zero = [sum + 2.0 * c, difference - 2.0 * c_im, sum - 2.0 * c, difference + 2.0 * c_im];
    let (re, im) = (SQRT_2 * (b - d), SQRT_2 * (b_im + d_im));
    let highest = [2.0 * (b + d), re - im, 2.0 * (d_im - b_im), -re - im];
    [Lanes(zero), Lanes(highest)]
}
