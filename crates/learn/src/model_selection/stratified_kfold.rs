//! Folds that each have the classes in the same shares.

use emo_random::RandomState;

use super::kfold::{check_n_splits, k_fold};
use super::split::{Numbered, Split, SplitInput, Splitter, splits_by_fold};
use crate::{Error, Result};

k_fold! {
    /// Folds with the same share of each class, as near as may be; each is tested once.
    ///
    /// A class with fewer rows than `n_splits` is missing from some folds; it is an error only
    /// when every class has fewer. Needs labels. Source: scikit-learn 1.9.1,
    /// `model_selection.StratifiedKFold`.
    StratifiedKFold, "the rows of each class"
}

impl Splitter for StratifiedKFold {
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let labels = input.required_labels()?;
        check_n_splits(self.n_splits, labels.of_row.len(), "rows for this n_splits")?;
        check_class_sizes(self.n_splits, &labels)?;

        let mut random = RandomState::new(self.random_state);
        let mut fold_of_row = vec![None; labels.of_row.len()];
        // Folds are dealt out round robin over the rows sorted by class, the classes in the
        // order in which they first appear; a class's rows then take its folds in blocks.
        let mut dealt = 0;
        for rows in by_appearance(&labels) {
            let mut folds: Vec<usize> =
                (dealt..dealt + rows.len()).map(|place| place % self.n_splits).collect();
            dealt += rows.len();
            folds.sort_unstable();
            if self.shuffle {
                random.shuffle(&mut folds);
            }
            rows.iter().zip(folds).for_each(|(&row, fold)| fold_of_row[row] = Some(fold));
        }
        splits_by_fold(&fold_of_row, self.n_splits)
    }
}

/// Checks that at least one class reaches into every fold.
pub(super) fn check_class_sizes(n_splits: usize, labels: &Numbered) -> Result<()> {
    let largest = labels.counts.iter().copied().max().unwrap_or(0);
    if largest < n_splits {
        let what = "members of the largest class for this n_splits".into();
        return Err(Error::TooFew { what, expected: n_splits, got: largest });
    }
    Ok(())
}

/// The rows of each class, the class that appears first in front.
fn by_appearance(labels: &Numbered) -> Vec<Vec<usize>> {
    let mut classes = labels.rows();
    classes.sort_by_key(|rows| rows.first().copied());
    classes
}
