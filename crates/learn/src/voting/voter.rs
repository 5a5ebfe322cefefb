//! Estimators of any type behind one.

use std::collections::BTreeMap;

use ndarray::ArrayRef2;
use serde_json::Value;

use crate::Result;
use crate::estimator::{Estimator, Predictor};

/// A trained estimator of any type.
pub(super) type AnyPredictor<F, L> = Box<dyn Predictor<F, L> + Send + Sync>;

/// What a vote needs of an estimator.
pub(super) trait Voter<F, L>: Send + Sync {
    fn fit(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<AnyPredictor<F, L>>;
    fn parameters(&self) -> BTreeMap<String, Value>;
    fn set_parameter(&mut self, path: &str, value: Value) -> Result<()>;
    fn boxed(&self) -> Box<dyn Voter<F, L>>;
}

impl<F: 'static, L: 'static, E> Voter<F, L> for E
where
    E: Estimator<F, L, Fitted: Send + Sync + 'static> + 'static,
{
    fn fit(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<AnyPredictor<F, L>> {
        Ok(Box::new(Estimator::fit(self, x, y)?))
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        crate::parameters::Parameters::parameters(self)
    }

    fn set_parameter(&mut self, path: &str, value: Value) -> Result<()> {
        crate::parameters::Parameters::set_parameter(self, path, value)
    }

    fn boxed(&self) -> Box<dyn Voter<F, L>> {
        Box::new(self.clone())
    }
}

impl<F, L> Clone for Box<dyn Voter<F, L>> {
    fn clone(&self) -> Self {
        (**self).boxed()
    }
}
