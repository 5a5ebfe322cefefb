//! Four numbers side by side, as soxr's single-precision engine computes, for several blocks.
//!
//! Which four samples meet in one vector decides the order of additions, and so the rounding. What
//! is done to one block is done to others beside it, so that vectors wider than four are of use.
//! The compiler makes the loops here vector instructions; it never fuses a product with a sum.
//! Where numbers change lanes it makes poor ones, and `f32x4` names them, for one block at a time.

use std::ops::{Add, Mul, Sub};

use pulp::NullaryFnOnce;

/// Blocks of a signal that are worked on side by side: one AVX register holds [`Lanes`], two of SSE
/// or NEON do.
pub(super) const BLOCKS: usize = 2;

/// Four numbers of one block, or four factors for each block.
pub(super) type Four = [f32; 4];

/// Four numbers of each block, in single precision.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(32))]
pub(super) struct Lanes(pub(super) [Four; BLOCKS]);

/// Complex numbers: the real parts, the imaginary parts.
pub(super) type Complex<T = Lanes> = [T; 2];

impl Lanes {
    pub(super) const ZERO: Self = Self([[0.0; 4]; BLOCKS]);

    /// The same four numbers in each block.
    #[inline(always)]
    pub(super) fn repeat(four: Four) -> Self {
        Self([four; BLOCKS])
    }

    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f32, f32) -> f32) -> Self {
        let mut out = self;
        for block in 0..BLOCKS {
            for lane in 0..4 {
                out.0[block][lane] = f(self.0[block][lane], other.0[block][lane]);
            }
        }
        out
    }
}

impl Add for Lanes {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl Sub for Lanes {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl Mul for Lanes {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }
}

impl Mul<Four> for Lanes {
    type Output = Self;
    #[inline(always)]
    fn mul(self, factors: Four) -> Self {
        self * Self::repeat(factors)
    }
}

impl Mul<f32> for Lanes {
    type Output = Self;
    #[inline(always)]
    fn mul(self, factor: f32) -> Self {
        self * [factor; 4]
    }
}

/// The product with a factor, in each block the same.
#[inline(always)]
pub(super) fn times<T, W>([re, im]: Complex<T>, [w_re, w_im]: [W; 2]) -> Complex<T>
where
    T: Copy + Add<Output = T> + Sub<Output = T> + Mul<W, Output = T>,
    W: Copy,
{
    [re * w_re - im * w_im, im * w_re + re * w_im]
}

/// The product with the conjugate of the second.
#[inline(always)]
pub(super) fn times_conjugate<T, W>([re, im]: Complex<T>, [w_re, w_im]: [W; 2]) -> Complex<T>
where
    T: Copy + Add<Output = T> + Sub<Output = T> + Mul<W, Output = T>,
    W: Copy,
{
    [re * w_re + im * w_im, im * w_re - re * w_im]
}

/// Runs loops in code built for AVX2 where the processor has it.
///
/// Not for AVX-512: there the compiler goes over several rows at a time, by gathers and scatters
/// that take longer than all else. A type and not a closure, since only so is the work sure to be
/// compiled for each instruction set.
#[inline(always)]
pub(super) fn vectorised<W: NullaryFnOnce>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        return simd.vectorize(work);
    }
    work.call()
}
