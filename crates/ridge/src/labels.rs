//! Labels as targets of a regression, and what each row weighs.

use emo_learn::{ClassPositions, invalid_weight};
use ndarray::Array2;

use crate::{ClassWeight, Error, Result, checks};

/// The labels of at least two classes.
pub(crate) struct Labels {
    pub(crate) classes: Vec<usize>,
    positions: Vec<usize>,
}

impl Labels {
    pub(crate) fn new(y: &[usize]) -> Result<Self> {
        let labels = ClassPositions::new(y);
        if let Some(class) = labels.only_class() {
            return Err(Error::OneClass { class });
        }
        Ok(Self { classes: labels.classes, positions: labels.positions })
    }

    /// 1 in the column of a row's class and -1 elsewhere; two classes share one column, in which
    /// the second is 1. As scikit-learn's `LabelBinarizer(neg_label=-1)`.
    pub(crate) fn targets(&self) -> Array2<f64> {
        let outputs = n_outputs(self.classes.len());
        // The class of the first column: the second of two, otherwise the first.
        let first = self.classes.len() - outputs;
        Array2::from_shape_fn((self.positions.len(), outputs), |(row, column)| {
            if self.positions[row] == first + column { 1.0 } else { -1.0 }
        })
    }

    /// The root of sample weight times class weight, for each row.
    pub(crate) fn root_weights(
        &self,
        sample_weight: Option<&[f64]>,
        class_weight: &ClassWeight,
    ) -> Result<Vec<f64>> {
        let of_class = self.class_weights(class_weight)?;
        let mut weights: Vec<f64> = self.positions.iter().map(|&at| of_class[at]).collect();
        if let Some(sample_weight) = sample_weight {
            checks::length("sample_weight", weights.len(), sample_weight.len())?;
            for (weight, sample) in weights.iter_mut().zip(sample_weight) {
                *weight *= sample;
            }
        }
        if let Some((row, value)) = invalid_weight(&weights) {
            return Err(Error::InvalidSampleWeight { row, value });
        }
        if weights.iter().all(|&weight| weight == 0.0) {
            return Err(Error::ZeroWeight);
        }
        Ok(weights.into_iter().map(f64::sqrt).collect())
    }

    /// The weight of each class, by its position.
    fn class_weights(&self, class_weight: &ClassWeight) -> Result<Vec<f64>> {
        let mut counts = vec![0.0; self.classes.len()];
        self.positions.iter().for_each(|&at| counts[at] += 1.0);
        let weights = class_weight.of_classes(&self.classes, &counts)?;
        Ok(weights.unwrap_or_else(|| vec![1.0; self.classes.len()]))
    }
}

/// Columns of the targets: one for two classes, otherwise one for each class.
pub(crate) fn n_outputs(classes: usize) -> usize {
    if classes == 2 { 1 } else { classes }
}
