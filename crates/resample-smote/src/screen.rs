//! Approximate distances, by which most rows are skipped.

use std::ops::Range;

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Slice, Zip};

/// The rows of one class in single precision, to find likely neighbours by matrix products.
///
/// With z the rows after centring and scaling, the score of row j for row i is
/// zᵢ·zⱼ − |zⱼ|²/2 = (|zᵢ|² − |zᵢ − zⱼ|²) / 2: the nearer, the higher. One product gives the
/// scores of many rows, since each row carries −|zⱼ|²/2 as a last column and each query a 1.
pub(crate) struct Screen {
    points: Array2<f32>,
    squared_norms: Vec<f64>,
    largest_squared_norm: f64,
    scale: f64,
}

impl Screen {
    pub(crate) fn new(rows: ArrayView2<f64>) -> Self {
        let (n, columns) = rows.dim();
        let mean = rows.sum_axis(Axis(0)) / n.max(1) as f64;
        let scale = unit_scale(rows, mean.view());
        let mut points = Array2::zeros((n, columns + 1));
        let mut squared_norms = vec![0.0; n];
        let mut z = Array1::zeros(columns);
        for ((row, mut point), squared_norm) in
            rows.rows().into_iter().zip(points.rows_mut()).zip(&mut squared_norms)
        {
            Zip::from(&mut z).and(row).and(&mean).for_each(|z, x, mean| *z = (x - mean) * scale);
            *squared_norm = z.dot(&z);
            Zip::from(point.slice_axis_mut(Axis(0), Slice::from(..columns)))
                .and(&z)
                .for_each(|point, &z| *point = z as f32);
            point[columns] = (-0.5 * *squared_norm) as f32;
        }
        let largest_squared_norm = squared_norms.iter().copied().fold(0.0, f64::max);
        Self { points, squared_norms, largest_squared_norm, scale }
    }

    /// The rows to be scored, ready for [`scores`](Self::scores).
    pub(crate) fn queries(&self, rows: &[usize]) -> Array2<f32> {
        let mut queries = self.points.select(Axis(0), rows);
        queries.column_mut(self.points.ncols() - 1).fill(1.0);
        queries
    }

    /// Writes the scores of the rows in `range` to `scores`, one row per query.
    pub(crate) fn scores(&self, queries: &Array2<f32>, range: Range<usize>, scores: &mut [f32]) {
        let points = self.points.slice_axis(Axis(0), Slice::from(range));
        let points = points.to_slice().unwrap_or_default();
        let ((rows, depth), columns) = (queries.dim(), points.len() / self.points.ncols());
        let queries = queries.as_slice().unwrap_or_default();
        let queries = MatRef::from_row_major_slice(queries, rows, depth);
        let points = MatRef::from_column_major_slice(points, depth, columns);
        let scores = MatMut::from_row_major_slice_mut(scores, rows, columns);
        matmul(scores, Accum::Replace, queries, points, 1.0, Par::Seq);
    }

    /// The threshold of scores for rows that may be close to `row`.
    pub(crate) fn cutoff(&self, row: usize) -> Cutoff {
        let squared_norm = self.squared_norms[row];
        let error = self.largest_error(squared_norm);
        Cutoff { half_squared_norm: 0.5 * squared_norm, error, scale: self.scale }
    }

    /// How far a score may be off by rounding: twice the upper bound of Higham, *Accuracy and
    /// Stability of Numerical Algorithms*, section 3.1, for a sum of products in any order.
    fn largest_error(&self, squared_norm: f64) -> f64 {
        let roundings = (self.points.ncols() + 8) as f64 * f64::from(f32::EPSILON);
        let largest = self.largest_squared_norm;
        roundings * ((squared_norm * largest).sqrt() + 0.5 * largest)
    }
}

/// Converts the largest allowed distance into the smallest allowed score.
#[derive(Clone, Copy)]
pub(crate) struct Cutoff {
    half_squared_norm: f64,
    error: f64,
    scale: f64,
}

impl Cutoff {
    /// Lower bound: any row closer than `squared_distance` has at least this score.
    #[inline(always)]
    pub(crate) fn least_score(self, squared_distance: f64) -> f32 {
        // The scale squared alone may overflow.
        let scaled = squared_distance * self.scale * self.scale;
        (self.half_squared_norm - 0.5 * scaled - self.error) as f32
    }

    /// Lower bound: any row closer than the one with `score` has at least this score.
    #[inline(always)]
    pub(crate) fn least_score_beside(self, score: f32) -> f32 {
        (f64::from(score) - 2.0 * self.error) as f32
    }
}

/// The factor that scales the largest distance of a value from its column's mean to 1.
fn unit_scale(rows: ArrayView2<f64>, mean: ArrayView1<f64>) -> f64 {
    // First per column in vector registers, then over the columns.
    let mut farthest = Array1::<f64>::zeros(mean.len());
    for row in rows.rows() {
        Zip::from(&mut farthest).and(row).and(mean).for_each(|farthest, x, mean| {
            let distance = (x - mean).abs();
            *farthest = if distance > *farthest { distance } else { *farthest };
        });
    }
    let largest = farthest.into_iter().fold(0.0, f64::max);
    if largest > f64::MIN_POSITIVE { 1.0 / largest } else { 1.0 }
}
