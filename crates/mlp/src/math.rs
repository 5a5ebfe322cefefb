//! Exponential functions as loops that the compiler vectorises.
//!
//! All rest on expm1 after reduction by multiples of ln 2 (W. J. Cody, W. Waite, "Software
//! Manual for the Elementary Functions", 1980) and a Taylor polynomial on what is left. Within
//! a few units in the last place of the C library's functions, and several times as fast.

use crate::Float;

/// A loop and what it runs over.
pub(crate) trait Loop {
    /// What it gives.
    type Output;

    /// Runs it; marked `#[inline(always)]`, so that it becomes part of the vectorised code.
    fn run(self) -> Self::Output;
}

/// Runs a loop in code built for the widest vectors of this processor.
///
/// The results are the same with any width: no sum is reordered, nothing is fused.
#[inline(always)]
pub(crate) fn vectorised<L: Loop>(work: L) -> L::Output {
    struct Dispatched<L>(L);

    impl<L: Loop> pulp::NullaryFnOnce for Dispatched<L> {
        type Output = L::Output;

        #[inline(always)]
        fn call(self) -> L::Output {
            self.0.run()
        }
    }

    pulp::Arch::new().dispatch(Dispatched(work))
}

/// (2^k, 2^k expm1(r)) for x = k ln 2 + r: their sum is exp(x).
#[inline(always)]
fn exp_parts<F: Float>(x: F) -> (F, F) {
    let (power, r) = x.split_exponent();
    let mut polynomial = F::zero();
    for &coefficient in F::INVERSE_FACTORIALS.iter().rev() {
        polynomial = polynomial * r + coefficient;
    }
    (power, power * (r + r * r * polynomial))
}

/// e to the x, for finite x; beyond the range of normal numbers it keeps the last one's value.
#[inline(always)]
pub(crate) fn exp<F: Float>(x: F) -> F {
    let (power, rest) = exp_parts(clamp(x, F::EXP_LIMIT));
    power + rest
}

/// The logistic function 1 / (1 + exp(-x)).
#[inline(always)]
pub(crate) fn logistic<F: Float>(x: F) -> F {
    F::one() / (F::one() + exp(-x))
}

/// The hyperbolic tangent, by expm1(2|x|) / (expm1(2|x|) + 2).
#[inline(always)]
pub(crate) fn tanh<F: Float>(x: F) -> F {
    let two = F::one() + F::one();
    let (power, rest) = exp_parts(clamp(x.abs(), F::TANH_LIMIT) * two);
    let expm1 = rest + (power - F::one());
    (expm1 / (expm1 + two)).copysign(x)
}

/// x between ±limit; NaN stays NaN.
#[inline(always)]
fn clamp<F: Float>(x: F, limit: F) -> F {
    let x = if x > limit { limit } else { x };
    if x < -limit { -limit } else { x }
}

/// Lanes that a sum is spread over, so that the additions need not wait for each other.
const LANES: usize = 16;

/// The sum of the squares.
pub(crate) fn sum_of_squares<F: Float>(values: &[F]) -> F {
    vectorised(SumOfSquares(values))
}

struct SumOfSquares<'a, F>(&'a [F]);

impl<F: Float> Loop for SumOfSquares<'_, F> {
    type Output = F;

    #[inline(always)]
    fn run(self) -> F {
        let mut sums = [F::zero(); LANES];
        let (chunks, rest) = self.0.as_chunks::<LANES>();
        for chunk in chunks {
            for (sum, &value) in sums.iter_mut().zip(chunk) {
                *sum += value * value;
            }
        }
        for (sum, &value) in sums.iter_mut().zip(rest) {
            *sum += value * value;
        }
        sums.iter().fold(F::zero(), |total, &sum| total + sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// |actual - expected| in units of the expected number's last place.
    fn ulps(actual: f64, expected: f64) -> f64 {
        let next = f64::from_bits(expected.abs().to_bits() + 1);
        (actual - expected).abs() / (next - expected.abs())
    }

    fn points() -> impl Iterator<Item = f64> {
        (-40_000..=40_000).map(|i| f64::from(i) * 4.9e-4).chain([1e-300, -1e-12, 1e-5, -30.0])
    }

    #[test]
    fn exponential_functions_follow_the_c_library_within_a_few_ulps() {
        for x in points() {
            assert!(ulps(exp(x), x.exp()) <= 2.0, "exp({x})");
            assert!(ulps(tanh(x), x.tanh()) <= 4.0, "tanh({x})");
            assert!(ulps(logistic(x), 1.0 / (1.0 + (-x).exp())) <= 3.0, "logistic({x})");
        }
    }

    #[test]
    fn single_precision_is_as_close_as_its_digits_allow() {
        for x in points() {
            let narrow = x as f32;
            let exact = f64::from(narrow);
            let within = |actual: f32, expected: f64| {
                (f64::from(actual) - expected).abs() <= 4e-7 * expected.abs() + 1e-38
            };
            assert!(within(exp(narrow), exact.exp()), "exp({x})");
            assert!(within(tanh(narrow), exact.tanh()), "tanh({x})");
            assert!(within(logistic(narrow), 1.0 / (1.0 + (-exact).exp())), "logistic({x})");
        }
    }

    #[test]
    fn extremes_saturate_and_nan_stays() {
        assert_eq!((tanh(1e300), tanh(-1e300), tanh(f64::INFINITY)), (1.0, -1.0, 1.0));
        assert_eq!((tanh(1e30_f32), tanh(-1e30_f32)), (1.0, -1.0));
        assert_eq!(logistic(1e300), 1.0);
        assert!(logistic(-1e300) < 1e-300);
        assert!(exp(f64::NAN).is_nan() && tanh(f64::NAN).is_nan() && logistic(f32::NAN).is_nan());
    }

    #[test]
    fn sum_of_squares_takes_every_value() {
        for n in [0, 1, 15, 16, 17, 100] {
            let values: Vec<f64> = (1..=n).map(f64::from).collect();
            let n = f64::from(n);
            assert_eq!(sum_of_squares(&values), n * (n + 1.0) * (2.0 * n + 1.0) / 6.0);
        }
    }
}
