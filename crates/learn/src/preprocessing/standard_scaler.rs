//! Columns with mean 0 and variance 1.

use ndarray::{Array1, Array2, ArrayRef2, Axis, NdFloat};
use serde::{Deserialize, Serialize};

use super::input::{check_finite, narrow, widen};
use crate::{Error, Result};

/// Takes its mean from each column and divides by its standard deviation.
///
/// Sums are in double precision for `f32` too, as in scikit-learn. A column that is constant, as
/// far as rounding can tell, is divided by 1.
/// Source: scikit-learn 1.9.1, `preprocessing.StandardScaler`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StandardScaler {
    /// Whether the mean is taken away; default true.
    pub with_mean: bool,
    /// Whether the columns are divided by their standard deviation; default true.
    pub with_std: bool,
}

impl Default for StandardScaler {
    fn default() -> Self {
        Self { with_mean: true, with_std: true }
    }
}

impl StandardScaler {
    /// Sets whether the mean is taken away.
    #[must_use]
    pub fn with_mean(self, with_mean: bool) -> Self {
        Self { with_mean, ..self }
    }

    /// Sets whether the columns are divided by their standard deviation.
    #[must_use]
    pub fn with_std(self, with_std: bool) -> Self {
        Self { with_std, ..self }
    }

    /// Learns mean and variance of each column of `x` (samples × features).
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without rows or columns, [`Error::NonFinite`] for a NaN or an infinity,
    /// and [`Error::InvalidParameter`] when the numbers are so large that their variance
    /// overflows.
    pub fn fit<F: NdFloat>(&self, x: &ArrayRef2<F>) -> Result<FittedStandardScaler> {
        if x.is_empty() {
            return Err(Error::Empty { what: "rows and columns to fit a scaler on" });
        }
        check_finite(x)?;
        let (mean, var) = mean_and_variance(x);
        let n_samples_seen = x.nrows();
        let parameters = self.clone();
        FittedStandardScaler { parameters, mean, var, n_samples_seen }.checked()
    }

    /// As [`fit`](Self::fit), with a weight for each row, at least 0, as scikit-learn's
    /// `sample_weight`. Rows without weight do not change the statistics.
    ///
    /// ```
    /// use emo_learn::StandardScaler;
    /// use ndarray::array;
    ///
    /// let scaler = StandardScaler::default().fit_weighted(&array![[0.0], [1.0]], &[1.0, 3.0])?;
    /// assert_eq!((scaler.mean(), scaler.var()), (&[0.75][..], &[0.1875][..]));
    /// # Ok::<(), emo_learn::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit); [`Error::Shape`] without a weight for each row, and
    /// [`Error::InvalidParameter`] when a weight is negative or not finite, or all are 0.
    pub fn fit_weighted<F: NdFloat>(
        &self,
        x: &ArrayRef2<F>,
        sample_weight: &[f64],
    ) -> Result<FittedStandardScaler> {
        if x.is_empty() {
            return Err(Error::Empty { what: "rows and columns to fit a scaler on" });
        }
        check_finite(x)?;
        check_weights(x.nrows(), sample_weight)?;
        let (mean, var) = weighted_mean_and_variance(x, sample_weight);
        let n_samples_seen = x.nrows();
        let parameters = self.clone();
        FittedStandardScaler { parameters, mean, var, n_samples_seen }.checked()
    }
}

fn check_weights(n_rows: usize, weights: &[f64]) -> Result<()> {
    if weights.len() != n_rows {
        let (expected, got) = (n_rows, weights.len());
        return Err(Error::Shape { what: "sample weights", expected, got });
    }
    let refused = |got: f64| Error::InvalidParameter {
        parameter: "sample_weight".into(),
        expected: "finite weights from 0, and one above 0".into(),
        got: got.to_string(),
    };
    if let Some(&weight) = weights.iter().find(|weight| !(weight.is_finite() && **weight >= 0.0)) {
        return Err(refused(weight));
    }
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 && sum.is_finite() { Ok(()) } else { Err(refused(sum)) }
}

/// Weighted mean and population variance of each column, in two passes.
fn weighted_mean_and_variance<F: NdFloat>(
    x: &ArrayRef2<F>,
    weights: &[f64],
) -> (Vec<f64>, Vec<f64>) {
    let total: f64 = weights.iter().sum();
    let mut mean = Array1::<f64>::zeros(x.ncols());
    for (row, weight) in x.axis_iter(Axis(0)).zip(weights) {
        mean.zip_mut_with(&row, |mean, &value| *mean += weight / total * widen(value));
    }
    let mut var = Array1::<f64>::zeros(x.ncols());
    for (row, weight) in x.axis_iter(Axis(0)).zip(weights) {
        ndarray::azip!((var in &mut var, &value in &row, &mean in &mean) {
            *var += weight / total * (widen(value) - mean).powi(2);
        });
    }
    (mean.to_vec(), var.to_vec())
}

/// Mean and population variance of each column, by the corrected two-pass algorithm
/// (`_incremental_mean_and_var` in scikit-learn 1.9.1, after Chan, Golub and LeVeque, "Algorithms
/// for computing the sample variance", 1983). Rows are added one after the other.
pub(super) fn mean_and_variance<F: NdFloat>(x: &ArrayRef2<F>) -> (Vec<f64>, Vec<f64>) {
    let n = x.nrows() as f64;
    let zeros = || Array1::<f64>::zeros(x.ncols());
    let mut sum = zeros();
    for row in x.axis_iter(Axis(0)) {
        sum.zip_mut_with(&row, |sum, &value| *sum += widen(value));
    }
    let mean = sum / n;
    let (mut correction, mut squares) = (zeros(), zeros());
    for row in x.axis_iter(Axis(0)) {
        ndarray::azip!((c in &mut correction, s in &mut squares, &value in &row, &mean in &mean) {
            let difference = widen(value) - mean;
            *c += difference;
            *s += difference * difference;
        });
    }
    let var = (squares - &correction * &correction / n) / n;
    (mean.to_vec(), var.to_vec())
}

/// What a [`StandardScaler`] has learnt: mean, variance and scale of each column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct FittedStandardScaler {
    #[serde(flatten)]
    parameters: StandardScaler,
    mean: Vec<f64>,
    var: Vec<f64>,
    n_samples_seen: usize,
}

impl FittedStandardScaler {
    /// A scaler with these means and variances.
    pub(super) fn from_statistics(
        mean: Vec<f64>,
        var: Vec<f64>,
        n_samples_seen: usize,
    ) -> Result<Self> {
        Self { parameters: StandardScaler::default(), mean, var, n_samples_seen }.checked()
    }

    /// The mean of each column.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The population variance of each column.
    pub fn var(&self) -> &[f64] {
        &self.var
    }

    /// What each column is divided by: its standard deviation, or 1 where it is constant.
    ///
    /// The limit is the rounding error of the variance (`_is_constant_feature` in
    /// scikit-learn 1.9.1).
    pub fn scale(&self) -> Vec<f64> {
        let n = self.n_samples_seen as f64;
        let scale = |(&mean, &var): (&f64, &f64)| {
            let rounding = n * f64::EPSILON * var + (n * mean * f64::EPSILON).powi(2);
            if var <= rounding { 1.0 } else { var.sqrt() }
        };
        self.mean.iter().zip(&self.var).map(scale).collect()
    }

    /// The number of rows that it was fitted on.
    pub fn n_samples_seen(&self) -> usize {
        self.n_samples_seen
    }

    /// The rows (samples × features) on the scale of the training rows.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when the number of columns is not that of the training rows, and
    /// [`Error::NonFinite`] for a NaN or an infinity.
    pub fn transform<F: NdFloat>(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        self.check_input(x)?;
        Ok(self.scaled(x.to_owned()))
    }

    /// As [`transform`](Self::transform), in the same memory.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn transform_owned<F: NdFloat>(&self, x: Array2<F>) -> Result<Array2<F>> {
        self.check_input(&x)?;
        Ok(self.scaled(x))
    }

    fn scaled<F: NdFloat>(&self, mut x: Array2<F>) -> Array2<F> {
        if self.parameters.with_mean {
            x -= &self.mean.iter().map(|&mean| narrow(mean)).collect::<Array1<F>>();
        }
        if self.parameters.with_std {
            x /= &self.scale().into_iter().map(narrow).collect::<Array1<F>>();
        }
        x
    }

    /// Scaled rows back on their own scale.
    ///
    /// # Errors
    ///
    /// Those of [`transform`](Self::transform).
    pub fn inverse_transform<F: NdFloat>(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        self.check_input(x)?;
        let mut x = x.to_owned();
        if self.parameters.with_std {
            x *= &self.scale().into_iter().map(narrow).collect::<Array1<F>>();
        }
        if self.parameters.with_mean {
            x += &self.mean.iter().map(|&mean| narrow(mean)).collect::<Array1<F>>();
        }
        Ok(x)
    }

    fn check_input<F: NdFloat>(&self, x: &ArrayRef2<F>) -> Result<()> {
        if x.ncols() != self.mean.len() {
            let (expected, got) = (self.mean.len(), x.ncols());
            return Err(Error::Shape { what: "columns of x", expected, got });
        }
        check_finite(x)
    }

    /// Itself, if its numbers can be those of a fitted scaler.
    fn checked(self) -> Result<Self> {
        let (expected, got) = (self.mean.len(), self.var.len());
        if got != expected {
            return Err(Error::Shape { what: "variances of a scaler", expected, got });
        }
        if self.mean.is_empty() || self.n_samples_seen == 0 {
            return Err(Error::Empty { what: "rows and columns that a scaler was fitted on" });
        }
        let usable = |(mean, var): (&f64, &f64)| mean.is_finite() && var.is_finite() && *var >= 0.0;
        match self.mean.iter().zip(&self.var).position(|column| !usable(column)) {
            None => Ok(self),
            Some(column) => Err(Error::InvalidParameter {
                parameter: format!("mean and variance of column {column}"),
                expected: "finite numbers, the variance at least 0".into(),
                got: format!("{} and {}", self.mean[column], self.var[column]),
            }),
        }
    }
}

/// What is read from outside, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    with_mean: bool,
    with_std: bool,
    mean: Vec<f64>,
    var: Vec<f64>,
    n_samples_seen: usize,
}

impl TryFrom<Unchecked> for FittedStandardScaler {
    type Error = Error;

    fn try_from(read: Unchecked) -> Result<Self> {
        let Unchecked { with_mean, with_std, mean, var, n_samples_seen } = read;
        let parameters = StandardScaler { with_mean, with_std };
        Self { parameters, mean, var, n_samples_seen }.checked()
    }
}
