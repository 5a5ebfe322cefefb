//! Filter banks applied to tiles: one that is mostly zero, one that is dense.

use ndarray::Array2;

use crate::kernel::lanes::Lanes;

/// A filter bank whose filters cover a few neighbouring bins each.
#[derive(Clone, Debug)]
pub(crate) struct SparseBank {
    filters: Vec<(usize, Vec<f32>)>,
}

impl SparseBank {
    /// Keeps of each row what lies between its first and its last weight.
    pub(crate) fn new(weights: &Array2<f32>) -> Self {
        let filters = weights.outer_iter().map(|row| {
            let used = |w: &f32| *w != 0.0;
            let first = row.iter().position(used).unwrap_or(0);
            let last = row.iter().rposition(used).map_or(first, |last| last + 1);
            (first, row.iter().copied().take(last).skip(first).collect())
        });
        Self { filters: filters.collect() }
    }

    /// One output row a filter.
    #[inline(always)]
    pub(crate) fn apply(&self, bins: &[Lanes], out: &mut [Lanes]) {
        for (out, (first, weights)) in out.iter_mut().zip(&self.filters) {
            let mut sum = Lanes::ZERO;
            for (&weight, &bin) in weights.iter().zip(&bins[*first..]) {
                sum = sum.add_scaled(weight, bin);
            }
            *out = sum;
        }
    }
}

/// Filters of a dense bank that are summed at once, in registers.
const PANEL: usize = 6;

/// Terms summed before they are added to the sum of all: a long sum that is kept short loses
/// fewer digits.
const PART: usize = 32;

/// A filter bank without structure, its weights in the order in which they are used.
#[derive(Clone, Debug)]
pub(crate) struct DenseBank {
    panels: Vec<Vec<[f32; PANEL]>>,
}

impl DenseBank {
    pub(crate) fn new(weights: &Array2<f32>) -> Self {
        let panels = weights.axis_chunks_iter(ndarray::Axis(0), PANEL).map(|rows| {
            let panel = rows.columns().into_iter().map(|column| {
                let mut weights = [0.0; PANEL];
                weights.iter_mut().zip(column).for_each(|(to, &from)| *to = from);
                weights
            });
            panel.collect()
        });
        Self { panels: panels.collect() }
    }

    /// One output row a filter.
    #[inline(always)]
    pub(crate) fn apply(&self, bins: &[Lanes], out: &mut [Lanes]) {
        for (out, panel) in out.chunks_mut(PANEL).zip(&self.panels) {
            let mut sums = [Lanes::ZERO; PANEL];
            for (panel, bins) in panel.chunks(PART).zip(bins.chunks(PART)) {
                let mut part = [Lanes::ZERO; PANEL];
                for (weights, &bin) in panel.iter().zip(bins) {
                    for (sum, &weight) in part.iter_mut().zip(weights) {
                        *sum = sum.add_scaled(weight, bin);
                    }
                }
                for (sum, part) in sums.iter_mut().zip(part) {
                    *sum = sum.add_scaled(1.0, part);
                }
            }
            out.copy_from_slice(&sums[..out.len()]);
        }
    }
}
