//! SMOTE as a step of `emo-learn`'s pipelines.

use std::collections::BTreeMap;

use emo_learn::estimator::Resampler;
use emo_learn::parameters::{Parameters, Value, fields, set_field};
use ndarray::Array2;

use crate::{Error, Float, Smote};

impl From<Error> for emo_learn::Error {
    fn from(error: Error) -> Self {
        let of_class = |class, problem: String| Self::of_class("SMOTE", class, problem);
        match error {
            Error::OneClass { class } => of_class(class, "expected a second class".into()),
            Error::TooFewRows { class, expected, got } => of_class(
                class,
                format!("expected at least {expected} rows (k_neighbors + 1), got {got}"),
            ),
            Error::CountBelowPresent { class, expected, got } => of_class(
                class,
                format!("sampling_strategy: expected a count of at least {expected}, got {got}"),
            ),
            Error::RatioTooSmall { class, rows, got } => of_class(
                class,
                format!("sampling_strategy: expected a ratio that adds rows to {rows}, got {got}"),
            ),
            other => Self::step("SMOTE", other),
        }
    }
}

impl Parameters for Smote {
    fn step_name(&self) -> &str {
        "smote"
    }

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
        let resampled = self.fit_resample_owned(x, y)?;
        Ok((resampled.x, resampled.y))
    }

    fn n_resampled(&self, y: &[usize]) -> usize {
        Self::n_resampled(self, y).unwrap_or(y.len())
    }
}
