//! The butterflies of a real Fourier transform, in FFTPACK's layout.
//!
//! A forward pass of radix `r` takes `r` stretches of rows and gives blocks of `r` rows; a backward
//! pass undoes it. A row holds a real value, then pairs of a real and an imaginary part, then, if
//! it is longer than 1, a real value again. In a block, every other row is read or written from its
//! end: there are the negative frequencies.

use std::f32::consts::{FRAC_1_SQRT_2, SQRT_2};

use super::super::lanes::{Complex, Lanes, times, times_conjugate};
use super::trigonometry::{cos, sin};

/// One pass over the values.
pub(super) struct Pass {
    radix: usize,
    /// Values a row: 1, or an even count.
    row: usize,
    /// For each pair in a row, the factors of the second to fourth stretch.
    twiddles: Vec<[[f32; 2]; 3]>,
}

impl Pass {
    /// The passes of a transform of length `len`, a power of two, in the order of a backward one.
    pub(super) fn all(len: usize) -> Vec<Self> {
        let twos = len.trailing_zeros() as usize;
        let radices = std::iter::repeat_n(2, twos % 2).chain(std::iter::repeat_n(4, twos / 2));
        let mut blocks = 1;
        let pass = |radix: usize| {
            let row: usize = len / (blocks * radix);
            let factors = |pair| std::array::from_fn(|at| twiddle(len, blocks * (at + 1), pair));
            let twiddles = (1..row.div_ceil(2)).map(factors).collect();
            blocks *= radix;
            Self { radix, row, twiddles }
        };
        radices.map(pass).collect()
    }

    /// From samples towards the spectrum.
    #[inline(always)]
    pub(super) fn forward(&self, from: &[Lanes], to: &mut [Lanes]) {
        // Known lengths of the many short rows let the compiler unroll them.
        match (self.radix, self.row) {
            (2, row) => self.forward_by_2(row, from, to),
            (_, 1) => self.forward_by_4(1, from, to),
            (_, 4) => self.forward_by_4(4, from, to),
            (_, row) => self.forward_by_4(row, from, to),
        }
    }

    /// From the spectrum towards samples.
    #[inline(always)]
    pub(super) fn backward(&self, from: &[Lanes], to: &mut [Lanes]) {
        match (self.radix, self.row) {
            (2, row) => self.backward_by_2(row, from, to),
            (_, 1) => self.backward_by_4(1, from, to),
            (_, 4) => self.backward_by_4(4, from, to),
            (_, row) => self.backward_by_4(row, from, to),
        }
    }

    #[inline(always)]
    fn forward_by_2(&self, row: usize, from: &[Lanes], to: &mut [Lanes]) {
        let (a, b) = from.split_at(from.len() / 2);
        let rows = a.chunks_exact(row).zip(b.chunks_exact(row));
        for ((a, b), to) in rows.zip(to.chunks_exact_mut(2 * row)) {
            let (y, z) = to.split_at_mut(row);
            self.forward2(row, [a, b], [y, z]);
        }
    }

    #[inline(always)]
    fn backward_by_2(&self, row: usize, from: &[Lanes], to: &mut [Lanes]) {
        let (a, b) = to.split_at_mut(to.len() / 2);
        let rows = a.chunks_exact_mut(row).zip(b.chunks_exact_mut(row));
        for ((a, b), from) in rows.zip(from.chunks_exact(2 * row)) {
            let (y, z) = from.split_at(row);
            self.backward2(row, [y, z], [a, b]);
        }
    }

    #[inline(always)]
    fn forward_by_4(&self, row: usize, from: &[Lanes], to: &mut [Lanes]) {
        let [a, b, c, d] = quarters(from).map(|stretch| stretch.chunks_exact(row));
        let rows = a.zip(b).zip(c.zip(d));
        for (((a, b), (c, d)), to) in rows.zip(to.chunks_exact_mut(4 * row)) {
            self.forward4(row, [a, b, c, d], quarters_mut(to));
        }
    }

    #[inline(always)]
    fn backward_by_4(&self, row: usize, from: &[Lanes], to: &mut [Lanes]) {
        let [a, b, c, d] = quarters_mut(to).map(|stretch| stretch.chunks_exact_mut(row));
        let rows = a.zip(b).zip(c.zip(d));
        for (((a, b), (c, d)), from) in rows.zip(from.chunks_exact(4 * row)) {
            self.backward4(row, quarters(from), [a, b, c, d]);
        }
    }

    #[inline(always)]
    fn forward2(&self, row: usize, [a, b]: [&[Lanes]; 2], [y, z]: [&mut [Lanes]; 2]) {
        let last = row - 1;
        y[0] = a[0] + b[0];
        z[last] = a[0] - b[0];
        y[last] = a[last];
        z[0] = b[last] * -1.0;
        let count = (row - 1) / 2;
        let (a, b) = (pairs(a, count), pairs(b, count));
        let (y, z) = (pairs_mut(y, count), pairs_mut(z, count));
        for (at, [w, ..]) in self.twiddles.iter().enumerate() {
            let ([a_re, a_im], [b_re, b_im]) = (a[at], times_conjugate(b[at], *w));
            y[at] = [a_re + b_re, a_im + b_im];
            z[count - 1 - at] = [a_re - b_re, b_im - a_im];
        }
    }

    #[inline(always)]
    fn backward2(&self, row: usize, [y, z]: [&[Lanes]; 2], [a, b]: [&mut [Lanes]; 2]) {
        let last = row - 1;
        a[0] = y[0] + z[last];
        b[0] = y[0] - z[last];
        a[last] = y[last] + y[last];
        b[last] = z[0] * -2.0;
        let count = (row - 1) / 2;
        let (y, z) = (pairs(y, count), pairs(z, count));
        let (a, b) = (pairs_mut(a, count), pairs_mut(b, count));
        for (at, [w, ..]) in self.twiddles.iter().enumerate() {
            let ([y_re, y_im], [z_re, z_im]) = (y[at], z[count - 1 - at]);
            a[at] = [y_re + z_re, y_im - z_im];
            b[at] = times([y_re - z_re, y_im + z_im], *w);
        }
    }

    #[inline(always)]
    fn forward4(&self, row: usize, [a, b, c, d]: [&[Lanes]; 4], [w, x, y, z]: [&mut [Lanes]; 4]) {
        let last = row - 1;
        let (even, odd) = (a[0] + c[0], b[0] + d[0]);
        w[0] = odd + even;
        x[last] = a[0] - c[0];
        y[0] = d[0] - b[0];
        z[last] = even - odd;
        if last == 0 {
            return;
        }
        let re = (d[last] - b[last]) * -FRAC_1_SQRT_2;
        let im = (b[last] + d[last]) * -FRAC_1_SQRT_2;
        w[last] = re + a[last];
        x[0] = im - c[last];
        y[last] = a[last] - re;
        z[0] = im + c[last];
        let count = (row - 1) / 2;
        let (a, b, c, d) = (pairs(a, count), pairs(b, count), pairs(c, count), pairs(d, count));
        let (w, x) = (pairs_mut(w, count), pairs_mut(x, count));
        let (y, z) = (pairs_mut(y, count), pairs_mut(z, count));
        for (at, factors) in self.twiddles.iter().enumerate() {
            let mirror = count - 1 - at;
            let [a_re, a_im] = a[at];
            let [b_re, b_im] = times_conjugate(b[at], factors[0]);
            let [c_re, c_im] = times_conjugate(c[at], factors[1]);
            let [d_re, d_im] = times_conjugate(d[at], factors[2]);
            let (even, even_im) = (a_re + c_re, a_im + c_im);
            let (odd, odd_im) = (b_re + d_re, b_im + d_im);
            w[at] = [odd + even, odd_im + even_im];
            z[mirror] = [even - odd, odd_im - even_im];
            let (even, even_im) = (a_re - c_re, a_im - c_im);
            let (odd, odd_im) = (d_re - b_re, b_im - d_im);
            y[at] = [odd_im + even, odd + even_im];
            x[mirror] = [even - odd_im, odd - even_im];
        }
    }

    #[inline(always)]
    fn backward4(&self, row: usize, [w, x, y, z]: [&[Lanes]; 4], [a, b, c, d]: [&mut [Lanes]; 4]) {
        let last = row - 1;
        let (sum, difference) = (w[0] + z[last], w[0] - z[last]);
        let (even, odd) = (x[last] * 2.0, y[0] * 2.0);
        a[0] = sum + even;
        b[0] = difference - odd;
        c[0] = sum - even;
        d[0] = difference + odd;
        if last == 0 {
            return;
        }
        let (sum, difference) = (w[last] + y[last], w[last] - y[last]);
        let (sum_im, difference_im) = (z[0] + x[0], z[0] - x[0]);
        a[last] = sum + sum;
        b[last] = (sum_im - difference) * -SQRT_2;
        c[last] = difference_im + difference_im;
        d[last] = (sum_im + difference) * -SQRT_2;
        let count = (row - 1) / 2;
        let (w, x, y, z) = (pairs(w, count), pairs(x, count), pairs(y, count), pairs(z, count));
        let (a, b) = (pairs_mut(a, count), pairs_mut(b, count));
        let (c, d) = (pairs_mut(c, count), pairs_mut(d, count));
        for (at, factors) in self.twiddles.iter().enumerate() {
            let mirror = count - 1 - at;
            let ([w_re, w_im], [y_re, y_im]) = (w[at], y[at]);
            let ([x_re, x_im], [z_re, z_im]) = (x[mirror], z[mirror]);
            let (outer, outer_off) = (w_re + z_re, w_re - z_re);
            let (inner, inner_off) = (y_re + x_re, y_re - x_re);
            let (outer_im, outer_im_off) = (w_im + z_im, w_im - z_im);
            let (inner_im, inner_im_off) = (y_im + x_im, y_im - x_im);
            a[at] = [outer + inner, outer_im_off + inner_im_off];
            b[at] = times([outer_off - inner_im, outer_im + inner_off], factors[0]);
            c[at] = times([outer - inner, outer_im_off - inner_im_off], factors[1]);
            d[at] = times([outer_off + inner_im, outer_im - inner_off], factors[2]);
        }
    }
}

/// The factor of the pair number `pair` in the stretch that starts at `stretch`.
///
/// The angles are rounded to single precision on the way, as FFTPACK's are.
fn twiddle(len: usize, stretch: usize, pair: usize) -> [f32; 2] {
    let step = (std::f64::consts::TAU / len as f64) as f32;
    let angle = pair as f32 * (stretch as f32 * step);
    [cos(angle), sin(angle)]
}

/// The `count` pairs of a row.
#[inline(always)]
fn pairs(row: &[Lanes], count: usize) -> &[Complex] {
    &row[1..].as_chunks().0[..count]
}

#[inline(always)]
fn pairs_mut(row: &mut [Lanes], count: usize) -> &mut [Complex] {
    &mut row[1..].as_chunks_mut().0[..count]
}

#[inline(always)]
fn quarters(values: &[Lanes]) -> [&[Lanes]; 4] {
    let quarter = values.len() / 4;
    let (ab, cd) = values.split_at(2 * quarter);
    let ((a, b), (c, d)) = (ab.split_at(quarter), cd.split_at(quarter));
    [a, b, c, d]
}

#[inline(always)]
fn quarters_mut(values: &mut [Lanes]) -> [&mut [Lanes]; 4] {
    let quarter = values.len() / 4;
    let (ab, cd) = values.split_at_mut(2 * quarter);
    let ((a, b), (c, d)) = (ab.split_at_mut(quarter), cd.split_at_mut(quarter));
    [a, b, c, d]
}
