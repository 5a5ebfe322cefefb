//! Folds that the caller has fixed.

use serde::{Deserialize, Serialize};

use super::split::{Numbered, Split, SplitInput, Splitter, splits_by_fold};
use crate::{Error, Result};

/// Tests the folds that a published protocol fixes, in the order of their numbers.
///
/// Source: scikit-learn 1.9.1, `model_selection.PredefinedSplit`, where `None` is −1.
///
/// ```
/// use emo_learn::model_selection::{PredefinedSplit, SplitInput, Splitter};
///
/// # fn main() -> emo_learn::Result<()> {
/// let splits = PredefinedSplit::new([Some(1), Some(0), None]).split(&SplitInput::new(3))?;
/// assert_eq!(splits[0].test, [1]);
/// assert_eq!(splits[1].train, [1, 2]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PredefinedSplit {
    /// The fold that tests each row; `None` where the row always trains.
    pub test_fold: Vec<Option<usize>>,
}

impl PredefinedSplit {
    /// With the fold of each row.
    pub fn new(test_fold: impl Into<Vec<Option<usize>>>) -> Self {
        Self { test_fold: test_fold.into() }
    }
}

impl Splitter for PredefinedSplit {
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let (expected, got) = (input.checked_n_samples()?, self.test_fold.len());
        if got != expected {
            return Err(Error::Shape { what: "entries of test_fold", expected, got });
        }
        let tested: Vec<usize> = self.test_fold.iter().flatten().copied().collect();
        let numbered = Numbered::new(&tested);
        let mut folds = numbered.of_row.into_iter();
        let fold_of_row: Vec<_> =
            self.test_fold.iter().map(|fold| fold.and_then(|_| folds.next())).collect();
        splits_by_fold(&fold_of_row, numbered.counts.len())
    }
}
