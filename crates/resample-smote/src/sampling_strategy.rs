//! Which classes grow, and how far.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// Which classes get synthetic rows, as imbalanced-learn's `sampling_strategy` for
/// over-sampling.
///
/// The majority is the class with most rows, the minority the one with fewest; of several, the
/// one with the smallest label.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SamplingStrategy {
    /// The same as [`NotMajority`](Self::NotMajority).
    #[default]
    Auto,
    /// All classes but the majority are raised to it.
    #[serde(rename = "not majority")]
    NotMajority,
    /// The minority is raised to the majority; other classes stay as they are.
    Minority,
    /// All classes but the minority are raised to the majority.
    #[serde(rename = "not minority")]
    NotMinority,
    /// All classes are raised to the majority.
    All,
    /// With two classes: rows of the minority after resampling ÷ rows of the majority, in
    /// (0, 1].
    Ratio(f64),
    /// Rows of each class after resampling; classes without a count stay as they are.
    Counts(BTreeMap<usize, usize>),
}

impl SamplingStrategy {
    /// How many rows each class gets, by label; `present` is how many each has.
    pub(crate) fn rows_to_add(
        &self,
        present: &BTreeMap<usize, usize>,
    ) -> Result<BTreeMap<usize, usize>> {
        let largest = present.values().copied().max().unwrap_or(0);
        let majority = class_with(present, largest);
        let minority = class_with(present, present.values().copied().min().unwrap_or(0));
        let level = |included: &dyn Fn(Option<usize>) -> bool| {
            let classes = present.iter().filter(|&(&class, _)| included(Some(class)));
            Ok(classes.map(|(&class, &rows)| (class, largest - rows)).collect())
        };
        match self {
            Self::Auto | Self::NotMajority => level(&|class| class != majority),
            Self::Minority => level(&|class| class == minority),
            Self::NotMinority => level(&|class| class != minority),
            Self::All => level(&|_| true),
            Self::Ratio(ratio) => by_ratio(*ratio, present, largest, majority),
            Self::Counts(counts) => by_count(counts, present),
        }
    }
}

/// The first class with so many rows.
fn class_with(present: &BTreeMap<usize, usize>, wanted: usize) -> Option<usize> {
    present.iter().find(|&(_, &rows)| rows == wanted).map(|(&class, _)| class)
}

fn by_ratio(
    ratio: f64,
    present: &BTreeMap<usize, usize>,
    largest: usize,
    majority: Option<usize>,
) -> Result<BTreeMap<usize, usize>> {
    if !(ratio > 0.0 && ratio <= 1.0) {
        return Err(Error::RatioOutOfRange { got: ratio });
    }
    if present.len() != 2 {
        return Err(Error::RatioNotBinary { got: present.len() });
    }
    let smaller = present.iter().filter(|&(&class, _)| Some(class) != majority);
    smaller
        .map(|(&class, &rows)| {
            // Truncated towards zero, as imbalanced-learn does.
            let added = (largest as f64 * ratio - rows as f64).trunc();
            if added < 1.0 {
                return Err(Error::RatioTooSmall { class, rows, got: ratio });
            }
            Ok((class, added as usize))
        })
        .collect()
}

fn by_count(
    counts: &BTreeMap<usize, usize>,
    present: &BTreeMap<usize, usize>,
) -> Result<BTreeMap<usize, usize>> {
    let added = |(&class, &got): (&usize, &usize)| {
        let &expected = present.get(&class).ok_or(Error::UnknownClass { class })?;
        let added = got.checked_sub(expected);
        Ok((class, added.ok_or(Error::CountBelowPresent { class, expected, got })?))
    };
    counts.iter().map(added).collect()
}
