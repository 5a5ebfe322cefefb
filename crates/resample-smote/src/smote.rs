//! The resampler.

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::synthesis::append_synthetic;
use crate::validation::{check_rows, rows_by_class};
use crate::{Error, Float, Result, SamplingStrategy};

/// Synthetic minority over-sampling: hyperparameters, as `imblearn.over_sampling.SMOTE` 0.14.
///
/// ```
/// use emo_resample_smote::{SamplingStrategy, Smote};
///
/// let smote = Smote::default().sampling_strategy(SamplingStrategy::Minority).random_state(42);
/// assert_eq!(smote.k_neighbors, 5);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Smote {
    /// Which classes grow, and how far. Default: all but the majority, to its size.
    pub sampling_strategy: SamplingStrategy,
    /// Number of nearest neighbours from which the second parent of a new row is drawn, at least 1.
    /// Default: 5.
    pub k_neighbors: usize,
    /// The seed. Default: 0, so that every run is repeatable; imbalanced-learn's `None` is not.
    pub random_state: u32,
}

impl Default for Smote {
    fn default() -> Self {
        Self { sampling_strategy: SamplingStrategy::Auto, k_neighbors: 5, random_state: 0 }
    }
}

/// Rows and labels with the synthetic ones at the end.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Resampled<F> {
    /// The rows that were given, then the new ones of each class, classes in ascending order.
    pub x: Array2<F>,
    /// The label of each row of `x`.
    pub y: Vec<usize>,
}

impl Smote {
    /// Sets which classes grow, and how far.
    #[must_use]
    pub fn sampling_strategy(mut self, sampling_strategy: SamplingStrategy) -> Self {
        self.sampling_strategy = sampling_strategy;
        self
    }

    /// Sets the number of nearest neighbours from which the second parent is drawn.
    #[must_use]
    pub fn k_neighbors(mut self, k_neighbors: usize) -> Self {
        self.k_neighbors = k_neighbors;
        self
    }

    /// Sets the seed.
    #[must_use]
    pub fn random_state(mut self, random_state: u32) -> Self {
        self.random_state = random_state;
        self
    }

    /// Adds synthetic rows to the classes that the strategy names.
    ///
    /// `x` has a row for each label in `y`. The result does not depend on the number of threads.
    ///
    /// The time is at most rows² × columns per class; neighbours are searched only for rows that a
    /// new row starts from. The memory, in addition to the result, is twelve bytes per value of the
    /// largest class that grows.
    ///
    /// # Errors
    ///
    /// An [`Error`] that states what was expected and what was given, if
    /// - `x` is empty, has a value that is not finite or is beyond the square root of the
    ///   largest, or `y` has another length;
    /// - there is only one class, or one that is to grow has no more than `k_neighbors` rows;
    /// - `k_neighbors` is 0;
    /// - the strategy names a class that is not there, would make one smaller, or has a ratio
    ///   that is not in (0, 1], not for two classes, or adds nothing;
    /// - the result does not fit into memory.
    pub fn fit_resample<F: Float>(&self, x: ArrayView2<F>, y: &[usize]) -> Result<Resampled<F>> {
        check_rows(x, y)?;
        let classes = rows_by_class(y)?;
        let growth = self.growth(&classes)?;
        let (mut values, mut labels) = (Vec::new(), Vec::new());
        reserve(&mut values, &mut labels, y.len(), &growth, x.ncols())?;
        for row in x.rows() {
            match row.to_slice() {
                Some(row) => values.extend_from_slice(row),
                None => values.extend(row),
            }
        }
        labels.extend_from_slice(y);
        self.grow(values, labels, x.ncols(), &classes, &growth)
    }

    /// As [`fit_resample`](Self::fit_resample); the rows are added in the memory of `x` where it is
    /// in row-major order, which is moved if there is none behind it.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn fit_resample_owned<F: Float>(
        &self,
        x: Array2<F>,
        mut y: Vec<usize>,
    ) -> Result<Resampled<F>> {
        if !x.is_standard_layout() {
            return self.fit_resample(x.view(), &y);
        }
        check_rows(x.view(), &y)?;
        let classes = rows_by_class(&y)?;
        let growth = self.growth(&classes)?;
        let columns = x.ncols();
        let (mut values, first) = x.into_raw_vec_and_offset();
        values.drain(..first.unwrap_or(0));
        values.truncate(y.len() * columns);
        let n_rows = y.len();
        reserve(&mut values, &mut y, n_rows, &growth, columns)?;
        self.grow(values, y, columns, &classes, &growth)
    }

    /// The number of rows that [`fit_resample`](Self::fit_resample) returns for rows of these
    /// classes; `None` where it returns an error.
    pub fn n_resampled(&self, y: &[usize]) -> Option<usize> {
        let growth = self.growth(&rows_by_class(y).ok()?).ok()?;
        growth.values().try_fold(y.len(), |sum, &added| sum.checked_add(added))
    }

    /// Appends the new rows to the given ones.
    fn grow<F: Float>(
        &self,
        mut values: Vec<F>,
        mut labels: Vec<usize>,
        columns: usize,
        classes: &BTreeMap<usize, Vec<usize>>,
        growth: &BTreeMap<usize, usize>,
    ) -> Result<Resampled<F>> {
        for (&class, &count) in growth {
            let rows = classes.get(&class).map_or(&[][..], Vec::as_slice);
            let (k, seed) = (self.k_neighbors, self.random_state);
            append_synthetic(&mut values, columns, rows, count, k, seed)?;
            labels.resize(labels.len() + count, class);
        }
        let rows = labels.len();
        let x = Array2::from_shape_vec((rows, columns), values)
            .map_err(|_| Error::TooLarge { rows, columns })?;
        Ok(Resampled { x, y: labels })
    }

    /// How many rows each class gets; classes that get none are left out.
    fn growth(&self, classes: &BTreeMap<usize, Vec<usize>>) -> Result<BTreeMap<usize, usize>> {
        let k = self.k_neighbors;
        if k == 0 {
            return Err(Error::NoNeighbors);
        }
        let present = classes.iter().map(|(&class, rows)| (class, rows.len())).collect();
        let mut growth = self.sampling_strategy.rows_to_add(&present)?;
        growth.retain(|_, &mut added| added > 0);
        for &class in growth.keys() {
            let got = present.get(&class).copied().unwrap_or(0);
            if got <= k {
                return Err(Error::TooFewRows { class, expected: k.saturating_add(1), got });
            }
        }
        Ok(growth)
    }
}

/// Reserves memory in both for the `n_rows` given rows and for those that the classes grow by.
fn reserve<F>(
    values: &mut Vec<F>,
    labels: &mut Vec<usize>,
    n_rows: usize,
    growth: &BTreeMap<usize, usize>,
    columns: usize,
) -> Result<()> {
    let rows = growth.values().try_fold(n_rows, |sum, &added| sum.checked_add(added));
    let too_large = || Error::TooLarge { rows: rows.unwrap_or(usize::MAX), columns };
    let rows = rows.ok_or_else(too_large)?;
    let size = rows.checked_mul(columns).ok_or_else(too_large)?;
    values.try_reserve_exact(size - values.len()).map_err(|_| too_large())?;
    labels.try_reserve_exact(rows - labels.len()).map_err(|_| too_large())
}
