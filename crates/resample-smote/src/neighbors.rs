//! The nearest neighbours of a class's rows within the class.

use ndarray::Array2;
use pulp::{Arch, NullaryFnOnce};
use rayon::prelude::*;

use crate::neighbor_heap::NeighborHeap;
use crate::screen::Screen;
use crate::{Error, Result};

/// Number of queries, and of rows they are compared with, per block: the scores of a block fit in
/// a core's cache.
const BLOCK_QUERIES: usize = 256;
const BLOCK_ROWS: usize = 512;

/// scikit-learn 1.9 searches classes of up to four of its blocks of 256 rows in another way,
/// which shows in the order of equal distances (`_pairwise_distances_reduction/_base.pyx`).
const MERGED_UP_TO: usize = 4 * 256;

/// Finds the `k` nearest rows of each row in `queries`, nearest first: `k` indices per query.
///
/// As imbalanced-learn does, it takes the k + 1 nearest rows and leaves out the first, which is
/// the row itself or one equal to it. There must be more than `k` rows.
pub(crate) fn nearest(rows: &Array2<f64>, queries: &[usize], k: usize) -> Result<Vec<usize>> {
    let size = queries.len().saturating_mul(k);
    let mut neighbors = Vec::new();
    let too_large = |_| Error::TooLarge { rows: queries.len(), columns: k };
    neighbors.try_reserve_exact(size).map_err(too_large)?;
    neighbors.resize(size, 0);

    let screen = Screen::new(rows.view());
    let search = Search { rows, screen: &screen, k };
    neighbors
        .par_chunks_mut(BLOCK_QUERIES * k)
        .zip(queries.par_chunks(BLOCK_QUERIES))
        .for_each(|(neighbors, queries)| search.block(queries, neighbors));
    Ok(neighbors)
}

struct Search<'a> {
    rows: &'a Array2<f64>,
    screen: &'a Screen,
    k: usize,
}

impl Search<'_> {
    /// Finds the neighbours of a few rows.
    fn block(&self, queries: &[usize], neighbors: &mut [usize]) {
        let mut heaps = self.heaps(queries, true);
        if heaps.iter().any(NeighborHeap::may_have_ties) {
            // Equal distances are ordered as in scikit-learn only if no row is skipped.
            heaps = self.heaps(queries, false);
        }
        let merged = self.rows.nrows() <= MERGED_UP_TO;
        for (heap, neighbors) in heaps.into_iter().zip(neighbors.chunks_mut(self.k)) {
            let heap = if merged { heap.merged() } else { heap };
            for (row, neighbor) in heap.into_rows().skip(1).zip(neighbors) {
                *neighbor = row;
            }
        }
    }

    /// The k + 1 nearest rows of each query. With `skip`, rows that cannot be among them are
    /// dropped before k + 1 others have been found.
    fn heaps(&self, queries: &[usize], skip: bool) -> Vec<NeighborHeap> {
        let n = self.rows.nrows();
        let points = self.screen.queries(queries);
        let mut scores = vec![0.0; queries.len() * BLOCK_ROWS.min(n)];
        let mut heaps: Vec<NeighborHeap> =
            queries.iter().map(|_| NeighborHeap::new(self.k + 1)).collect();
        for first in (0..n).step_by(BLOCK_ROWS) {
            let width = BLOCK_ROWS.min(n - first);
            let scores = &mut scores[..queries.len() * width];
            self.screen.scores(&points, first..first + width, scores);
            let heaps = &mut heaps;
            Arch::new().dispatch(Scan { search: self, queries, first, width, scores, heaps, skip });
        }
        heaps
    }

    /// Pushes the rows from `first` on that are close enough, in order; `skip` drops candidates
    /// once `k + 1` closer ones have been found.
    #[inline(always)]
    fn scan(
        &self,
        scores: &[f32],
        first: usize,
        query: usize,
        heap: &mut NeighborHeap,
        skip: bool,
    ) {
        let cutoff = self.screen.cutoff(query);
        let mut least = if skip {
            cutoff.least_score_beside(reached_by(scores, self.k + 1))
        } else {
            cutoff.least_score(heap.farthest())
        };
        for (chunk, scores) in scores.chunks(LANES).enumerate() {
            // Without a branch per lane, so that it compiles to vector instructions.
            if !scores.iter().fold(false, |any, &score| any | (score >= least)) {
                continue;
            }
            for (row, &score) in (first + chunk * LANES..).zip(scores) {
                if score >= least {
                    heap.push(squared_distance(self.row(query), self.row(row)), row);
                    least = least.max(cutoff.least_score(heap.farthest()));
                }
            }
        }
    }

    #[inline(always)]
    fn row(&self, row: usize) -> &[f64] {
        self.rows.row(row).to_slice().unwrap_or_default()
    }
}

/// Scans the scores of a block of rows for rows that are close enough.
///
/// A type and not a closure, so that it is compiled into each of pulp's variants, one per
/// instruction set.
struct Scan<'a> {
    search: &'a Search<'a>,
    queries: &'a [usize],
    first: usize,
    width: usize,
    scores: &'a [f32],
    heaps: &'a mut [NeighborHeap],
    skip: bool,
}

impl NullaryFnOnce for Scan<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let scores = self.scores.chunks_exact(self.width);
        for ((scores, &query), heap) in scores.zip(self.queries).zip(self.heaps) {
            let skip = self.skip && self.first == 0;
            self.search.scan(scores, self.first, query, heap, skip);
        }
    }
}

/// How many scores are compared at once: a few vector registers.
const LANES: usize = 32;

/// Lower bound of the `count`-th highest score: the `count`-th highest of the maxima over every
/// 32nd score.
#[inline(always)]
fn reached_by(scores: &[f32], count: usize) -> f32 {
    let mut maxima = [f32::NEG_INFINITY; LANES];
    for scores in scores.chunks(LANES) {
        for (maximum, &score) in maxima.iter_mut().zip(scores) {
            *maximum = if score > *maximum { score } else { *maximum };
        }
    }
    if count > LANES {
        return f32::NEG_INFINITY;
    }
    *maxima.select_nth_unstable_by(LANES - count, f32::total_cmp).1
}

/// The squared Euclidean distance, summed in lanes that become vector instructions.
#[inline(always)]
fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    const LANES: usize = 8;
    let (a, a_rest) = a.as_chunks::<LANES>();
    let (b, b_rest) = b.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            let difference = a - b;
            *sum += difference * difference;
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| (a - b) * (a - b)).sum();
    sums.iter().sum::<f64>() + rest
}
