//! What the number types of a matrix need beside arithmetic.

/// `f32` or `f64`: the type of the inputs, of the coefficients, and of the large products.
///
/// Systems of equations are solved in `f64` either way. Sealed: no other type can have it.
pub trait Float: emo_learn::Float + sealed::Product {}

impl Float for f32 {}
impl Float for f64 {}

pub(crate) mod sealed {
    use faer::{Accum, MatMut, MatRef, Par, linalg::matmul::matmul};

    /// What the crate needs beside arithmetic.
    pub trait Product: Sized + 'static {
        /// out = a bᵀ, on one thread. All are row-major; `a` and `b` have `depth` columns, and
        /// `out` has a row for each of `a` and a column for each of `b`.
        fn a_bt(out: &mut [Self], a: &[Self], b: &[Self], depth: usize);
    }

    macro_rules! product {
        ($type:ident) => {
            impl Product for $type {
                fn a_bt(out: &mut [Self], a: &[Self], b: &[Self], depth: usize) {
                    let [rows, columns] = [a.len() / depth, b.len() / depth];
                    let out = MatMut::from_row_major_slice_mut(out, rows, columns);
                    let a = MatRef::from_row_major_slice(a, rows, depth);
                    let b = MatRef::from_row_major_slice(b, columns, depth);
                    matmul(out, Accum::Replace, a, b.transpose(), 1.0, Par::Seq);
                }
            }
        };
    }

    product!(f32);
    product!(f64);
}
