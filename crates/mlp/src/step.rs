//! The network as a step of `emo-learn`'s pipelines.

use std::collections::BTreeMap;

use emo_learn::estimator::{Classifier, FittedClassifier};
use emo_learn::parameters::{Parameters, fields, set_field};
use ndarray::{Array2, ArrayRef2};
use serde_json::Value;

use crate::{Error, FittedMlpClassifier, Float, MlpClassifier};

impl From<Error> for emo_learn::Error {
    fn from(error: Error) -> Self {
        Self::step("MLP", error)
    }
}

impl Parameters for MlpClassifier {
    const STEP: &'static str = "mlp";

    fn parameters(&self) -> BTreeMap<String, Value> {
        fields(self)
    }

    fn set_parameter(&mut self, path: &str, value: Value) -> emo_learn::Result<()> {
        set_field(self, path, value)
    }
}

impl<F: Float> Classifier<F> for MlpClassifier {
    type Fitted = FittedMlpClassifier<F>;

    fn fit(&self, x: &ArrayRef2<F>, y: &[usize]) -> emo_learn::Result<Self::Fitted> {
        Ok(Self::fit(self, x, y)?)
    }
}

impl<F: Float> FittedClassifier<F> for FittedMlpClassifier<F> {
    fn predict(&self, x: &ArrayRef2<F>) -> emo_learn::Result<Vec<usize>> {
        Ok(Self::predict(self, x)?)
    }

    fn predict_proba(&self, x: &ArrayRef2<F>) -> emo_learn::Result<Array2<F>> {
        Ok(Self::predict_proba(self, x)?)
    }
}
