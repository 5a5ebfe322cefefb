//! The two number types a network computes in.

/// `f32` or `f64`: the type of the inputs and weights, and of the computation.
///
/// scikit-learn too trains in the type of its input. `f64` repeats its loss curve; `f32` is
/// faster and drifts from it by rounding. Sealed: no other type can have it.
pub trait Float: emo_learn::Float + sealed::Kernel {}

impl Float for f32 {}
impl Float for f64 {}

pub(crate) mod sealed {
    use faer::{Accum, MatMut, MatRef, Par, linalg::matmul::matmul};

    /// What products and element-wise loops need beside arithmetic.
    pub trait Kernel: Sized + 'static {
        /// The largest |x| whose exponential is a normal number.
        const EXP_LIMIT: Self;
        /// Where tanh has become 1 after rounding.
        const TANH_LIMIT: Self;
        /// 1/2!, 1/3!, ...: as many as expm1 needs on |r| <= ln 2 / 2.
        const INVERSE_FACTORIALS: &'static [Self];
        /// c = a b, on one thread.
        fn multiply(c: MatMut<'_, Self>, a: MatRef<'_, Self>, b: MatRef<'_, Self>);
        /// (2^k, r) with x = k ln 2 + r and |r| <= ln 2 / 2.
        fn split_exponent(self) -> (Self, Self);
    }

    // Adding and subtracting 1.5 * 2^(mantissa bits) rounds to the nearest integer, which then
    // is in the low bits; ln 2 is split in two so that k * LN_2_HIGH is exact (fdlibm's
    // e_exp.c and e_expf.c). Plain products and sums only: the compiler turns these lines into
    // vector instructions, and every machine rounds alike.
    macro_rules! kernel {
        ($type:ident, $bits:ty, $mantissa:expr, $bias:expr, $round:expr, $ln_2:expr,
         $exp_limit:expr, $tanh_limit:expr, $inverse_factorials:expr) => {
            impl Kernel for $type {
                const EXP_LIMIT: Self = $exp_limit;
                const TANH_LIMIT: Self = $tanh_limit;
                const INVERSE_FACTORIALS: &'static [Self] = &$inverse_factorials;

                fn multiply(c: MatMut<'_, Self>, a: MatRef<'_, Self>, b: MatRef<'_, Self>) {
                    matmul(c, Accum::Replace, a, b, 1.0, Par::Seq);
                }

                #[inline(always)]
                fn split_exponent(self) -> (Self, Self) {
                    const ROUND: $type = $round;
                    const LN_2: [$type; 2] = $ln_2;
                    let shifted = self * std::$type::consts::LOG2_E + ROUND;
                    let k = shifted - ROUND;
                    let power = $type::from_bits(
                        shifted.to_bits().wrapping_add($bias as $bits) << $mantissa,
                    );
                    (power, (self - k * LN_2[0]) - k * LN_2[1])
                }
            }
        };
    }

    kernel!(
        f64,
        u64,
        52,
        1023,
        6_755_399_441_055_744.0,
        [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10],
        708.0,
        20.0,
        [
            1.0 / 2.0,
            1.0 / 6.0,
            1.0 / 24.0,
            1.0 / 120.0,
            1.0 / 720.0,
            1.0 / 5_040.0,
            1.0 / 40_320.0,
            1.0 / 362_880.0,
            1.0 / 3_628_800.0,
            1.0 / 39_916_800.0,
            1.0 / 479_001_600.0,
            1.0 / 6_227_020_800.0,
        ]
    );
    kernel!(
        f32,
        u32,
        23,
        127,
        12_582_912.0,
        [6.931_457_5e-1, 1.428_606_8e-6],
        87.0,
        10.0,
        [1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5_040.0]
    );
}
