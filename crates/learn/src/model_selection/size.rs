//! How many rows go to each side.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The size of one side of a split, as `test_size` and `train_size` in scikit-learn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Size {
    /// Number of rows, above 0 and below that of all rows.
    Count(usize),
    /// Share of all rows, in (0, 1). The test side is rounded up, the training side down.
    Fraction(f64),
}

impl From<f64> for Size {
    fn from(fraction: f64) -> Self {
        Self::Fraction(fraction)
    }
}

impl From<usize> for Size {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl Size {
    fn rows(self, parameter: &str, n_samples: usize, round: fn(f64) -> f64) -> Result<usize> {
        match self {
            Self::Count(count) if 0 < count && count < n_samples => Ok(count),
            Self::Fraction(share) if 0.0 < share && share < 1.0 => {
                Ok(round(share * n_samples as f64) as usize)
            }
            Self::Count(_) | Self::Fraction(_) => Err(Error::InvalidParameter {
                parameter: parameter.into(),
                expected: format!("a count from 1 to {}, or a share in (0, 1)", n_samples - 1),
                got: match self {
                    Self::Count(count) => format!("the count {count}"),
                    Self::Fraction(share) => format!("the share {share}"),
                },
            }),
        }
    }
}

/// The numbers of training and of test rows (`_validate_shuffle_split` in scikit-learn 1.9.1):
/// a side whose size is not given gets the rest, and `default_test` holds when neither is.
pub(super) fn train_and_test_rows(
    n_samples: usize,
    train: Option<Size>,
    test: Option<Size>,
    default_test: f64,
) -> Result<(usize, usize)> {
    let test = test.or(if train.is_none() { Some(default_test.into()) } else { None });
    let n_train = train.map(|size| size.rows("train_size", n_samples, f64::floor)).transpose()?;
    let n_test = test.map(|size| size.rows("test_size", n_samples, f64::ceil)).transpose()?;
    let n_train = n_train.unwrap_or_else(|| n_samples - n_test.unwrap_or(0));
    let n_test = n_test.unwrap_or(n_samples - n_train);
    if n_train + n_test > n_samples {
        return Err(Error::InvalidParameter {
            parameter: "train_size and test_size".into(),
            expected: format!("at most the {n_samples} rows that there are"),
            got: format!("{n_train} and {n_test}"),
        });
    }
    if n_train == 0 {
        return Err(Error::Empty { what: "rows to train on" });
    }
    Ok((n_train, n_test))
}
