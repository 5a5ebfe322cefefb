//! Products of matrices.

use faer::{MatMut, MatRef};
use ndarray::ArrayRef2;

use crate::{Float, network::flat_mut};

/// c = a b, on one thread; `c` is row-major.
///
/// faer's kernels take most operands from where they are, transposed or not. To pack them first, as
/// matrixmultiply does, costs a fifth of the time at the sizes of a batch.
pub(crate) fn product<F: Float>(a: &ArrayRef2<F>, b: &ArrayRef2<F>, c: &mut ArrayRef2<F>) {
    let (rows, columns) = c.dim();
    let c = MatMut::from_row_major_slice_mut(flat_mut(c), rows, columns);
    let (mut copy_of_a, mut copy_of_b) = (Vec::new(), Vec::new());
    F::multiply(c, matrix(a, &mut copy_of_a), matrix(b, &mut copy_of_b));
}

/// The array as it is where it is in order of rows or of columns, else by way of a copy.
fn matrix<'a, F: Float>(array: &'a ArrayRef2<F>, copy: &'a mut Vec<F>) -> MatRef<'a, F> {
    let (rows, columns) = array.dim();
    if let Some(values) = array.as_slice() {
        return MatRef::from_row_major_slice(values, rows, columns);
    }
    if let Some(values) = array.t().to_slice() {
        return MatRef::from_column_major_slice(values, rows, columns);
    }
    copy.extend(array.iter().copied());
    MatRef::from_row_major_slice(copy, rows, columns)
}
