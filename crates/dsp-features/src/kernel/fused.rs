//! A product and a sum with one rounding.

/// `a * b + c`, rounded once.
///
/// WebAssembly has no instruction for it, and `f32::mul_add` is a slow function there, which took
/// most of the time of a row of `full`. In its place the sum is computed in double precision.
#[inline(always)]
pub(crate) fn mul_add(a: f32, b: f32, c: f32) -> f32 {
    if cfg!(target_family = "wasm") { in_double(a, b, c) } else { a.mul_add(b, c) }
}

/// The product is exact in double precision. The sum is rounded to double and then to single
/// precision, which differs from one rounding where the first one gives a number halfway between
/// two of single precision: in about one of 2^29 cases.
#[inline(always)]
fn in_double(a: f32, b: f32, c: f32) -> f32 {
    (f64::from(a) * f64::from(b) + f64::from(c)) as f32
}

#[cfg(test)]
mod tests {
    use super::in_double;

    #[test]
    fn a_sum_in_double_precision_is_the_fused_one() {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let exponent = (state >> 24) as i32 % 24 - 12;
            (f64::from(state as i32) / f64::from(1 << 30) * 2.0_f64.powi(exponent)) as f32
        };
        for _ in 0..100_000 {
            let (a, b, c) = (next(), next(), next());
            assert_eq!(in_double(a, b, c).to_bits(), a.mul_add(b, c).to_bits(), "{a} {b} {c}");
        }
    }
}
