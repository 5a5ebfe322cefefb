//! SMOTE as a step of `emo-learn`'s pipelines.

use std::collections::BTreeMap;

use emo_learn::estimator::Resampler;
use emo_learn::parameters::{Parameters, fields, set_field};
use ndarray::Array2;
use serde_json::Value;

use crate::{Error, Float, Smote};

impl From<Error> for emo_learn::Error {
    fn from(error: Error) -> Self {
        Self::step("SMOTE", error)
    }
}

impl Parameters for Smote {
    const STEP: &'static str = "smote";

    fn parameters(&self) -> BTreeMap<String, Value> {
        fields(self)
    }

    fn set_parameter(&mut self, path: &str, value: Value) -> emo_learn::Result<()> {
        set_field(self, path, value)
    }
}

impl<F: Float> Resampler<F> for Smote {
    fn fit_resample(
        &self,
        x: Array2<F>,
        y: Vec<usize>,
    ) -> emo_learn::Result<(Array2<F>, Vec<usize>)> {
        let resampled = Self::fit_resample(self, x.view(), &y)?;
        Ok((resampled.x, resampled.y))
    }
}
