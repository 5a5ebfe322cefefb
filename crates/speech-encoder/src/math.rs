//! What happens to every number between the products, as loops that the compiler vectorises.

use crate::simd::vectorised;

/// Sums that run side by side, so that additions need not wait for each other.
const LANES: usize = 16;

/// e to the x, for x of at most 0: 2^n times a polynomial (Cephes' `expf`), within 2e-7.
#[inline(always)]
fn exp_of_negative(x: f32) -> f32 {
    /// Added to a number below 2^22, it leaves the nearest whole number in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    // ln 2 in two parts, the first of which times a whole number is exact.
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let mut polynomial = 1.987_569_1e-4;
    for coefficient in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_66, 0.5] {
        polynomial = polynomial * rest + coefficient;
    }
    let mantissa = polynomial * rest * rest + rest + 1.0;
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    mantissa * power
}

/// x times the normal distribution's share below x: the exact GELU, within 2e-7 of x.
///
/// The share comes from formula 7.1.26 of M. Abramowitz, I. Stegun, "Handbook of Mathematical
/// Functions" (1964), whose error is at most 1.5e-7.
#[inline(always)]
fn gelu_of(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let mut polynomial = 1.061_405_4;
    for coefficient in [-1.453_152, 1.421_413_7, -0.284_496_72, 0.254_829_6] {
        polynomial = polynomial * t + coefficient;
    }
    let beyond = 0.5 * polynomial * t * exp_of_negative(-z * z);
    x * if x < 0.0 { beyond } else { 1.0 - beyond }
}

/// Adds `bias` to a row and applies GELU.
pub(crate) fn gelu(rows: &mut [f32], bias: &[f32]) {
    vectorised(
        #[inline(always)]
        || {
            for row in rows.chunks_exact_mut(bias.len().max(1)) {
                for (x, bias) in row.iter_mut().zip(bias) {
                    *x = gelu_of(*x + bias);
                }
            }
        },
    );
}

/// Adds `bias` to every row.
pub(crate) fn add(rows: &mut [f32], bias: &[f32]) {
    for row in rows.chunks_exact_mut(bias.len().max(1)) {
        for (x, bias) in row.iter_mut().zip(bias) {
            *x += bias;
        }
    }
}

/// The first `n` numbers of every row of `stride` become shares that sum to 1; the others 0.
pub(crate) fn softmax(rows: &mut [f32], n: usize, stride: usize) {
    vectorised(
        #[inline(always)]
        || {
            for row in rows.chunks_exact_mut(stride.max(1)) {
                let (row, rest) = row.split_at_mut(n);
                softmax_of(row);
                rest.fill(0.0);
            }
        },
    );
}

#[inline(always)]
fn softmax_of(row: &mut [f32]) {
    let mut largest = f32::MIN;
    for &x in row.iter() {
        largest = if x > largest { x } else { largest };
    }
    for x in row.iter_mut() {
        *x = exp_of_negative(*x - largest);
    }
    let scale = 1.0 / sum(row, 0.0, |x, _| x);
    for x in row.iter_mut() {
        *x *= scale;
    }
}

/// Rows with mean 0 and variance 1, times `weight`, plus `bias`.
pub(crate) fn layer_norm(rows: &[f32], weight: &[f32], bias: &[f32], out: &mut [f32]) {
    let width = weight.len().max(1);
    vectorised(
        #[inline(always)]
        || {
            for (row, out) in rows.chunks_exact(width).zip(out.chunks_exact_mut(width)) {
                let mean = sum(row, 0.0, |x, _| x) / width as f32;
                let variance = sum(row, mean, |x, mean| (x - mean) * (x - mean)) / width as f32;
                let scale = 1.0 / (variance + 1e-5).sqrt();
                for (((out, x), weight), bias) in out.iter_mut().zip(row).zip(weight).zip(bias) {
                    *out = (x - mean) * scale * weight + bias;
                }
            }
        },
    );
}

/// The sum of `term(x, constant)` over all x.
#[inline(always)]
fn sum(values: &[f32], constant: f32, term: impl Fn(f32, f32) -> f32) -> f32 {
    let mut sums = [0.0; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for (sum, &x) in sums.iter_mut().zip(chunk) {
            *sum += term(x, constant);
        }
    }
    for (sum, &x) in sums.iter_mut().zip(rest) {
        *sum += term(x, constant);
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_and_gelu_are_exact_to_seven_digits() {
        for i in 0..=80_000 {
            let x = -f64::from(i) * 1e-3;
            let relative = f64::from(exp_of_negative(x as f32)) / f64::from(x as f32).exp() - 1.0;
            assert!(relative.abs() < 3e-7, "exp({x}): {relative}");
        }
        assert!(exp_of_negative(f32::NEG_INFINITY) < 1e-37);
        // From SciPy 1.17.1, x * scipy.stats.norm.cdf(x).
        let expected = [
            (-6.0, -5.919_525_901_3e-9),
            (-1.0, -0.158_655_253_93),
            (-0.1, -0.046_017_216_272),
            (0.0, 0.0),
            (0.5, 0.345_731_230_64),
            (3.0, 2.995_950_306_6),
            (20.0, 20.0),
        ];
        for (x, gelu) in expected {
            let got = f64::from(gelu_of(x));
            assert!((got - gelu).abs() < 3e-7 * f64::from(x.abs()) + 1e-9, "gelu({x}): {got}");
        }
    }

    #[test]
    fn shares_sum_to_one_and_padding_is_zero() {
        let mut rows = [-1e30, 1.0, 2.0, 9.0, 100.0, 100.0, 100.0, 9.0];
        softmax(&mut rows, 3, 4);
        let expected = [0.0, 0.268_941_43, 0.731_058_6, 0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0, 0.0];
        for (got, expected) in rows.iter().zip(expected) {
            assert!((got - expected).abs() < 1e-6, "{rows:?}");
        }
    }

    #[test]
    fn normalised_rows_have_the_given_mean_and_deviation() {
        let row: Vec<f32> = (0..50).map(|i| (i * i) as f32).collect();
        let mut out = vec![0.0; 50];
        layer_norm(&row, &[2.0; 50], &[3.0; 50], &mut out);
        let mean = out.iter().sum::<f32>() / 50.0;
        let variance = out.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / 50.0;
        assert!((mean - 3.0).abs() < 1e-5 && (variance - 4.0).abs() < 1e-4, "{mean} {variance}");
    }
}
