//! Estimators of any type whose fitted form a file can hold.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::{self, Debug};

use ndarray::ArrayRef2;

use super::{AnyPipeline, VotingPipelines};
use crate::estimator::Estimator;
use crate::parameters::{Parameters, Value};
use crate::{Error, FittedVotingClassifier, Result};

/// An estimator of any type that becomes an [`AnyPipeline`] by fitting. Searches, cross-validation
/// and [`VotingClassifier`](crate::VotingClassifier) take it.
///
/// ```
/// use emo_learn::estimator::Estimator;
/// use emo_learn::stored::{AnyEstimator, AnyPipeline};
/// use emo_learn::{NoResampling, Pipeline, StandardScaler, VotingClassifier};
/// use emo_mlp::MlpClassifier;
/// use emo_ridge::KernelRidgeClassifier;
/// use ndarray::array;
///
/// let (scaler, rows) = (StandardScaler::default(), NoResampling::default());
/// let net = MlpClassifier::default().hidden_layer_sizes([8]).max_iter(50);
/// let net = AnyEstimator::new(Pipeline::new(scaler.clone(), rows, net));
/// let kernel = Pipeline::new(scaler, rows, KernelRidgeClassifier::default());
/// let kernel = AnyEstimator::new(kernel);
/// let vote = VotingClassifier::default().estimator("net", net).estimator("kernel", kernel);
/// let vote = AnyEstimator::new(vote);
///
/// let x = array![[0.0, 9.0], [1.0, 8.0], [5.0, 1.0], [6.0, 0.0]];
/// let y = ["calm", "calm", "angry", "angry"].map(String::from);
/// let pipeline: AnyPipeline = vote.fit(&x, &y)?;
/// assert!(pipeline.summary().starts_with("vote of net (StandardScaler, MLP"));
/// # Ok::<(), emo_learn::Error>(())
/// ```
pub struct AnyEstimator(Box<dyn Erased>);

impl AnyEstimator {
    /// The estimator behind one type. Its fitted form must be one that becomes an [`AnyPipeline`]:
    /// a pipeline of storable steps, a vote of `AnyEstimator`s, or your own type with a
    /// `TryFrom`.
    pub fn new<E>(estimator: E) -> Self
    where
        E: Estimator<f64, String, Fitted: TryInto<AnyPipeline, Error: Into<Error>>> + 'static,
    {
        Self(Box::new(estimator))
    }
}

impl Clone for AnyEstimator {
    fn clone(&self) -> Self {
        Self(self.0.boxed())
    }
}

impl Debug for AnyEstimator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnyEstimator").field(&self.0.parameters()).finish()
    }
}

impl Parameters for AnyEstimator {
    fn step_name(&self) -> &str {
        self.0.step_name()
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        self.0.parameters()
    }

    fn set_parameter(&mut self, path: &str, value: Value) -> Result<()> {
        self.0.set_parameter(path, value)
    }
}

impl Estimator<f64, String> for AnyEstimator {
    type Fitted = AnyPipeline;

    fn fit(&self, x: &ArrayRef2<f64>, y: &[String]) -> Result<AnyPipeline> {
        self.0.fit_any(x, y)
    }
}

trait Erased: Parameters {
    fn fit_any(&self, x: &ArrayRef2<f64>, y: &[String]) -> Result<AnyPipeline>;
    fn boxed(&self) -> Box<dyn Erased>;
}

impl<E> Erased for E
where
    E: Estimator<f64, String, Fitted: TryInto<AnyPipeline, Error: Into<Error>>> + 'static,
{
    fn fit_any(&self, x: &ArrayRef2<f64>, y: &[String]) -> Result<AnyPipeline> {
        self.fit(x, y)?.try_into().map_err(Into::into)
    }

    fn boxed(&self) -> Box<dyn Erased> {
        Box::new(self.clone())
    }
}

/// A vote whose estimators are all [`AnyPipeline`]s.
impl TryFrom<FittedVotingClassifier<f64, String>> for AnyPipeline {
    type Error = Error;

    fn try_from(fitted: FittedVotingClassifier<f64, String>) -> Result<Self> {
        let labels = fitted.classes().to_vec();
        let FittedVotingClassifier { estimators, weights } = fitted;
        let pipelines = estimators.into_iter().map(|(name, estimator)| {
            let pipeline = estimator.downcast::<Self>().ok_or_else(|| {
                Error::misfit(&name, "an estimator in an AnyEstimator", "one of another type")
            })?;
            Ok((name, pipeline))
        });
        let pipelines = pipelines.collect::<Result<Vec<_>>>()?;
        Self::new([], VotingPipelines::with_shares(pipelines, weights)?, labels)
    }
}

impl From<Infallible> for Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
