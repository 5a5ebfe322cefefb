//! One fold a group.

use serde::{Deserialize, Serialize};

use super::split::{Split, SplitInput, Splitter, splits_by_fold};
use crate::{Error, Result};

/// Tests each group once and trains on all others, the groups in their order: leave one speaker
/// out. Needs groups, at least two.
///
/// Source: scikit-learn 1.9.1, `model_selection.LeaveOneGroupOut`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LeaveOneGroupOut {}

impl Splitter for LeaveOneGroupOut {
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let groups = input.required_groups()?;
        let n_groups = groups.counts.len();
        if n_groups < 2 {
            return Err(Error::TooFew { what: "groups".into(), expected: 2, got: n_groups });
        }
        let fold_of_row: Vec<_> = groups.of_row.into_iter().map(Some).collect();
        splits_by_fold(&fold_of_row, n_groups)
    }
}
