//! Hyperparameters that are not numbers.

use serde::{Deserialize, Serialize};

/// The optimiser.
///
/// scikit-learn's `lbfgs` is not offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Solver {
    /// Adam (D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2014).
    #[default]
    Adam,
    /// Stochastic gradient descent with momentum.
    Sgd,
}

/// How the learning rate of [`Solver::Sgd`] changes over the epochs; Adam ignores it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LearningRate {
    /// It stays `learning_rate_init`.
    #[default]
    Constant,
    /// `learning_rate_init` / (t + 1)^`power_t`, t the samples seen by the end of the last epoch.
    Invscaling,
    /// Divided by 5 each time that training would otherwise stop, down to 1e-6.
    Adaptive,
}

/// How many rows make one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredBatchSize", into = "StoredBatchSize")]
#[non_exhaustive]
pub enum BatchSize {
    /// 200, or all rows if there are fewer. Stored as `"auto"`.
    #[default]
    Auto,
    /// So many, or all rows if there are fewer. Stored as the number.
    Rows(usize),
}

impl BatchSize {
    /// The rows of a batch when there are `n_samples`.
    pub(crate) fn rows(self, n_samples: usize) -> usize {
        match self {
            Self::Auto => n_samples.min(200),
            Self::Rows(rows) => n_samples.min(rows),
        }
    }
}

impl From<usize> for BatchSize {
    fn from(rows: usize) -> Self {
        Self::Rows(rows)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum StoredBatchSize {
    Name(StoredName),
    Rows(usize),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StoredName {
    Auto,
}

impl From<StoredBatchSize> for BatchSize {
    fn from(stored: StoredBatchSize) -> Self {
        match stored {
            StoredBatchSize::Name(StoredName::Auto) => Self::Auto,
            StoredBatchSize::Rows(rows) => Self::Rows(rows),
        }
    }
}

impl From<BatchSize> for StoredBatchSize {
    fn from(size: BatchSize) -> Self {
        match size {
            BatchSize::Auto => Self::Name(StoredName::Auto),
            BatchSize::Rows(rows) => Self::Rows(rows),
        }
    }
}
