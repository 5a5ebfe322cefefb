//! How common each label is where a model is used.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2};

use super::EmotionModel;
use crate::{Error, Result};

/// # Prior
impl EmotionModel {
    /// Says how common labels are where the model is used, as shares of all clips. The bundled
    /// models are trained as if all labels were equally common, while most calls, say, are neutral.
    /// Labels that are not named share the rest equally. Each probability is multiplied by its
    /// label's share, and they are scaled to sum to 1 (M. Saerens et al., "Adjusting the Outputs of
    /// a Classifier to New a Priori Probabilities", 2002). It is the caller's choice, and not saved
    /// with the model; no share at all undoes it.
    ///
    /// ```
    /// # use emo_pipeline::{*, emotion_model::*};
    /// # use ndarray::array;
    /// # let config = FeatureConfig::default().descriptors(vec![Descriptor::ZeroCrossingRate(Default::default())]);
    /// # let x = array![[0.0], [1.0], [0.2], [0.9]];
    /// # let y = ["sad", "happy", "sad", "happy"].map(String::from);
    /// # let ridge = RidgeClassifier::default();
    /// # let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge).fit(&x, &y)?;
    /// # let model = EmotionModel::new(config, pipeline, ModelCard::new("test"))?;
    /// let before = model.predict_features(&array![[0.5]])?[0].probability("sad");
    /// let model = model.with_prior([("sad", 0.9)])?; // and happy 0.1
    /// let after = model.predict_features(&array![[0.5]])?[0].probability("sad");
    /// let odds = |probability: f64| probability / (1.0 - probability);
    /// assert!((odds(after) / odds(before) - 9.0).abs() < 1e-9);
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// For a label that the model does not know or that is named twice; for a share that is not
    /// from 0 to 1; and if the shares sum to more than 1, or to less with no label left for the
    /// rest.
    pub fn with_prior<L: Into<String>>(
        mut self,
        shares: impl IntoIterator<Item = (L, f64)>,
    ) -> Result<Self> {
        let mut named = BTreeMap::new();
        for (label, share) in shares {
            let label = label.into();
            if !self.classes().contains(&label) {
                return Err(wrong(self.classes().join(", "), label));
            }
            if !(0.0..=1.0).contains(&share) {
                return Err(wrong("a share from 0 to 1", format!("{share} for {label}")));
            }
            if named.insert(label.clone(), share).is_some() {
                return Err(wrong("each label once", format!("{label} twice")));
            }
        }
        self.prior_factors =
            if named.is_empty() { None } else { Some(factors(self.classes(), &named)?) };
        Ok(self)
    }

    /// Probabilities (rows × classes), multiplied by the prior's factors and scaled to sum to 1.
    pub(super) fn with_prior_factors(&self, mut probabilities: Array2<f64>) -> Array2<f64> {
        let Some(factors) = &self.prior_factors else { return probabilities };
        for mut row in probabilities.rows_mut() {
            // Where every label that has a share is found impossible, the shares alone count.
            row.mapv_inplace(|probability| probability.max(1e-100));
            row *= factors;
            let sum = row.sum();
            row /= sum;
        }
        probabilities
    }
}

/// The share of each class; those that are not named share the rest.
fn factors(classes: &[String], named: &BTreeMap<String, f64>) -> Result<Array1<f64>> {
    let sum: f64 = named.values().sum();
    let n_others = classes.len() - named.len();
    let is_whole = (sum - 1.0).abs() < 1e-6;
    if sum > 1.0 + 1e-6 || (n_others == 0 && !is_whole) {
        let expected = if n_others == 0 { "shares that sum to 1" } else { "a sum of at most 1" };
        return Err(wrong(expected, sum.to_string()));
    }
    let other = (1.0 - sum).max(0.0) / n_others.max(1) as f64;
    Ok(classes.iter().map(|class| named.get(class).copied().unwrap_or(other)).collect())
}

fn wrong(expected: impl Into<String>, got: String) -> Error {
    Error::InvalidParameter { parameter: "prior".into(), expected: expected.into(), got }
}
