//! Folds that keep groups whole and class shares as even as groups allow.

use emo_random::RandomState;
use ndarray::{Array1, Array2, ArrayView1, Axis};

use super::kfold::{check_n_splits, k_fold};
use super::split::{Numbered, Split, SplitInput, Splitter, splits_by_fold};
use super::stratified_kfold::check_class_sizes;
use crate::Result;
use crate::metrics::pairwise_sum;

k_fold! {
    /// Folds of whole groups with the same share of each class, as far as groups allow; each is
    /// tested once.
    ///
    /// The groups with the most uneven classes go first, each to the fold where it leaves the
    /// class shares most alike. Needs labels and groups. Source: scikit-learn 1.9.1,
    /// `model_selection.StratifiedGroupKFold`.
    StratifiedGroupKFold, "the groups"
}

impl Splitter for StratifiedGroupKFold {
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let (labels, groups) = (input.required_labels()?, input.required_groups()?);
        check_n_splits(self.n_splits, groups.counts.len(), "groups for this n_splits")?;
        check_class_sizes(self.n_splits, &labels)?;
        let fold_of_group = self.folds(&labels, &groups);
        let fold_of_row: Vec<_> =
            groups.of_row.iter().map(|&group| Some(fold_of_group[group])).collect();
        splits_by_fold(&fold_of_row, self.n_splits)
    }
}

impl StratifiedGroupKFold {
    fn folds(&self, labels: &Numbered, groups: &Numbered) -> Vec<usize> {
        let n_classes = labels.counts.len();
        let mut in_group = Array2::<f64>::zeros((groups.counts.len(), n_classes));
        for (&group, &class) in groups.of_row.iter().zip(&labels.of_row) {
            in_group[[group, class]] += 1.0;
        }
        let class_sizes: Array1<f64> = labels.counts.iter().map(|&count| count as f64).collect();

        let mut in_fold = Array2::zeros((self.n_splits, n_classes));
        let mut fold_of_group = vec![0; groups.counts.len()];
        for group in self.most_uneven_first(&in_group) {
            let fold = best_fold(&in_fold, &in_group.row(group), &class_sizes);
            in_fold.row_mut(fold).scaled_add(1.0, &in_group.row(group));
            fold_of_group[group] = fold;
        }
        fold_of_group
    }

    /// The groups by falling deviation of their class counts; of equal ones the first, in their
    /// own order or a shuffled one.
    fn most_uneven_first(&self, in_group: &Array2<f64>) -> Vec<usize> {
        let n_groups = in_group.nrows();
        let mut order: Vec<usize> = (0..n_groups).collect();
        if self.shuffle {
            RandomState::new(self.random_state).shuffle(&mut order);
        }
        let deviations: Vec<f64> = in_group.rows().into_iter().map(deviation).collect();
        order.sort_by(|&a, &b| deviations[b].total_cmp(&deviations[a]));
        order
    }
}

/// The fold where this group leaves the class shares most alike; of nearly equal ones that with
/// the fewest rows.
fn best_fold(
    in_fold: &Array2<f64>,
    group: &ArrayView1<'_, f64>,
    class_sizes: &Array1<f64>,
) -> usize {
    let mut best = (0, f64::INFINITY, f64::INFINITY);
    for fold in 0..in_fold.nrows() {
        let mut tried = in_fold.clone();
        tried.row_mut(fold).scaled_add(1.0, group);
        let deviations = class_deviations(&(tried / class_sizes));
        let unevenness = pairwise_sum(&deviations) / deviations.len() as f64;
        let rows = in_fold.row(fold).sum();
        let (_, least, fewest) = best;
        if unevenness < least || (is_close(unevenness, least) && rows < fewest) {
            best = (fold, unevenness, rows);
        }
    }
    best.0
}

/// The standard deviation of each column, as `numpy.std(shares, axis=0)` sums it: by row.
fn class_deviations(shares: &Array2<f64>) -> Vec<f64> {
    let n_folds = shares.nrows() as f64;
    let mean = shares.sum_axis(Axis(0)) / n_folds;
    let squares = (shares - &mean).mapv_into(|difference| difference * difference);
    (squares.sum_axis(Axis(0)) / n_folds).iter().map(|variance| variance.sqrt()).collect()
}

/// The standard deviation of a row, as `numpy.std(counts, axis=1)` sums it.
fn deviation(counts: ArrayView1<'_, f64>) -> f64 {
    let n = counts.len() as f64;
    let mean = pairwise_sum(&counts.to_vec()) / n;
    let squares: Vec<f64> = counts.iter().map(|count| (count - mean) * (count - mean)).collect();
    (pairwise_sum(&squares) / n).sqrt()
}

/// `numpy.isclose(a, b)` with its default tolerances.
fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-8 + 1e-5 * b.abs()
}
