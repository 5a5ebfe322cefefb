//! Random splits, drawn anew each time, by row or by group.

use emo_random::RandomState;

use super::size::{Size, train_and_test_rows};
use super::split::{Split, SplitInput, Splitter, check_entries};
use crate::{Error, Result};

/// Declares a splitter that draws: its four parameters, their defaults and their setters.
macro_rules! draws {
    ($(#[$doc:meta])* $name:ident, n_splits: $n_splits:literal, test_size: $test_size:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        pub struct $name {
            #[doc = concat!("Number of splits; default ", $n_splits, ".")]
            pub n_splits: usize,
            /// Size of the test side; default the rest that `train_size` leaves, or, without
            /// that, the share
            #[doc = concat!($test_size, ".")]
            pub test_size: Option<Size>,
            /// Size of the training side; default the rest that the test side leaves.
            pub train_size: Option<Size>,
            /// Seed; default 0. (scikit-learn's default, `None`, never repeats.)
            pub random_state: u32,
        }

        impl Default for $name {
            fn default() -> Self {
                Self { n_splits: $n_splits, test_size: None, train_size: None, random_state: 0 }
            }
        }

        impl $name {
            /// Sets the number of splits.
            #[must_use]
            pub fn n_splits(self, n_splits: usize) -> Self {
                Self { n_splits, ..self }
            }

            /// Sets the size of the test side: a share (`f64`) or a count (`usize`).
            #[must_use]
            pub fn test_size(self, size: impl Into<Size>) -> Self {
                Self { test_size: Some(size.into()), ..self }
            }

            /// Sets the size of the training side: a share (`f64`) or a count (`usize`).
            #[must_use]
            pub fn train_size(self, size: impl Into<Size>) -> Self {
                Self { train_size: Some(size.into()), ..self }
            }

            /// Sets the seed.
            #[must_use]
            pub fn random_state(self, random_state: u32) -> Self {
                Self { random_state, ..self }
            }

            /// The numbers of training and of test rows (or groups) among `n`.
            fn sizes(&self, n: usize) -> Result<(usize, usize)> {
                train_and_test_rows(n, self.train_size, self.test_size, $test_size)
            }
        }
    };
}
pub(super) use draws;

draws! {
    /// Random rows for each side; a row may be tested in several splits or in none.
    ///
    /// Source: scikit-learn 1.9.1, `model_selection.ShuffleSplit`.
    ShuffleSplit, n_splits: 10, test_size: 0.1
}

draws! {
    /// Random groups for each side, with all their rows; sizes count groups. Needs groups.
    ///
    /// Source: scikit-learn 1.9.1, `model_selection.GroupShuffleSplit`.
    GroupShuffleSplit, n_splits: 5, test_size: 0.2
}

impl Splitter for ShuffleSplit {
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let n_samples = input.checked_n_samples()?;
        check_n_draws(self.n_splits, n_samples)?;
        let sizes = self.sizes(n_samples)?;
        let mut random = RandomState::new(self.random_state);
        Ok((0..self.n_splits).map(|_| draw(n_samples, sizes, &mut random)).collect())
    }
}

impl Splitter for GroupShuffleSplit {
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let groups = input.required_groups()?;
        check_n_draws(self.n_splits, groups.of_row.len())?;
        let n_groups = groups.counts.len();
        let sizes = self.sizes(n_groups)?;
        let mut random = RandomState::new(self.random_state);
        let rows_of = |chosen: &[usize]| {
            let mut is_chosen = vec![false; n_groups];
            chosen.iter().for_each(|&group| is_chosen[group] = true);
            let rows = 0..groups.of_row.len();
            rows.filter(|&row| is_chosen[groups.of_row[row]]).collect()
        };
        let one = |_| {
            let Split { train, test } = draw(n_groups, sizes, &mut random);
            Split { train: rows_of(&train), test: rows_of(&test) }
        };
        Ok((0..self.n_splits).map(one).collect())
    }
}

/// The test side is the front of a random order, the training side what follows.
pub(super) fn draw(n: usize, (n_train, n_test): (usize, usize), random: &mut RandomState) -> Split {
    let mut test = random.permutation(n);
    let mut train = test.split_off(n_test);
    train.truncate(n_train);
    Split { train, test }
}

/// Checks that at least one split is asked for, and no absurd number.
pub(super) fn check_n_draws(n_splits: usize, n_samples: usize) -> Result<()> {
    if n_splits == 0 {
        return Err(Error::InvalidParameter {
            parameter: "n_splits".into(),
            expected: "at least 1".into(),
            got: "0".into(),
        });
    }
    check_entries(n_splits, n_samples)
}
