//! A step with a name of its own.

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayRef2};
use serde::{Deserialize, Serialize};

use super::{Parameters, Value};
use crate::Result;
use crate::estimator::{Classifier, Resampler, Transformer};

/// A step under a name of the caller's: what [`Parameters::named`] makes.
///
/// ```
/// use emo_learn::parameters::Parameters;
/// use emo_learn::{Clipper, NoResampling, Pipeline, StandardScaler};
/// use emo_ridge::RidgeClassifier;
///
/// let steps =
///     (Clipper::default().named("raw"), StandardScaler::default(), Clipper::default().named("scaled"));
/// let mut pipeline = Pipeline::new(steps, NoResampling::default(), RidgeClassifier::default());
/// pipeline.set_parameter("scaled__max", 2.0.into())?;
/// assert_eq!(pipeline.parameters()["scaled__max"], 2.0);
/// assert_eq!(pipeline.parameters()["raw__max"], 4.0);
/// # Ok::<(), emo_learn::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named<S> {
    name: String,
    step: S,
}

impl<S> Named<S> {
    pub(super) fn new(name: String, step: S) -> Self {
        Self { name, step }
    }

    /// The step itself.
    pub fn step(&self) -> &S {
        &self.step
    }
}

impl<S: Parameters> Parameters for Named<S> {
    fn step_name(&self) -> &str {
        &self.name
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        self.step.parameters()
    }

    fn set_parameter(&mut self, path: &str, value: Value) -> Result<()> {
        self.step.set_parameter(path, value)
    }
}

impl<F, S: Transformer<F>> Transformer<F> for Named<S> {
    type Fitted = S::Fitted;

    fn fit(&self, x: &ArrayRef2<F>) -> Result<Self::Fitted> {
        self.step.fit(x)
    }

    fn fit_transform(&self, x: Array2<F>) -> Result<(Self::Fitted, Array2<F>)> {
        self.step.fit_transform(x)
    }
}

impl<F, S: Resampler<F>> Resampler<F> for Named<S> {
    fn fit_resample(&self, x: Array2<F>, y: Vec<usize>) -> Result<(Array2<F>, Vec<usize>)> {
        self.step.fit_resample(x, y)
    }

    fn n_resampled(&self, y: &[usize]) -> usize {
        self.step.n_resampled(y)
    }
}

impl<F, S: Classifier<F>> Classifier<F> for Named<S> {
    type Fitted = S::Fitted;

    fn fit(&self, x: &ArrayRef2<F>, y: &[usize]) -> Result<Self::Fitted> {
        self.step.fit(x, y)
    }
}
