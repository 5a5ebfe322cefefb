//! What this crate offers, as steps of a pipeline.

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayRef2, NdFloat};
use serde_json::Value;

use super::{FittedTransformer, Resampler, Transformer};
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
