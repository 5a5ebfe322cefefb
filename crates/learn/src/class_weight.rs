//! How much each class counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How much the rows of a class count in training: each row's weight is multiplied by its class's.
///
/// scikit-learn's parameter of that name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ClassWeight {
    /// All classes count alike.
    #[default]
    None,
    /// total / (classes · total of the class). Ridge classifiers count rows, as scikit-learn's do,
    /// whatever the sample weights are; the network adds up sample weights, so that each class has
    /// the same weight in all. Without sample weights the two are one.
    Balanced,
    /// A weight for a class number; a class that is not named weighs 1.
    Table(BTreeMap<usize, f64>),
}

/// A table of class weights names classes that are not there and misses some that are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("class_weight: expected a weight for class {missing}, got one for {unknown}, not in y")]
#[non_exhaustive]
pub struct ClassWeightMismatch {
    /// A class without a weight.
    pub missing: usize,
    /// A class with a weight that is not in the labels.
    pub unknown: usize,
}

impl ClassWeight {
    /// The weight of each of the sorted `classes`, whose rows (or sample weights) add up to
    /// `totals`; `None` where all count alike.
    ///
    /// # Errors
    ///
    /// When a table both names a class that is not there and misses one that is.
    pub fn of_classes(
        &self,
        classes: &[usize],
        totals: &[f64],
    ) -> Result<Option<Vec<f64>>, ClassWeightMismatch> {
        match self {
            Self::None => Ok(None),
            Self::Balanced => {
                let (all, n_classes) = (totals.iter().sum::<f64>(), classes.len() as f64);
                Ok(Some(totals.iter().map(|total| all / (n_classes * total)).collect()))
            }
            Self::Table(table) => {
                let missing = classes.iter().find(|&class| !table.contains_key(class));
                let unknown = table.keys().find(|&class| !classes.contains(class));
                if let (Some(&missing), Some(&unknown)) = (missing, unknown) {
                    return Err(ClassWeightMismatch { missing, unknown });
                }
                let weight = |class| table.get(class).copied().unwrap_or(1.0);
                Ok(Some(classes.iter().map(weight).collect()))
            }
        }
    }
}
