//! The scaler of one group, with running statistics.

use ndarray::{Array2, ArrayRef2, NdFloat};
use serde::{Deserialize, Serialize};

use super::input::check_finite;
use super::standard_scaler::mean_and_variance;
use super::{FittedGroupScaler, FittedStandardScaler};
use crate::estimator::FittedTransformer;
use crate::{Error, Result};

/// Scales the rows of one group (one speaker, one place) whose rows come in over time, as in live
/// use: the average group of the training, and the group's own statistics so far.
///
/// Before the first row it scales by the average group alone. Rows need no labels. The state is
/// part of what serde writes.
///
/// ```
/// use emo_learn::preprocessing::GroupScaler;
/// use ndarray::array;
///
/// let pitch = array![[100.0], [120.0], [200.0], [240.0]];
/// let average = GroupScaler::default().fit(&pitch, &["ann", "ann", "bea", "bea"])?;
/// let mut cem = average.for_group();
/// assert_eq!(cem.scaler()?.mean(), [165.0]); // the mean of 110 and 220
/// cem.add_rows(&array![[300.0]])?;
/// cem.add_rows(&array![[310.0], [290.0], [300.0]])?;
/// assert_eq!(cem.scaler()?.mean(), [255.0]); // four rows of 300, two of 165
/// # Ok::<(), emo_learn::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct AdaptedGroupScaler {
    average: FittedGroupScaler,
    n_rows: usize,
    /// Of the group's own rows; empty without rows.
    mean: Vec<f64>,
    var: Vec<f64>,
}

impl AdaptedGroupScaler {
    pub(super) fn new(average: FittedGroupScaler) -> Self {
        Self { average, n_rows: 0, mean: Vec::new(), var: Vec::new() }
    }

    /// What the average group of the training is like.
    pub fn average(&self) -> &FittedGroupScaler {
        &self.average
    }

    /// How many rows of the group it has seen.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Takes in further rows of the group. All rows at once give the same statistics as
    /// [`FittedGroupScaler::adapt`], bit for bit; in several calls they differ by rounding.
    ///
    /// Two sets of rows are put together as in Chan, Golub and LeVeque, "Algorithms for computing
    /// the sample variance" (1983).
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] for another number of columns, and [`Error::NonFinite`] where a number is
    /// not finite; then nothing has changed.
    pub fn add_rows<F: NdFloat>(&mut self, rows: &ArrayRef2<F>) -> Result<()> {
        let (expected, got) = (self.average.mean().len(), rows.ncols());
        if got != expected {
            return Err(Error::Shape { what: "columns of x", expected, got });
        }
        check_finite(rows)?;
        if rows.nrows() == 0 {
            return Ok(());
        }
        let (mean, var) = mean_and_variance(rows);
        let merged = if self.n_rows == 0 {
            Self { n_rows: rows.nrows(), mean, var, average: self.average.clone() }
        } else {
            self.merged(&mean, &var, rows.nrows())
        };
        *self = merged.checked()?;
        Ok(())
    }

    fn merged(&self, mean: &[f64], var: &[f64], n_rows: usize) -> Self {
        let total = self.n_rows + n_rows;
        let (own, new) = (self.n_rows as f64 / total as f64, n_rows as f64 / total as f64);
        let mut merged = Self { n_rows: total, ..self.clone() };
        let columns = merged.mean.iter_mut().zip(&mut merged.var).zip(mean.iter().zip(var));
        for ((own_mean, own_var), (new_mean, new_var)) in columns {
            let difference = new_mean - *own_mean;
            *own_mean += new * difference;
            *own_var = own * *own_var + new * new_var + own * new * difference * difference;
        }
        merged
    }

    /// Forgets the group's rows: the next ones are of another group.
    pub fn forget(&mut self) {
        (self.n_rows, self.mean, self.var) = (0, Vec::new(), Vec::new());
    }

    /// The scaler as the rows so far make it.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] without rows where `prior` is 0.
    pub fn scaler(&self) -> Result<FittedStandardScaler> {
        self.average.shrunk(&self.mean, &self.var, self.n_rows)
    }

    fn checked(self) -> Result<Self> {
        let columns = if self.n_rows == 0 { 0 } else { self.average.mean().len() };
        for got in [self.mean.len(), self.var.len()] {
            if got != columns {
                return Err(Error::Shape { what: "statistics of a group", expected: columns, got });
            }
        }
        if self.n_rows > 0 {
            FittedStandardScaler::from_statistics(
                self.mean.clone(),
                self.var.clone(),
                self.n_rows,
            )?;
        }
        Ok(self)
    }
}

impl<F: NdFloat> FittedTransformer<F> for AdaptedGroupScaler {
    fn transform(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        self.scaler()?.transform(x)
    }
}

/// What is read from outside, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    average: FittedGroupScaler,
    n_rows: usize,
    mean: Vec<f64>,
    var: Vec<f64>,
}

impl TryFrom<Unchecked> for AdaptedGroupScaler {
    type Error = Error;

    fn try_from(Unchecked { average, n_rows, mean, var }: Unchecked) -> Result<Self> {
        Self { average, n_rows, mean, var }.checked()
    }
}
