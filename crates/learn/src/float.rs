//! The two number types of a matrix.

use ndarray::NdFloat;
use serde::{Serialize, de::DeserializeOwned};

/// `f32` or `f64`: the type of the inputs, of what is learned, and of the large products.
///
/// Sealed: no other type can have it. A crate whose inner loops need more (a matrix product, an
/// exponential) extends it by a trait of its own.
///
/// ```
/// use emo_learn::Float;
///
/// fn half<F: Float>(x: F) -> F {
///     x * F::of(0.5)
/// }
/// assert_eq!(half(3.0_f32), 1.5);
/// ```
pub trait Float: NdFloat + Into<f64> + Serialize + DeserializeOwned + sealed::Sealed {
    /// The largest finite number.
    const LARGEST: f64;

    /// The nearest number of this type.
    fn of(value: f64) -> Self;
}

impl Float for f32 {
    const LARGEST: f64 = f32::MAX as f64;

    #[inline(always)]
    fn of(value: f64) -> Self {
        value as f32
    }
}

impl Float for f64 {
    const LARGEST: f64 = f64::MAX;

    #[inline(always)]
    fn of(value: f64) -> Self {
        value
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}
