//! How much each class counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How much the samples of a class count: each sample's weight is multiplied by its class's.
///
/// scikit-learn's parameter of that name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ClassWeight {
    /// All classes count alike.
    #[default]
    None,
    /// Rows / (classes · rows of the class). Rows are counted, whatever their sample weights.
    Balanced,
    /// A weight for a label; a label that is not named weighs 1.
    Table(BTreeMap<usize, f64>),
}
