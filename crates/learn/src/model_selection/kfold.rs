//! Folds of consecutive or shuffled rows, and what all k-fold splitters share.

use emo_random::RandomState;

use super::split::{Split, SplitInput, Splitter, splits_by_fold};
use crate::{Error, Result};

/// Declares a k-fold splitter: its three parameters, their defaults and their setters.
macro_rules! k_fold {
    ($(#[$doc:meta])* $name:ident, $shuffled:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        pub struct $name {
            /// Number of folds, at least 2; default 5.
            pub n_splits: usize,
            #[doc = concat!("Whether ", $shuffled, " are shuffled first; default false.")]
            pub shuffle: bool,
            /// Seed of the shuffling; default 0. (scikit-learn's default, `None`, never repeats.)
            pub random_state: u32,
        }

        impl Default for $name {
            fn default() -> Self {
                Self { n_splits: 5, shuffle: false, random_state: 0 }
            }
        }

        impl $name {
            /// Sets the number of folds.
            #[must_use]
            pub fn n_splits(self, n_splits: usize) -> Self {
                Self { n_splits, ..self }
            }

            #[doc = concat!("Sets whether ", $shuffled, " are shuffled first.")]
            #[must_use]
            pub fn shuffle(self, shuffle: bool) -> Self {
                Self { shuffle, ..self }
            }

            /// Sets the seed of the shuffling.
            #[must_use]
            pub fn random_state(self, random_state: u32) -> Self {
                Self { random_state, ..self }
            }
        }
    };
}
pub(super) use k_fold;

k_fold! {
    /// Folds of consecutive rows, or of shuffled ones; each is tested once.
    ///
    /// The first `n_samples % n_splits` folds have one row more. Source: scikit-learn 1.9.1,
    /// `model_selection.KFold`.
    KFold, "the rows"
}

impl Splitter for KFold {
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let n_samples = input.checked_n_samples()?;
        check_n_splits(self.n_splits, n_samples, "rows for this n_splits")?;
        let mut rows: Vec<usize> = (0..n_samples).collect();
        if self.shuffle {
            RandomState::new(self.random_state).shuffle(&mut rows);
        }
        let mut fold_of_row = vec![None; n_samples];
        for (fold, part) in even_parts(&rows, self.n_splits).enumerate() {
            part.iter().for_each(|&row| fold_of_row[row] = Some(fold));
        }
        splits_by_fold(&fold_of_row, self.n_splits)
    }
}

/// Checks that there are at least two folds, and no more than things to put in them.
pub(super) fn check_n_splits(n_splits: usize, available: usize, what: &str) -> Result<()> {
    if n_splits < 2 {
        return Err(Error::InvalidParameter {
            parameter: "n_splits".into(),
            expected: "at least 2".into(),
            got: n_splits.to_string(),
        });
    }
    if available < n_splits {
        return Err(Error::TooFew { what: what.into(), expected: n_splits, got: available });
    }
    Ok(())
}

/// Consecutive parts, the first ones one longer where the length does not divide
/// (`numpy.array_split`).
pub(super) fn even_parts<T>(items: &[T], n_parts: usize) -> impl Iterator<Item = &[T]> {
    let (size, longer) = (items.len() / n_parts, items.len() % n_parts);
    let start = move |part: usize| part * size + part.min(longer);
    (0..n_parts).map(move |part| &items[start(part)..start(part + 1)])
}
