//! What this crate offers, as steps of a pipeline.

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayRef2, NdFloat};

use super::{FittedTransformer, Resampler, Transformer};
use crate::{
    Result,
    parameters::{Parameters, Value, fields, parameters_of, set_field, set_parameter_of},
    pipeline::NoResampling,
    preprocessing::{Clipper, FittedStandardScaler, StandardScaler},
};

macro_rules! parameters {
    ($($step:ty: $name:literal),* $(,)?) => {$(
        impl Parameters for $step {
            fn step_name(&self) -> &str {
                $name
            }

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
    Clipper: "clip",
    NoResampling: "resampler",
}

impl<F: NdFloat> Transformer<F> for StandardScaler {
    type Fitted = FittedStandardScaler;

    fn fit(&self, x: &ArrayRef2<F>) -> Result<Self::Fitted> {
        StandardScaler::fit(self, x)
    }
}

impl<F: NdFloat> Transformer<F> for Clipper {
    type Fitted = Self;

    fn fit(&self, _: &ArrayRef2<F>) -> Result<Self> {
        self.check()?;
        Ok(*self)
    }
}

impl<F: NdFloat> FittedTransformer<F> for Clipper {
    fn transform(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        Clipper::transform(self, x)
    }

    fn transform_owned(&self, x: Array2<F>) -> Result<Array2<F>> {
        Clipper::transform_owned(self, x)
    }
}

impl<F: NdFloat> FittedTransformer<F> for FittedStandardScaler {
    fn transform(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        FittedStandardScaler::transform(self, x)
    }

    fn transform_owned(&self, x: Array2<F>) -> Result<Array2<F>> {
        FittedStandardScaler::transform_owned(self, x)
    }
}

impl<F> Resampler<F> for NoResampling {
    fn fit_resample(&self, x: Array2<F>, y: Vec<usize>) -> Result<(Array2<F>, Vec<usize>)> {
        Ok((x, y))
    }
}

/// Several transformers, one after the other, as a tuple.
macro_rules! chain {
    ($($step:ident $fitted:ident $place:tt),+; $last:ident $last_fitted:ident $last_place:tt) => {
        impl<F, $($step,)+ $last> Transformer<F> for ($($step,)+ $last)
        where
            $($step: Transformer<F>,)+
            $last: Transformer<F>,
        {
            type Fitted = ($($step::Fitted,)+ $last::Fitted);

            fn fit(&self, x: &ArrayRef2<F>) -> Result<Self::Fitted> {
                $(
                    let $fitted = self.$place.fit(x)?;
                    let x = &$fitted.transform(x)?;
                )+
                let $last_fitted = self.$last_place.fit(x)?;
                Ok(($($fitted,)+ $last_fitted))
            }

            fn fit_transform(&self, x: Array2<F>) -> Result<(Self::Fitted, Array2<F>)> {
                $(let ($fitted, x) = self.$place.fit_transform(x)?;)+
                let ($last_fitted, x) = self.$last_place.fit_transform(x)?;
                Ok((($($fitted,)+ $last_fitted), x))
            }
        }

        impl<F, $($step,)+ $last> FittedTransformer<F> for ($($step,)+ $last)
        where
            $($step: FittedTransformer<F>,)+
            $last: FittedTransformer<F>,
        {
            fn transform(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
                $(let x = &self.$place.transform(x)?;)+
                self.$last_place.transform(x)
            }

            fn transform_owned(&self, x: Array2<F>) -> Result<Array2<F>> {
                $(let x = self.$place.transform_owned(x)?;)+
                self.$last_place.transform_owned(x)
            }
        }

        impl<$($step: Parameters,)+ $last: Parameters> Parameters for ($($step,)+ $last) {
            fn step_name(&self) -> &str {
                ""
            }

            fn parameters(&self) -> BTreeMap<String, Value> {
                parameters_of(&[$(&self.$place,)+ &self.$last_place])
            }

            fn set_parameter(&mut self, path: &str, value: Value) -> Result<()> {
                set_parameter_of(&mut [$(&mut self.$place,)+ &mut self.$last_place], path, value)
            }
        }
    };
}

chain!(A a 0; B b 1);
chain!(A a 0, B b 1; C c 2);
chain!(A a 0, B b 1, C c 2; D d 3);
chain!(A a 0, B b 1, C c 2, D d 3; E e 4);
chain!(A a 0, B b 1, C c 2, D d 3, E e 4; G g 5);
