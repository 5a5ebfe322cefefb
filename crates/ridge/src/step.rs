//! The classifiers as steps of `emo-learn`'s pipelines.

use std::collections::BTreeMap;

use emo_learn::estimator::{Classifier, FittedClassifier};
use emo_learn::parameters::{Parameters, Value, fields, set_field};
use emo_learn::stored::{Registry, StoredClassifier};
use ndarray::{Array2, ArrayRef2};

use crate::{
    Error, FittedKernelRidgeClassifier, FittedRidgeClassifier, Float, KernelRidgeClassifier,
    RidgeClassifier,
};

impl From<Error> for emo_learn::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::OneClass { class } => Self::of_class("ridge", class, "expected a second class"),
            Error::MissingClass { fold, class } => Self::of_class(
                "ridge",
                class,
                format!(
                    "expected training rows of every class in every fold, got none in fold {fold}"
                ),
            ),
            other => Self::step("ridge", other),
        }
    }
}

macro_rules! steps {
    ($($classifier:ident, $name:literal => $fitted:ident);* $(;)?) => {$(
        impl Parameters for $classifier {
            fn step_name(&self) -> &str {
                $name
            }

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

/// Adds `ridge` and `kernel_ridge`, and `ridge_f32` and `kernel_ridge_f32` in single precision, to
/// the steps that can be read from a file.
pub fn register(registry: &mut Registry) {
    registry
        .add_classifier::<FittedRidgeClassifier<f64>>()
        .add_classifier::<FittedRidgeClassifier<f32>>()
        .add_classifier::<FittedKernelRidgeClassifier<f64>>()
        .add_classifier::<FittedKernelRidgeClassifier<f32>>();
}

macro_rules! stored {
    ($($fitted:ident<$number:ident>: $name:literal, $summary:expr);* $(;)?) => {$(
        impl StoredClassifier for $fitted<$number> {
            type Number = $number;

            const NAME: &'static str = $name;

            fn n_features_in(&self) -> Option<usize> {
                Some(Self::n_features_in(self))
            }

            fn classes(&self) -> &[usize] {
                Self::classes(self)
            }

            fn summary(&self) -> String {
                $summary(self)
            }
        }
    )*};
}

stored! {
    FittedRidgeClassifier<f64>: "ridge", summary;
    FittedRidgeClassifier<f32>: "ridge_f32", summary;
    FittedKernelRidgeClassifier<f64>: "kernel_ridge", kernel_summary;
    FittedKernelRidgeClassifier<f32>: "kernel_ridge_f32", kernel_summary;
}

fn summary<F: Float>(ridge: &FittedRidgeClassifier<F>) -> String {
    format!("ridge {}-{}", ridge.n_features_in(), ridge.intercept().len())
}

fn kernel_summary<F: Float>(ridge: &FittedKernelRidgeClassifier<F>) -> String {
    let (inputs, outputs) = (ridge.n_features_in(), ridge.dual_coef().ncols());
    let kernel = format!("{:?}", ridge.kernel()).to_lowercase();
    format!("kernel ridge {inputs}-{outputs} ({kernel}, {} rows)", ridge.x_fit().nrows())
}
