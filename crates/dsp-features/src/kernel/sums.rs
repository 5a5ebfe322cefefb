//! Sums over slices, in partial sums that the compiler keeps in vector registers.
//!
//! Call them inside of [`super::simd::vectorised`].

use crate::kernel::fused::mul_add;

/// Partial sums: enough of them hide the latency of a multiply-add.
const WIDTH: usize = 32;

#[inline(always)]
pub(crate) fn sum(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<WIDTH>();
    let mut sums = [0.0; WIDTH];
    for chunk in chunks {
        for (sum, &x) in sums.iter_mut().zip(chunk) {
            *sum += x;
        }
    }
    sums.iter().sum::<f32>() + rest.iter().sum::<f32>()
}

#[inline(always)]
pub(crate) fn sum_of_squares(values: &[f32]) -> f32 {
    dot(values, values)
}

/// The sum of the products of two slices of the same length.
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<WIDTH>(), b.as_chunks::<WIDTH>());
    let mut sums = [0.0; WIDTH];
    for (a, b) in a.iter().zip(b) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum = mul_add(*a, *b, *sum);
        }
    }
    sums.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}
