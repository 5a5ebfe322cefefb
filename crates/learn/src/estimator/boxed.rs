//! Estimators of any type behind one.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::{self, Debug};

use ndarray::{Array2, ArrayRef2};

use super::{Estimator, Predictor};
use crate::Result;
use crate::parameters::{Parameters, Value};

/// An estimator of any type, for code that learns at run time which one: bindings, commands, votes.
///
/// It is an [`Estimator`] itself, so that searches, cross-validation and
/// [`VotingClassifier`](crate::VotingClassifier) take it. For one whose fitted form can be saved
/// see [`AnyEstimator`](crate::stored::AnyEstimator).
///
/// ```
/// use emo_learn::estimator::{BoxedEstimator, Estimator, Predictor};
/// use emo_learn::{NoResampling, Pipeline, StandardScaler};
/// use emo_mlp::MlpClassifier;
/// use emo_ridge::RidgeClassifier;
/// use ndarray::array;
///
/// let (scaler, rows) = (StandardScaler::default(), NoResampling::default());
/// let mlp = MlpClassifier::default().hidden_layer_sizes([8]).max_iter(200);
/// let estimators: Vec<BoxedEstimator<f64, &str>> = vec![
///     BoxedEstimator::new(Pipeline::new(scaler.clone(), rows, mlp)),
///     BoxedEstimator::new(Pipeline::new(scaler, rows, RidgeClassifier::default())),
/// ];
/// let x = array![[0.0, 9.0], [1.0, 8.0], [5.0, 1.0], [6.0, 0.0]];
/// for estimator in estimators {
///     let model = estimator.fit(&x, &["calm", "calm", "angry", "angry"])?;
///     assert_eq!(model.predict(&array![[5.5, 0.5]])?, ["angry"]);
/// }
/// # Ok::<(), emo_learn::Error>(())
/// ```
pub struct BoxedEstimator<F, L>(Box<dyn ErasedEstimator<F, L>>);

impl<F: 'static, L: 'static> BoxedEstimator<F, L> {
    /// The estimator behind one type.
    pub fn new<E>(estimator: E) -> Self
    where
        E: Estimator<F, L, Fitted: Send + Sync + 'static> + 'static,
    {
        Self(Box::new(estimator))
    }
}

impl<F, L> Clone for BoxedEstimator<F, L> {
    fn clone(&self) -> Self {
        Self(self.0.boxed())
    }
}

impl<F, L> Debug for BoxedEstimator<F, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BoxedEstimator").field(&self.0.parameters()).finish()
    }
}

impl<F, L> Parameters for BoxedEstimator<F, L> {
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

impl<F, L> Estimator<F, L> for BoxedEstimator<F, L> {
    type Fitted = BoxedPredictor<F, L>;

    fn fit(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<Self::Fitted> {
        self.0.fit_boxed(x, y)
    }
}

/// A trained estimator of any type.
pub struct BoxedPredictor<F, L>(Box<dyn ErasedPredictor<F, L>>);

impl<F: 'static, L: 'static> BoxedPredictor<F, L> {
    /// The trained estimator behind one type.
    pub fn new(predictor: impl Predictor<F, L> + Send + Sync + 'static) -> Self {
        Self(Box::new(predictor))
    }

    /// The trained estimator as what it is; `None` where it is no `P`.
    pub fn downcast<P: Predictor<F, L> + 'static>(self) -> Option<P> {
        let erased: Box<dyn Any> = self.0;
        erased.downcast().ok().map(|predictor| *predictor)
    }

    /// The trained estimator as what it is, if it is a `P`.
    pub fn downcast_ref<P: Predictor<F, L> + 'static>(&self) -> Option<&P> {
        let erased: &dyn Any = self.0.as_ref();
        erased.downcast_ref()
    }
}

impl<F, L> Debug for BoxedPredictor<F, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BoxedPredictor")
    }
}

impl<F, L> Predictor<F, L> for BoxedPredictor<F, L> {
    fn classes(&self) -> &[L] {
        self.0.classes()
    }

    fn predict(&self, x: &ArrayRef2<F>) -> Result<Vec<L>> {
        self.0.predict(x)
    }

    fn predict_proba(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        self.0.predict_proba(x)
    }
}

trait ErasedPredictor<F, L>: Predictor<F, L> + Any + Send + Sync {}

impl<F, L, P: Predictor<F, L> + Any + Send + Sync> ErasedPredictor<F, L> for P {}

trait ErasedEstimator<F, L>: Parameters {
    fn fit_boxed(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<BoxedPredictor<F, L>>;
    fn boxed(&self) -> Box<dyn ErasedEstimator<F, L>>;
}

impl<F: 'static, L: 'static, E> ErasedEstimator<F, L> for E
where
    E: Estimator<F, L, Fitted: Send + Sync + 'static> + 'static,
{
    fn fit_boxed(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<BoxedPredictor<F, L>> {
        Ok(BoxedPredictor::new(self.fit(x, y)?))
    }

    fn boxed(&self) -> Box<dyn ErasedEstimator<F, L>> {
        Box::new(self.clone())
    }
}
