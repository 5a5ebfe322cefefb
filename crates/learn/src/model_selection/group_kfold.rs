//! Folds that keep each group whole.

use emo_random::RandomState;

use super::kfold::{check_n_splits, even_parts, k_fold};
use super::split::{Numbered, Split, SplitInput, Splitter, splits_by_fold};
use crate::Result;

k_fold! {
    /// Folds of whole groups; each is tested once.
    ///
    /// Without shuffling the largest group goes first, each to the fold with the fewest rows so
    /// far. With it the groups are shuffled and cut into folds of as many groups each, of
    /// whatever size. Needs groups. Source: scikit-learn 1.9.1, `model_selection.GroupKFold`.
    GroupKFold, "the groups"
}

impl Splitter for GroupKFold {
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let groups = input.required_groups()?;
        check_n_splits(self.n_splits, groups.counts.len(), "groups for this n_splits")?;
        let fold_of_group =
            if self.shuffle { self.shuffled_folds(&groups) } else { self.balanced_folds(&groups) };
        let fold_of_row: Vec<_> =
            groups.of_row.iter().map(|&group| Some(fold_of_group[group])).collect();
        splits_by_fold(&fold_of_row, self.n_splits)
    }
}

impl GroupKFold {
    fn shuffled_folds(&self, groups: &Numbered) -> Vec<usize> {
        let order = RandomState::new(self.random_state).permutation(groups.counts.len());
        let mut fold_of_group = vec![0; order.len()];
        for (fold, part) in even_parts(&order, self.n_splits).enumerate() {
            part.iter().for_each(|&group| fold_of_group[group] = fold);
        }
        fold_of_group
    }

    fn balanced_folds(&self, groups: &Numbered) -> Vec<usize> {
        let mut largest_first: Vec<usize> = (0..groups.counts.len()).collect();
        // scikit-learn reverses a stable ascending sort: of equal groups the last goes first.
        largest_first.sort_by_key(|&group| groups.counts[group]);
        largest_first.reverse();

        let mut rows_in_fold = vec![0; self.n_splits];
        let mut fold_of_group = vec![0; groups.counts.len()];
        for group in largest_first {
            let lightest = (0..self.n_splits).min_by_key(|&fold| rows_in_fold[fold]).unwrap_or(0);
            rows_in_fold[lightest] += groups.counts[group];
            fold_of_group[group] = lightest;
        }
        fold_of_group
    }
}
