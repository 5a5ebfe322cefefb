//! Products with matrices that are packed once: all the time of an encoder is spent here.
//!
//! A packed matrix is cut into panels as wide as two vectors. A tile of the result, 12 rows by a
//! panel with AVX-512 and 6 rows elsewhere, stays in registers while it goes through all inputs:
//! K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).

use pulp::{Arch, Simd, WithSimd};

use crate::aligned::Aligned;

/// Vectors that a panel is wide.
const VECTORS: usize = 2;

/// Inputs of a block: a panel of so many fits into the first cache, beside the rows of a tile.
const BLOCK_INPUTS: usize = 384;

/// Rows of a block, a multiple of every tile: what they hold stays in the second cache.
const BLOCK_ROWS: usize = 240;

/// How wide a panel is on this processor.
pub(crate) fn panel_width() -> usize {
    struct Width;
    impl WithSimd for Width {
        type Output = usize;
        fn with_simd<S: Simd>(self, _: S) -> usize {
            VECTORS * S::F32_LANES
        }
    }
    Arch::new().dispatch(Width)
}

/// A matrix of `inputs` × `outputs`, in panels.
#[derive(Debug, Default)]
pub(crate) struct Packed {
    values: Aligned,
    inputs: usize,
    outputs: usize,
}

impl Packed {
    /// Packs weights that are given as outputs × inputs.
    pub(crate) fn from_weights(weights: &[f32], outputs: usize, inputs: usize) -> Self {
        let width = panel_width();
        let mut packed = Self { values: Aligned::default(), inputs, outputs };
        packed.values.resize(inputs * packed.padded_outputs());
        let panels = packed.values.as_mut_slice().chunks_exact_mut((inputs * width).max(1));
        for (panel, rows) in panels.zip(weights.chunks((inputs * width).max(1))) {
            for (column, row) in rows.chunks_exact(inputs.max(1)).enumerate() {
                let places = panel.iter_mut().skip(column).step_by(width);
                places.zip(row).for_each(|(place, &weight)| *place = weight);
            }
        }
        packed
    }

    /// Packs the matrix whose values are `at(input, output)`; the last panel is filled with zeros.
    pub(crate) fn pack(&mut self, inputs: usize, outputs: usize, at: impl Fn(usize, usize) -> f32) {
        let width = panel_width();
        (self.inputs, self.outputs) = (inputs, outputs);
        self.values.resize(inputs * self.padded_outputs());
        let panels = self.values.as_mut_slice().chunks_exact_mut((inputs * width).max(1));
        for (panel, values) in panels.enumerate() {
            for (input, row) in values.chunks_exact_mut(width).enumerate() {
                for (column, value) in row.iter_mut().enumerate() {
                    let output = panel * width + column;
                    *value = if output < outputs { at(input, output) } else { 0.0 };
                }
            }
        }
    }

    /// Outputs, rounded up to whole panels: the least row length of a result.
    pub(crate) fn padded_outputs(&self) -> usize {
        self.outputs.next_multiple_of(panel_width())
    }
}

/// Rows in a slice: row `r` begins at `r * stride`, and rows may overlap.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows<'a> {
    pub(crate) values: &'a [f32],
    pub(crate) stride: usize,
}

/// What happens to the numbers that are in the place of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Write {
    /// They are replaced by the product.
    Replace,
    /// The product is added to them.
    Add,
}

/// `out = rows · packed` or `out += rows · packed`, for the first `n` rows; row `r` of the result
/// begins at `r * out_stride` and has [`Packed::padded_outputs`] numbers.
pub(crate) fn multiply(
    rows: Rows<'_>,
    n: usize,
    packed: &Packed,
    out: &mut [f32],
    out_stride: usize,
    write: Write,
) {
    for first_row in (0..n).step_by(BLOCK_ROWS) {
        for first_input in (0..packed.inputs).step_by(BLOCK_INPUTS) {
            Arch::new().dispatch(Product {
                values: &rows.values[first_row * rows.stride + first_input..],
                stride: rows.stride,
                rows: BLOCK_ROWS.min(n - first_row),
                inputs: BLOCK_INPUTS.min(packed.inputs - first_input),
                first_input,
                packed,
                out: &mut out[first_row * out_stride..],
                out_stride,
                adds: write == Write::Add || first_input > 0,
            });
        }
    }
}

/// The product of a block of rows with a block of inputs.
struct Product<'a> {
    values: &'a [f32],
    stride: usize,
    rows: usize,
    inputs: usize,
    first_input: usize,
    packed: &'a Packed,
    out: &'a mut [f32],
    out_stride: usize,
    adds: bool,
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let width = VECTORS * S::F32_LANES;
        let weights = self.packed.values.as_slice();
        for (panel, weights) in weights.chunks_exact(self.packed.inputs * width).enumerate() {
            let weights = &weights[self.first_input * width..][..self.inputs * width];
            let column = panel * width;
            // As many sums as the registers hold: 32 with AVX-512, else 16.
            let done = if S::F32_LANES == 16 {
                self.tiles::<S, 12>(simd, weights, column, 0)
            } else {
                self.tiles::<S, 6>(simd, weights, column, 0)
            };
            let done = self.tiles::<S, 4>(simd, weights, column, done);
            self.tiles::<S, 1>(simd, weights, column, done);
        }
    }
}

impl Product<'_> {
    /// As many tiles of `N` rows as there are left from row `first` on; says where it ends.
    #[inline(always)]
    fn tiles<S: Simd, const N: usize>(
        &mut self,
        simd: S,
        weights: &[f32],
        column: usize,
        mut first: usize,
    ) -> usize {
        while first + N <= self.rows {
            let values = &self.values[first * self.stride..];
            let sums = tile::<S, N>(simd, values, self.stride, self.inputs, weights);
            let out = &mut self.out[first * self.out_stride + column..];
            write::<S, N>(simd, sums, out, self.out_stride, self.adds);
            first += N;
        }
        first
    }
}

/// `N` rows times a panel. Here and below, loops are over indices and of a constant length: with
/// iterators, the compiler keeps the sums in memory, and is several times slower.
#[inline(always)]
#[allow(clippy::needless_range_loop)]
fn tile<S: Simd, const N: usize>(
    simd: S,
    values: &[f32],
    stride: usize,
    inputs: usize,
    weights: &[f32],
) -> [[S::f32s; VECTORS]; N] {
    let rows: [&[f32]; N] = std::array::from_fn(|row| &values[row * stride..][..inputs]);
    let mut sums = [[simd.splat_f32s(0.0); VECTORS]; N];
    let (weights, _) = S::as_simd_f32s(weights);
    for (input, weights) in weights[..inputs * VECTORS].chunks_exact(VECTORS).enumerate() {
        for row in 0..N {
            let x = simd.splat_f32s(rows[row][input]);
            for vector in 0..VECTORS {
                sums[row][vector] = simd.mul_add_e_f32s(x, weights[vector], sums[row][vector]);
            }
        }
    }
    sums
}

/// Writes or adds the sums of a tile.
#[inline(always)]
#[allow(clippy::needless_range_loop)]
fn write<S: Simd, const N: usize>(
    simd: S,
    sums: [[S::f32s; VECTORS]; N],
    out: &mut [f32],
    stride: usize,
    adds: bool,
) {
    for row in 0..N {
        let (out, _) = S::as_mut_simd_f32s(&mut out[row * stride..]);
        for vector in 0..VECTORS {
            let sum = sums[row][vector];
            out[vector] = if adds { simd.add_f32s(out[vector], sum) } else { sum };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn products_are_those_of_the_definition(
            n in 0_usize..40, inputs in 1_usize..70, outputs in 1_usize..70, seed in 0_u32..1000,
        ) {
            let value = |i: usize| ((i as u32).wrapping_mul(2_654_435_761) ^ seed) as f32 / 4e9 - 0.5;
            let rows: Vec<f32> = (0..n * inputs).map(value).collect();
            let weights: Vec<f32> = (0..inputs * outputs).map(|i| value(i + 7)).collect();
            let packed = Packed::from_weights(&weights, outputs, inputs);
            let stride = packed.padded_outputs();
            let mut out = vec![1.0; n * stride];
            let rows_in = Rows { values: &rows, stride: inputs };
            multiply(rows_in, n, &packed, &mut out, stride, Write::Replace);
            multiply(rows_in, n, &packed, &mut out, stride, Write::Add);
            for (row, out) in rows.chunks_exact(inputs).zip(out.chunks_exact(stride)) {
                for (weights, &got) in weights.chunks_exact(inputs).zip(out) {
                    let sum = |(&x, &w): (&f32, &f32)| f64::from(x) * f64::from(w);
                    let expected: f64 = 2.0 * row.iter().zip(weights).map(sum).sum::<f64>();
                    prop_assert!((f64::from(got) - expected).abs() < 1e-5);
                }
            }
        }
    }
}
