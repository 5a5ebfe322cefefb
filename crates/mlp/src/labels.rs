//! Labels as positions among the sorted classes, and what each row weighs.

use emo_learn::{ClassPositions, invalid_weight};

use crate::{ClassWeight, Error, Float, Result, checks};

/// The sorted distinct labels, and each row's position among them.
#[derive(Debug)]
pub(crate) struct Labels {
    pub(crate) classes: Vec<usize>,
    pub(crate) targets: Vec<usize>,
}

impl Labels {
    pub(crate) fn new(y: &[usize]) -> Result<Self> {
        let labels = ClassPositions::new(y);
        if let Some(class) = labels.only_class() {
            return Err(Error::OneClass { class });
        }
        Ok(Self { classes: labels.classes, targets: labels.positions })
    }

    /// Sample weight times class weight for each row; `None` when all rows count alike.
    pub(crate) fn weights<F: Float>(
        &self,
        sample_weight: Option<&[f64]>,
        class_weight: &ClassWeight,
    ) -> Result<Option<Vec<F>>> {
        if let Some(weights) = sample_weight {
            checks::length("sample_weight", self.targets.len(), weights.len())?;
            valid(weights)?;
        }
        let Some(of_class) = self.class_weights(sample_weight, class_weight)? else {
            return Ok(sample_weight.map(|weights| weights.iter().map(|&w| F::of(w)).collect()));
        };
        let mut weights: Vec<f64> = self.targets.iter().map(|&t| of_class[t]).collect();
        for (weight, &sample) in weights.iter_mut().zip(sample_weight.unwrap_or_default()) {
            *weight *= sample;
        }
        valid(&weights)?;
        Ok(Some(weights.into_iter().map(F::of).collect()))
    }

    /// The weight of each class, by its position.
    fn class_weights(
        &self,
        sample_weight: Option<&[f64]>,
        class_weight: &ClassWeight,
    ) -> Result<Option<Vec<f64>>> {
        let mut totals = vec![0.0; self.classes.len()];
        for (row, &target) in self.targets.iter().enumerate() {
            totals[target] += sample_weight.map_or(1.0, |weights| weights[row]);
        }
        if *class_weight == ClassWeight::Balanced && totals.contains(&0.0) {
            return Err(Error::ZeroWeight { over: "the rows of a class" });
        }
        Ok(class_weight.of_classes(&self.classes, &totals)?)
    }
}

/// Finite, none negative, not all zero.
fn valid(weights: &[f64]) -> Result<()> {
    if let Some((row, value)) = invalid_weight(weights) {
        return Err(Error::InvalidSampleWeight { row, value });
    }
    if weights.iter().all(|&weight| weight == 0.0) {
        return Err(Error::ZeroWeight { over: "all rows" });
    }
    Ok(())
}
