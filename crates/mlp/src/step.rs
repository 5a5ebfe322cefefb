//! The network as a step of `emo-learn`'s pipelines.

use std::collections::BTreeMap;

use emo_learn::estimator::{Classifier, FittedClassifier};
use emo_learn::parameters::{Parameters, Value, fields, set_field};
use emo_learn::stored::{Registry, StoredClassifier};
use ndarray::{Array2, ArrayRef2};

use crate::{Error, FittedMlpClassifier, Float, MlpClassifier};

impl From<Error> for emo_learn::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::OneClass { class } => Self::of_class("MLP", class, "expected a second class"),
            other => Self::step("MLP", other),
        }
    }
}

impl Parameters for MlpClassifier {
    fn step_name(&self) -> &str {
        "mlp"
    }

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

/// Adds `mlp`, and `mlp_f32` in single precision, to the steps that can be read from a file.
pub fn register(registry: &mut Registry) {
    registry
        .add_classifier::<FittedMlpClassifier<f64>>()
        .add_classifier::<FittedMlpClassifier<f32>>();
}

macro_rules! stored {
    ($($number:ident: $name:literal),*) => {$(
        impl StoredClassifier for FittedMlpClassifier<$number> {
            type Number = $number;

            const NAME: &'static str = $name;

            fn n_features_in(&self) -> Option<usize> {
                Some(Self::n_features_in(self))
            }

            fn classes(&self) -> &[usize] {
                Self::classes(self)
            }

            fn summary(&self) -> String {
                let inputs = std::iter::once(Self::n_features_in(self));
                let sizes = inputs.chain(self.intercepts().map(|layer| layer.len()));
                let sizes: Vec<String> = sizes.map(|size| size.to_string()).collect();
                let activation = format!("{:?}", self.activation()).to_lowercase();
                format!("MLP {} ({activation})", sizes.join("-"))
            }
        }
    )*};
}

stored!(f64: "mlp", f32: "mlp_f32");
