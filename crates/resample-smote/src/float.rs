//! The number types of a matrix.

use std::fmt::Debug;

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// `f32` or `f64`: the values that [`Smote`](crate::Smote) works on.
pub trait Float: sealed::Sealed + Copy + Debug + Into<f64> + Send + Sync + 'static {
    /// The largest finite value.
    const LARGEST: f64;

    /// The nearest value of this type.
    fn from_f64(value: f64) -> Self;
}

impl Float for f32 {
    const LARGEST: f64 = f32::MAX as f64;

    fn from_f64(value: f64) -> Self {
        value as f32
    }
}

impl Float for f64 {
    const LARGEST: f64 = f64::MAX;

    fn from_f64(value: f64) -> Self {
        value
    }
}
