//! All inner products of the rows of a matrix that is computed in parts.

use std::ops::Range;

use ndarray::ArrayRef2;

use crate::{Error, Float, Result};

/// Rows of a tile of the result, and columns of a panel of the factor: a tile's factors fit the
/// cache.
pub(crate) const BLOCK: usize = 512;

/// The largest result, in rows: 4 GiB.
const SIZE_LIMIT: usize = 23_170;

/// The ranges that cut `0..length` into blocks.
pub(crate) fn blocks(length: usize) -> impl Iterator<Item = Range<usize>> {
    (0..length).step_by(BLOCK).map(move |start| start..length.min(start + BLOCK))
}

/// The upper triangle of a aᵀ, row-major, where `a` has `size` rows and `depth` columns.
///
/// `fill` writes the columns of `a` that it is asked for, row by row; `a` is never held as a
/// whole. Products over a panel of columns are in `F`, their sum over the panels is in `f64`.
/// Values below the diagonal are undefined.
///
/// # Errors
///
/// When the result would be too large.
pub(crate) fn gram<F: Float>(
    size: usize,
    depth: usize,
    fill: impl Fn(Range<usize>, &mut [F]),
) -> Result<Vec<f64>> {
    if size > SIZE_LIMIT {
        return Err(Error::TooLarge { limit: SIZE_LIMIT, got: size });
    }
    let mut result = vec![0.0; size * size];
    let mut panel = vec![F::zero(); size * depth.min(BLOCK)];
    for columns in blocks(depth) {
        let depth = columns.len();
        let panel = &mut panel[..size * depth];
        fill(columns, panel);
        add_products(&mut result, panel, size, depth);
    }
    Ok(result)
}

/// The inner products of the rows of `x` with each other.
pub(crate) fn row_products<F: Float>(x: &ArrayRef2<F>) -> Result<Vec<f64>> {
    let (rows, columns) = x.dim();
    gram(rows, columns, |panel, out: &mut [F]| {
        for (row, out) in x.rows().into_iter().zip(out.chunks_exact_mut(panel.len())) {
            let values = row.into_iter().skip(panel.start);
            out.iter_mut().zip(values).for_each(|(out, &value)| *out = value);
        }
    })
}

/// Adds the upper triangle of panel panelᵀ, tile by tile.
fn add_products<F: Float>(result: &mut [f64], panel: &[F], size: usize, depth: usize) {
    let mut tile = vec![F::zero(); size.min(BLOCK).pow(2)];
    let rows = |block: &Range<usize>| &panel[block.start * depth..block.end * depth];
    for i in blocks(size) {
        for j in blocks(size).skip_while(|j| j.start < i.start) {
            let tile = &mut tile[..i.len() * j.len()];
            F::a_bt(tile, rows(&i), rows(&j), depth);
            for (row, products) in i.clone().zip(tile.chunks_exact(j.len())) {
                let sums = &mut result[row * size..][j.clone()];
                for (sum, &product) in sums.iter_mut().zip(products) {
                    *sum += product.into();
                }
            }
        }
    }
}
