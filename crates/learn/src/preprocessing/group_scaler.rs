//! Each speaker on a scale of their own.

use ndarray::{Array2, ArrayRef2, Axis, NdFloat};
use serde::{Deserialize, Serialize};

use super::{AdaptedGroupScaler, FittedStandardScaler, LabelEncoder, StandardScaler};
use crate::{Error, Result};

/// Standardises the rows of each group (of each speaker) with that group's own mean and deviation,
/// which takes no labels: what is left is how a clip differs from the speaker's other clips.
///
/// Of a speaker with few clips, the statistics are drawn towards those of the speakers of the
/// training, as if `prior` clips of an average speaker had been there too. With `prior` 0 and all
/// of a group's rows, it is scikit-learn's `StandardScaler` on each group.
///
/// ```
/// use emo_learn::preprocessing::GroupScaler;
/// use ndarray::array;
///
/// // Two speakers, one of whom speaks much higher.
/// let pitch = array![[100.0], [120.0], [200.0], [240.0]];
/// let scaler = GroupScaler::default().prior(0.0).fit(&pitch, &["ann", "ann", "bea", "bea"])?;
/// let scaled = scaler.transform(&pitch, &["ann", "ann", "bea", "bea"])?;
/// assert_eq!(scaled, array![[-1.0], [1.0], [-1.0], [1.0]]);
/// # Ok::<(), emo_learn::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupScaler {
    /// How many clips the average speaker of the training weighs. Default 2.
    pub prior: f64,
}

impl Default for GroupScaler {
    fn default() -> Self {
        Self { prior: 2.0 }
    }
}

impl GroupScaler {
    /// Sets how many clips the average speaker weighs.
    #[must_use]
    pub fn prior(self, prior: f64) -> Self {
        Self { prior }
    }

    /// Learns what the average group is like, each of equal weight: the mean of the groups' means,
    /// and the mean of their variances.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] unless `prior` is finite and from 0, [`Error::Shape`] without a
    /// group for each row, [`Error::Empty`] without rows, and [`Error::NonFinite`] where a number
    /// is not finite.
    pub fn fit<F: NdFloat, G: Ord + Clone + std::fmt::Debug>(
        &self,
        x: &ArrayRef2<F>,
        groups: &[G],
    ) -> Result<FittedGroupScaler> {
        check_prior(self.prior)?;
        let (mut mean, mut var) = (vec![0.0; x.ncols()], vec![0.0; x.ncols()]);
        let groups = rows_of_groups(x, groups)?;
        let n_groups = groups.len() as f64;
        for rows in groups {
            let scaler = StandardScaler::default().fit(&x.select(Axis(0), &rows))?;
            for (sum, value) in mean.iter_mut().zip(scaler.mean()) {
                *sum += value / n_groups;
            }
            for (sum, value) in var.iter_mut().zip(scaler.var()) {
                *sum += value / n_groups;
            }
        }
        Ok(FittedGroupScaler { prior: self.prior, mean, var })
    }
}

/// What the average group is like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct FittedGroupScaler {
    prior: f64,
    mean: Vec<f64>,
    var: Vec<f64>,
}

impl FittedGroupScaler {
    /// A scaler whose average group is all rows of the training, for a model that was trained
    /// behind `scaler`: a group without rows is scaled as the training rows were. `prior` is how
    /// many rows they weigh.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] unless `prior` is finite and from 0.
    pub fn of_training(scaler: &FittedStandardScaler, prior: f64) -> Result<Self> {
        check_prior(prior)?;
        Ok(Self { prior, mean: scaler.mean().to_vec(), var: scaler.var().to_vec() })
    }

    /// How many rows the average group weighs.
    pub fn prior(&self) -> f64 {
        self.prior
    }

    /// The mean of the groups' means of each column.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The mean of the groups' variances of each column.
    pub fn var(&self) -> &[f64] {
        &self.var
    }

    /// A scaler for one group whose rows come in one after the other; no rows yet.
    #[must_use]
    pub fn for_group(self) -> AdaptedGroupScaler {
        AdaptedGroupScaler::new(self)
    }

    /// The scaler of one group, from any number of its rows; none are enough where `prior` is
    /// above 0. Statistics are shrunk towards the average group, as if it had contributed `prior`
    /// extra rows; with more rows the group's own statistics dominate. The spread between the
    /// group's mean and the average mean does not count as variance.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] for another number of columns, [`Error::NonFinite`] where a number is not
    /// finite, and [`Error::TooFew`] without rows where `prior` is 0.
    pub fn adapt<F: NdFloat>(&self, rows: &ArrayRef2<F>) -> Result<FittedStandardScaler> {
        if rows.ncols() != self.mean.len() {
            let (expected, got) = (self.mean.len(), rows.ncols());
            return Err(Error::Shape { what: "columns of x", expected, got });
        }
        if rows.nrows() == 0 {
            return self.shrunk(&[], &[], 0);
        }
        let own = StandardScaler::default().fit(rows)?;
        self.shrunk(own.mean(), own.var(), own.n_samples_seen())
    }

    /// A group's own mean and variance of so many rows, shrunk towards the average group.
    pub(super) fn shrunk(
        &self,
        mean: &[f64],
        var: &[f64],
        n_rows: usize,
    ) -> Result<FittedStandardScaler> {
        if n_rows == 0 && self.prior == 0.0 {
            return Err(Error::TooFew { what: "rows of a group".into(), expected: 1, got: 0 });
        }
        if n_rows == 0 {
            return FittedStandardScaler::from_statistics(self.mean.clone(), self.var.clone(), 1);
        }
        let share = n_rows as f64 / (n_rows as f64 + self.prior);
        let blend = |own: &[f64], average: &[f64]| -> Vec<f64> {
            let pairs = own.iter().zip(average);
            pairs.map(|(own, average)| share * own + (1.0 - share) * average).collect()
        };
        FittedStandardScaler::from_statistics(
            blend(mean, &self.mean),
            blend(var, &self.var),
            n_rows,
        )
    }

    /// The rows, each scaled by the statistics of all rows of its group.
    ///
    /// # Errors
    ///
    /// As [`adapt`](Self::adapt); and [`Error::Shape`] without a group for each row.
    pub fn transform<F: NdFloat, G: Ord + Clone + std::fmt::Debug>(
        &self,
        x: &ArrayRef2<F>,
        groups: &[G],
    ) -> Result<Array2<F>> {
        let mut scaled = Array2::zeros(x.dim());
        for rows in rows_of_groups(x, groups)? {
            let own = x.select(Axis(0), &rows);
            let own = self.adapt(&own)?.transform(&own)?;
            for (row, own) in rows.into_iter().zip(own.outer_iter()) {
                scaled.row_mut(row).assign(&own);
            }
        }
        Ok(scaled)
    }
}

fn check_prior(prior: f64) -> Result<()> {
    if prior.is_finite() && prior >= 0.0 {
        return Ok(());
    }
    Err(Error::InvalidParameter {
        parameter: "prior".into(),
        expected: "a finite number from 0".into(),
        got: prior.to_string(),
    })
}

/// What is read from outside, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    prior: f64,
    mean: Vec<f64>,
    var: Vec<f64>,
}

impl TryFrom<Unchecked> for FittedGroupScaler {
    type Error = Error;

    fn try_from(Unchecked { prior, mean, var }: Unchecked) -> Result<Self> {
        check_prior(prior)?;
        // The same conditions as for a scaler's statistics.
        FittedStandardScaler::from_statistics(mean.clone(), var.clone(), 1)?;
        Ok(Self { prior, mean, var })
    }
}

/// The rows of each group, in the groups' order.
fn rows_of_groups<F, G: Ord + Clone + std::fmt::Debug>(
    x: &ArrayRef2<F>,
    groups: &[G],
) -> Result<Vec<Vec<usize>>> {
    if groups.len() != x.nrows() {
        return Err(Error::Shape { what: "groups", expected: x.nrows(), got: groups.len() });
    }
    let encoder = LabelEncoder::default().fit(groups)?;
    let mut rows = vec![Vec::new(); encoder.classes().len()];
    for (row, group) in encoder.transform(groups)?.into_iter().enumerate() {
        rows[group].push(row);
    }
    Ok(rows)
}
