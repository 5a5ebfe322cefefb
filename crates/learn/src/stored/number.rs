//! The number type that a stored step computes in.

use ndarray::{Array2, ArrayRef2, NdFloat};

/// `f32` or `f64`: what a stored step computes in. Sealed: no other type can have it.
///
/// Pipelines in files take and give `f64`; a step in single precision gets its rows rounded.
pub trait Number: NdFloat + sealed::Sealed {
    /// Calls with the rows in this precision.
    #[doc(hidden)]
    fn with_rows<R>(x: &ArrayRef2<f64>, call: impl FnOnce(&ArrayRef2<Self>) -> R) -> R;

    /// The numbers in double precision.
    #[doc(hidden)]
    fn widen(x: Array2<Self>) -> Array2<f64>;

    /// Probabilities in double precision. Those of single precision are divided by their sum
    /// again, since their rounding is visible there.
    #[doc(hidden)]
    fn widen_shares(shares: Array2<Self>) -> Array2<f64>;
}

impl Number for f64 {
    fn with_rows<R>(x: &ArrayRef2<f64>, call: impl FnOnce(&ArrayRef2<f64>) -> R) -> R {
        call(x)
    }

    fn widen(x: Array2<f64>) -> Array2<f64> {
        x
    }

    fn widen_shares(shares: Array2<f64>) -> Array2<f64> {
        shares
    }
}

impl Number for f32 {
    fn with_rows<R>(x: &ArrayRef2<f64>, call: impl FnOnce(&ArrayRef2<f32>) -> R) -> R {
        call(&x.mapv(|value| value as f32))
    }

    fn widen(x: Array2<f32>) -> Array2<f64> {
        x.mapv(f64::from)
    }

    fn widen_shares(shares: Array2<f32>) -> Array2<f64> {
        let mut shares = shares.mapv(f64::from);
        shares.rows_mut().into_iter().for_each(|mut row| row /= row.sum());
        shares
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}
