//! The classifiers as steps of `emo-learn`'s pipelines.

use std::collections::BTreeMap;

use emo_learn::estimator::{Classifier, FittedClassifier};
use emo_learn::parameters::{Parameters, fields, set_field};
use ndarray::{Array2, ArrayRef2};
use serde_json::Value;

use crate::{
    Error, FittedKernelRidgeClassifier, FittedRidgeClassifier, Float, KernelRidgeClassifier,
    RidgeClassifier,
};

impl From<Error> for emo_learn::Error {
    fn from(error: Error) -> Self {
        Self::step("ridge", error)
    }
}

macro_rules! steps {
    ($($classifier:ident, $name:literal => $fitted:ident);* $(;)?) => {$(
        impl Parameters for $classifier {
            const STEP: &'static str = $name;

            fn parameters(&self) -> BTreeMap<String, Value> {
                fields(self)
            }

            fn set_parameter(&mut self, path: &str, value: Value) -> emo_learn::Result<()> {
                set_field(self, path, value)
            }
        }

        impl<F: Float> Classifier<F> for $classifier {
            type Fitted = $fitted<F>;

            fn fit(&self, x: &ArrayRef2<F>, y: &[usize]) -> emo_learn::Result<Self::Fitted> {
                Ok(Self::fit(self, x, y)?)
            }
        }

        impl<F: Float> FittedClassifier<F> for $fitted<F> {
            fn predict(&self, x: &ArrayRef2<F>) -> emo_learn::Result<Vec<usize>> {
                Ok(Self::predict(self, x)?)
            }

            fn predict_proba(&self, x: &ArrayRef2<F>) -> emo_learn::Result<Array2<F>> {
                Ok(Self::predict_proba(self, x)?)
            }
        }
    )*};
}

steps! {
    RidgeClassifier, "ridge" => FittedRidgeClassifier;
    KernelRidgeClassifier, "kernel_ridge" => FittedKernelRidgeClassifier;
}
