//! Norms of vectors (librosa 0.11, `util.normalize`).

use serde::{Deserialize, Serialize};

/// A norm that vectors are divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Norm {
    /// The sum of magnitudes.
    L1,
    /// The root of the sum of squares.
    L2,
    /// The largest magnitude.
    Inf,
}

impl Norm {
    /// The norm of `values`; 1 where it is smaller than `tiny`, so that dividing by it
    /// leaves such a vector as it is.
    pub(crate) fn divisor(self, values: impl Iterator<Item = f64>, tiny: f64) -> f64 {
        let norm = match self {
            Self::L1 => values.map(f64::abs).sum(),
            Self::L2 => values.map(|x| x * x).sum::<f64>().sqrt(),
            Self::Inf => values.map(f64::abs).fold(0.0, f64::max),
        };
        if norm < tiny { 1.0 } else { norm }
    }
}
