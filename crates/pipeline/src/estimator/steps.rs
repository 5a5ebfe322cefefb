//! What the other crates and modules offer, as steps of a pipeline.

use std::collections::BTreeMap;

use emo_mlp::{FittedMlpClassifier, MlpClassifier};
use emo_resample_smote::Smote;
use emo_ridge::{
    FittedKernelRidgeClassifier, FittedRidgeClassifier, KernelRidgeClassifier, RidgeClassifier,
};
use ndarray::{Array2, ArrayRef2, NdFloat};
use serde_json::Value;

use super::{Classifier, FittedClassifier, FittedTransformer, Resampler, Transformer};
use crate::{
    Result,
    parameters::{Parameters, fields, scoped, set_field, set_scoped, unknown},
    pipeline::NoResampling,
    preprocessing::{Clip, FittedStandardScaler, StandardScaler},
};

macro_rules! parameters {
    ($($step:ty: $name:literal),* $(,)?) => {$(
        impl Parameters for $step {
            const STEP: &'static str = $name;

            fn parameters(&self) -> BTreeMap<String, Value> {
                fields(self)
            }

            fn set_parameter(&mut self, path: &str, value: Value) -> Result<()> {
                set_field(self, path, value)
            }
        }
    )*};
}

parameters! {
    StandardScaler: "scaler",
    Clip: "clip",
    NoResampling: "resampler",
    Smote: "smote",
    MlpClassifier: "mlp",
    RidgeClassifier: "ridge",
    KernelRidgeClassifier: "kernel_ridge",
}

impl<F: NdFloat> Transformer<F> for StandardScaler {
    type Fitted = FittedStandardScaler;

    fn fit(&self, x: &ArrayRef2<F>) -> Result<Self::Fitted> {
        StandardScaler::fit(self, x)
    }
}

impl<F: NdFloat> Transformer<F> for Clip {
    type Fitted = Self;

    fn fit(&self, _: &ArrayRef2<F>) -> Result<Self> {
        self.check()?;
        Ok(*self)
    }
}

impl<F: NdFloat> FittedTransformer<F> for Clip {
    fn transform(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        Clip::transform(self, x)
    }
}

impl<F: NdFloat> FittedTransformer<F> for FittedStandardScaler {
    fn transform(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        FittedStandardScaler::transform(self, x)
    }
}

impl<F> Resampler<F> for NoResampling {
    fn fit_resample(&self, x: Array2<F>, y: Vec<usize>) -> Result<(Array2<F>, Vec<usize>)> {
        Ok((x, y))
    }
}

impl<F: emo_resample_smote::Float> Resampler<F> for Smote {
    fn fit_resample(&self, x: Array2<F>, y: Vec<usize>) -> Result<(Array2<F>, Vec<usize>)> {
        let resampled = Smote::fit_resample(self, x.view(), &y)?;
        Ok((resampled.x, resampled.y))
    }
}

macro_rules! classifiers {
    ($($classifier:ident => $fitted:ident over $float:path),* $(,)?) => {$(
        impl<F: $float> Classifier<F> for $classifier {
            type Fitted = $fitted<F>;

            fn fit(&self, x: &ArrayRef2<F>, y: &[usize]) -> Result<Self::Fitted> {
                Ok($classifier::fit(self, x, y)?)
            }
        }

        impl<F: $float> FittedClassifier<F> for $fitted<F> {
            fn predict(&self, x: &ArrayRef2<F>) -> Result<Vec<usize>> {
                Ok($fitted::predict(self, x)?)
            }

            fn predict_proba(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
                Ok($fitted::predict_proba(self, x)?)
            }
        }
    )*};
}

classifiers! {
    MlpClassifier => FittedMlpClassifier over emo_mlp::Float,
    RidgeClassifier => FittedRidgeClassifier over emo_ridge::Float,
    KernelRidgeClassifier => FittedKernelRidgeClassifier over emo_ridge::Float,
}

/// Two transformers, one after the other; more are a tuple in a tuple.
impl<F, A: Transformer<F>, B: Transformer<F>> Transformer<F> for (A, B) {
    type Fitted = (A::Fitted, B::Fitted);

    fn fit(&self, x: &ArrayRef2<F>) -> Result<Self::Fitted> {
        let first = self.0.fit(x)?;
        let second = self.1.fit(&first.transform(x)?)?;
        Ok((first, second))
    }
}

impl<F, A: FittedTransformer<F>, B: FittedTransformer<F>> FittedTransformer<F> for (A, B) {
    fn transform(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        self.1.transform(&self.0.transform(x)?)
    }
}

impl<A: Parameters, B: Parameters> Parameters for (A, B) {
    const STEP: &'static str = "";

    fn parameters(&self) -> BTreeMap<String, Value> {
        let mut all = scoped(&self.0);
        all.extend(scoped(&self.1));
        all
    }

    fn set_parameter(&mut self, path: &str, value: Value) -> Result<()> {
        set_scoped(&mut self.0, path, &value)
            .or_else(|| set_scoped(&mut self.1, path, &value))
            .unwrap_or_else(|| Err(unknown(path, self.parameters().keys())))
    }
}
