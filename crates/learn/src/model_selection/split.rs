//! A split, what it is made from, and what is done with it.

use std::collections::BTreeSet;

use ndarray::{Array2, ArrayRef2, Axis};
use serde::{Deserialize, Serialize};

use super::copies::Copies;
use crate::{Error, Result};

/// Row numbers, from 0, of the two sides of one split.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// Rows to train on.
    pub train: Vec<usize>,
    /// Rows to test on.
    pub test: Vec<usize>,
}

/// What a [`Splitter`] may look at: the number of rows, their classes and their groups, and which
/// rows are augmented copies of others.
///
/// Classes and groups are whole numbers, of which only equality and order count; a
/// [`LabelEncoder`](crate::preprocessing::LabelEncoder) makes them from labels of any kind.
#[derive(Clone, Copy, Debug)]
pub struct SplitInput<'a> {
    n_samples: usize,
    labels: Option<&'a [usize]>,
    groups: Option<&'a [usize]>,
    copy_of: Option<&'a [Option<usize>]>,
}

impl<'a> SplitInput<'a> {
    /// `n_samples` rows, of which nothing more is known.
    pub fn new(n_samples: usize) -> Self {
        Self { n_samples, labels: None, groups: None, copy_of: None }
    }

    /// With the class of each row; the stratified splitters need it.
    #[must_use]
    pub fn labels(self, labels: &'a [usize]) -> Self {
        Self { labels: Some(labels), ..self }
    }

    /// With the group (the speaker) of each row; the group splitters need it.
    #[must_use]
    pub fn groups(self, groups: &'a [usize]) -> Self {
        Self { groups: Some(groups), ..self }
    }

    /// With the row that each row is an augmented copy of; `None` for a row as recorded. Copies
    /// train where their row trains, and are never tested.
    #[must_use]
    pub fn copies(self, copy_of: &'a [Option<usize>]) -> Self {
        Self { copy_of: Some(copy_of), ..self }
    }

    /// The number of rows.
    pub fn n_samples(&self) -> usize {
        self.n_samples
    }

    /// The class of each row, where it is known.
    pub fn class_of_row(&self) -> Option<&'a [usize]> {
        self.labels
    }

    /// The group of each row, where it is known.
    pub fn group_of_row(&self) -> Option<&'a [usize]> {
        self.groups
    }

    /// The number of rows, at least one.
    pub(super) fn checked_n_samples(&self) -> Result<usize> {
        check_n_samples(self.n_samples)
    }

    /// The class numbers, one for each row, numbered 0, 1, … in their order.
    pub(super) fn required_labels(&self) -> Result<Numbered> {
        self.numbered("labels", self.labels)
    }

    /// The group numbers, one for each row, numbered 0, 1, … in their order.
    pub(super) fn required_groups(&self) -> Result<Numbered> {
        self.numbered("groups", self.groups)
    }

    fn numbered(&self, what: &'static str, values: Option<&[usize]>) -> Result<Numbered> {
        let values = values.ok_or(Error::Missing { what })?;
        let expected = self.checked_n_samples()?;
        if values.len() != expected {
            return Err(Error::Shape { what, expected, got: values.len() });
        }
        Ok(Numbered::new(values))
    }
}

/// Values replaced by their place among the sorted distinct ones (`numpy.unique` with
/// `return_inverse` and `return_counts`).
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    /// The number of each row's value.
    pub(super) of_row: Vec<usize>,
    /// How many rows have each value.
    pub(super) counts: Vec<usize>,
}

impl Numbered {
    pub(super) fn new<T: Ord>(values: &[T]) -> Self {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| values[a].cmp(&values[b]));
        let mut of_row = vec![0; values.len()];
        let mut counts: Vec<usize> = Vec::new();
        for same in order.chunk_by(|&a, &b| values[a] == values[b]) {
            same.iter().for_each(|&row| of_row[row] = counts.len());
            counts.push(same.len());
        }
        Self { of_row, counts }
    }

    /// The rows of each value, ascending.
    pub(super) fn rows(&self) -> Vec<Vec<usize>> {
        let mut rows = vec![Vec::new(); self.counts.len()];
        for (row, &number) in self.of_row.iter().enumerate() {
            rows[number].push(row);
        }
        rows
    }
}

/// The values that occur, sorted, each once.
pub(super) fn distinct<T: Ord + Clone>(values: &[T]) -> Vec<T> {
    let mut distinct = values.to_vec();
    distinct.sort();
    distinct.dedup();
    distinct
}

/// Divides rows into training and test rows, once or several times.
///
/// An implementor writes [`divide`](Self::divide); a caller calls [`split`](Self::split), which
/// keeps augmented copies beside the rows that they were made from.
pub trait Splitter {
    /// The splits of rows none of which is a copy, in order.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] for a parameter that makes no sense, [`Error::Missing`] without
    /// the labels or groups that the splitter needs, [`Error::Shape`] unless there is one for each
    /// row, [`Error::Empty`] without rows, and [`Error::TooFew`] when rows, groups or members of
    /// a class do not suffice.
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>>;

    /// The splits, in order. The rows as recorded are divided as if there were no others; then
    /// each training row is followed by its copies. No copy is ever tested, nor trained on where
    /// its row is tested.
    ///
    /// # Errors
    ///
    /// Those of [`divide`](Self::divide); and [`Error::Shape`], [`Error::NoSuchRow`] or
    /// [`Error::InvalidParameter`] where the copies are not one entry for each row, or one is a
    /// copy of a row that is not there or is a copy itself.
    fn split(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let Some(copy_of) = input.copy_of else { return self.divide(input) };
        if copy_of.len() != input.n_samples {
            let (expected, got) = (input.n_samples, copy_of.len());
            return Err(Error::Shape { what: "copies", expected, got });
        }
        let copies = Copies::new(copy_of)?;
        let recorded = |values: Option<&[usize]>| {
            values.map(|values| take(values, copies.recorded())).transpose()
        };
        let (labels, groups) = (recorded(input.labels)?, recorded(input.groups)?);
        let splits = self.divide(&SplitInput {
            n_samples: copies.recorded().len(),
            labels: labels.as_deref(),
            groups: groups.as_deref(),
            copy_of: None,
        })?;
        splits.iter().map(|split| copies.beside(split)).collect()
    }
}

/// Splits that are there already, as scikit-learn's `cv` takes a list of them. They are of the rows
/// as recorded, where copies are named.
impl Splitter for Vec<Split> {
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let rows = self.iter().flat_map(|split| [&split.train, &split.test]);
        rows.into_iter().try_for_each(|rows| check_rows(rows, input.n_samples))?;
        Ok(self.clone())
    }
}

/// More row numbers than this (2 GiB) are taken for a mistake, and refused before memory is asked
/// for.
const MOST_ENTRIES: usize = 1 << 28;

/// Checks that there are rows, and no absurd number of them.
pub(super) fn check_n_samples(n_samples: usize) -> Result<usize> {
    if n_samples == 0 {
        return Err(Error::Empty { what: "rows to split" });
    }
    check_entries(1, n_samples)?;
    Ok(n_samples)
}

/// Checks that the lists of all splits together are of a sane size.
pub(super) fn check_entries(n_splits: usize, n_samples: usize) -> Result<()> {
    if n_splits.saturating_mul(n_samples) > MOST_ENTRIES {
        return Err(Error::InvalidParameter {
            parameter: "n_splits × n_samples".into(),
            expected: format!("at most {MOST_ENTRIES}"),
            got: format!("{n_splits} × {n_samples}"),
        });
    }
    Ok(())
}

/// The splits in which each fold is tested once and all other rows train; `None` never tests.
pub(super) fn splits_by_fold(fold_of_row: &[Option<usize>], n_folds: usize) -> Result<Vec<Split>> {
    check_entries(n_folds, fold_of_row.len())?;
    let one = |fold| {
        let (test, train) = (0..fold_of_row.len()).partition(|&row| fold_of_row[row] == Some(fold));
        Split { train, test }
    };
    Ok((0..n_folds).map(one).collect())
}

/// The rows of a matrix in the order of `rows`, as `x[rows]` in NumPy.
///
/// # Errors
///
/// [`Error::NoSuchRow`] when a row number is too large.
pub fn take_rows<F: Clone>(x: &ArrayRef2<F>, rows: &[usize]) -> Result<Array2<F>> {
    check_rows(rows, x.nrows())?;
    Ok(x.select(Axis(0), rows))
}

/// The entries of a list in the order of `rows`.
///
/// # Errors
///
/// [`Error::NoSuchRow`] when a row number is too large.
///
/// ```
/// # fn main() -> emo_learn::Result<()> {
/// use emo_learn::model_selection::take;
/// assert_eq!(take(&["calm", "happy", "sad"], &[2, 0])?, ["sad", "calm"]);
/// # Ok(())
/// # }
/// ```
pub fn take<T: Clone>(values: &[T], rows: &[usize]) -> Result<Vec<T>> {
    check_rows(rows, values.len())?;
    Ok(rows.iter().map(|&row| values[row].clone()).collect())
}

/// The groups, sorted, that have rows on both sides of a split: none, where speakers are kept
/// apart. `groups` has one entry for each row.
///
/// # Errors
///
/// [`Error::NoSuchRow`] when the split has a row that has no group.
///
/// ```
/// # fn main() -> emo_learn::Result<()> {
/// use emo_learn::model_selection::{Split, groups_on_both_sides};
/// let split = Split { train: vec![0, 1], test: vec![2, 3] };
/// assert_eq!(groups_on_both_sides(&split, &["ann", "bob", "bob", "cat"])?, ["bob"]);
/// # Ok(())
/// # }
/// ```
pub fn groups_on_both_sides<G: Ord + Clone>(split: &Split, groups: &[G]) -> Result<Vec<G>> {
    let train: BTreeSet<G> = take(groups, &split.train)?.into_iter().collect();
    let test: BTreeSet<G> = take(groups, &split.test)?.into_iter().collect();
    Ok(train.intersection(&test).cloned().collect())
}

/// Checks that there are rows of these numbers.
pub(crate) fn check_rows(rows: &[usize], n_rows: usize) -> Result<()> {
    match rows.iter().find(|&&row| row >= n_rows) {
        Some(&row) => Err(Error::NoSuchRow { row, n_rows }),
        None => Ok(()),
    }
}
