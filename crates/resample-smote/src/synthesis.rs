//! New rows of one class.

use emo_random::RandomState;
use ndarray::Array2;

use crate::neighbors::nearest;
use crate::{Error, Float, Result};

/// Appends `count` new rows of the class with the given rows to `values`, which holds rows of
/// `columns` columns, one after the other.
///
/// The draws are those of imbalanced-learn 0.14 (`BaseSMOTE._make_samples`): first, for each new
/// row, a number that selects the row and one of its `k` neighbours; then the position of the new
/// row between them.
pub(crate) fn append_synthetic<F: Float>(
    values: &mut Vec<F>,
    columns: usize,
    class_rows: &[usize],
    count: usize,
    k: usize,
    seed: u32,
) -> Result<()> {
    let mut state = RandomState::new(seed);
    let pairs = draw_pairs(&mut state, class_rows.len(), k, count)?;

    // Only rows that were drawn need neighbours.
    let bases = distinct_bases(&pairs, class_rows.len());
    let rows = Array2::from_shape_fn((class_rows.len(), columns), |(row, column)| {
        values[class_rows[row] * columns + column].into()
    });
    let neighbors = nearest(&rows, &bases, k)?;
    let mut first_neighbor = vec![0; class_rows.len()];
    for (i, &base) in bases.iter().enumerate() {
        first_neighbor[base] = i * k;
    }

    for pair in pairs {
        let step = state.random_sample();
        let neighbor = neighbors[first_neighbor[pair.base] + pair.neighbor];
        let (base, neighbor) = (row_slice(&rows, pair.base), row_slice(&rows, neighbor));
        values.extend(base.iter().zip(neighbor).map(|(&a, &b)| between::<F>(a, b, step)));
    }
    Ok(())
}

/// A row of the class, and which of its neighbours.
struct Pair {
    base: usize,
    neighbor: usize,
}

fn draw_pairs(state: &mut RandomState, rows: usize, k: usize, count: usize) -> Result<Vec<Pair>> {
    let choices = i64::try_from(rows.saturating_mul(k)).unwrap_or(i64::MAX);
    let mut pairs = Vec::new();
    pairs.try_reserve_exact(count).map_err(|_| Error::TooLarge { rows: count, columns: 2 })?;
    for _ in 0..count {
        let choice = state.randint(0, choices)? as usize;
        pairs.push(Pair { base: choice / k, neighbor: choice % k });
    }
    Ok(pairs)
}

/// The rows that were drawn, each once, in ascending order.
fn distinct_bases(pairs: &[Pair], rows: usize) -> Vec<usize> {
    let mut drawn = vec![false; rows];
    for pair in pairs {
        drawn[pair.base] = true;
    }
    (0..rows).filter(|&row| drawn[row]).collect()
}

/// A row of a matrix whose rows lie one after the other.
fn row_slice(rows: &Array2<f64>, row: usize) -> &[f64] {
    rows.row(row).to_slice().unwrap_or_default()
}

/// Interpolates from `a` to `b` by `step`, with NumPy's roundings: the difference and the result in
/// the type of the rows, intermediate values in double precision.
fn between<F: Float>(a: f64, b: f64, step: f64) -> F {
    let difference: f64 = F::of(b - a).into();
    F::of(a + step * difference)
}
