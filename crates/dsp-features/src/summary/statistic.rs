//! Statistics of a series of numbers.

use serde::{Deserialize, Serialize};

/// A statistic of a series of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Statistic {
    /// The mean.
    Mean,
    /// The standard deviation, of a population (NumPy's `std`).
    Std,
    /// The mean magnitude.
    MeanAbs,
    /// The largest value.
    Max,
    /// The percentile, 0 to 100, linear between values (NumPy's `percentile`).
    Percentile(u8),
    /// The difference of two percentiles, `high - low`.
    Range {
        /// The percentile that is subtracted.
        low: u8,
        /// The percentile from which it is subtracted.
        high: u8,
    },
    /// The third standardised moment; 0 for a constant series (SciPy's `skew`).
    Skewness,
    /// The fourth standardised moment minus 3; 0 for a constant series (SciPy's `kurtosis`).
    Kurtosis,
    /// The rise of the least-squares line from the first to the last value.
    Slope,
}

impl Statistic {
    /// Its part of a column's name: `mean`, `p25`, `p25_75` and so on.
    pub fn name(self) -> String {
        match self {
            Self::Mean => "mean".to_owned(),
            Self::Std => "std".to_owned(),
            Self::MeanAbs => "mean_abs".to_owned(),
            Self::Max => "max".to_owned(),
            Self::Percentile(percent) => format!("p{percent}"),
            Self::Range { low, high } => format!("p{low}_{high}"),
            Self::Skewness => "skewness".to_owned(),
            Self::Kurtosis => "kurtosis".to_owned(),
            Self::Slope => "slope".to_owned(),
        }
    }

    /// Whether its percentiles exist.
    pub(crate) fn is_valid(self) -> bool {
        match self {
            Self::Percentile(percent) => percent <= 100,
            Self::Range { low, high } => low <= 100 && high <= 100,
            _ => true,
        }
    }

    pub(crate) fn needs_order(self) -> bool {
        matches!(self, Self::Percentile(_) | Self::Range { .. })
    }
}
