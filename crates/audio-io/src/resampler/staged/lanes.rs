//! Four numbers side by side, as soxr's single-precision engine computes.
//!
//! Which four samples meet in one vector decides the order of additions, and so the rounding. The
//! compiler makes the loops here vector instructions; it never fuses a product with a sum.

use std::ops::{Add, Mul, Sub};

/// Four numbers in single precision.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(align(16))]
pub(super) struct Lanes(pub(super) [f32; 4]);

impl Lanes {
    /// The same number in each lane.
    #[inline(always)]
    pub(super) fn splat(value: f32) -> Self {
        Self([value; 4])
    }

    /// The sum of the lanes: the even ones, the odd ones, then both.
    #[inline(always)]
    pub(super) fn sum(self) -> f32 {
        let [a, b, c, d] = self.0;
        (a + c) + (b + d)
    }
}

impl Add for Lanes {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]])
    }
}

impl Sub for Lanes {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]])
    }
}

impl Mul for Lanes {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] * b[0], a[1] * b[1], a[2] * b[2], a[3] * b[3]])
    }
}

impl Mul<f32> for Lanes {
    type Output = Self;
    #[inline(always)]
    fn mul(self, factor: f32) -> Self {
        self * Self::splat(factor)
    }
}

/// Four complex numbers: the real parts, the imaginary parts.
pub(super) type Complex = [Lanes; 2];

/// The product.
#[inline(always)]
pub(super) fn times([re, im]: Complex, [w_re, w_im]: Complex) -> Complex {
    [re * w_re - im * w_im, im * w_re + re * w_im]
}

/// The product with the conjugate of the second.
#[inline(always)]
pub(super) fn times_conjugate([re, im]: Complex, [w_re, w_im]: Complex) -> Complex {
    [re * w_re + im * w_im, im * w_re - re * w_im]
}

/// Swaps rows and columns.
#[inline(always)]
pub(super) fn transpose(rows: [Lanes; 4]) -> [Lanes; 4] {
    std::array::from_fn(|column| Lanes(rows.map(|row| row.0[column])))
}
