//! Several classifiers that vote, as `VotingClassifier` of `sklearn.ensemble`.

mod fitted;

use std::collections::BTreeMap;

use ndarray::{ArrayRef2, NdFloat};
use rayon::prelude::*;

use crate::estimator::{BoxedEstimator, Estimator, Label};
use crate::parameters::{Parameters, Value, in_full, unknown};
use crate::{Error, Result};

pub use fitted::FittedVotingClassifier;
pub(crate) use fitted::{average, normalised_weights};

/// Trains several estimators on the same rows, and takes the mean of their probabilities:
/// scikit-learn's `VotingClassifier(voting="soft")`.
///
/// Each estimator has a name; its hyperparameters stand behind that (`net__mlp__alpha`), and a
/// grid reaches them so. Averages of classifiers that err in other places err less.
///
/// ```
/// use emo_learn::{NoResampling, Pipeline, StandardScaler, VotingClassifier};
/// use emo_mlp::MlpClassifier;
/// use emo_ridge::KernelRidgeClassifier;
/// use ndarray::array;
///
/// let net = MlpClassifier::default().hidden_layer_sizes([8]).max_iter(100).random_state(7);
/// let kernel = KernelRidgeClassifier::default();
/// let (scaler, rows) = (StandardScaler::default(), NoResampling::default());
/// let voting = VotingClassifier::default()
///     .estimator("net", Pipeline::new(scaler.clone(), rows, net))
///     .estimator("kernel", Pipeline::new(scaler, rows, kernel))
///     .weights([1.0, 2.0]);
/// let x = array![[0.0, 9.0], [1.0, 8.0], [5.0, 1.0], [6.0, 0.0]];
/// let model = voting.fit(&x, &["calm", "calm", "angry", "angry"])?;
/// assert_eq!(model.predict(&array![[5.5, 0.5]])?, ["angry"]);
/// # Ok::<(), emo_learn::Error>(())
/// ```
#[derive(Clone)]
pub struct VotingClassifier<F, L> {
    estimators: Vec<(String, BoxedEstimator<F, L>)>,
    weights: Option<Vec<f64>>,
}

impl<F, L> Default for VotingClassifier<F, L> {
    fn default() -> Self {
        Self { estimators: Vec::new(), weights: None }
    }
}

impl<F, L> std::fmt::Debug for VotingClassifier<F, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VotingClassifier").field("parameters", &self.listed()).finish()
    }
}

impl<F: 'static, L: 'static> VotingClassifier<F, L> {
    /// Adds an estimator by a name, which must be another than those before and without `__`.
    #[must_use]
    pub fn estimator<E>(mut self, name: impl Into<String>, estimator: E) -> Self
    where
        E: Estimator<F, L, Fitted: Send + Sync + 'static> + 'static,
    {
        self.estimators.push((name.into(), BoxedEstimator::new(estimator)));
        self
    }

    /// Sets how much each estimator counts, in their order. Default: all alike.
    #[must_use]
    pub fn weights(mut self, weights: impl Into<Vec<f64>>) -> Self {
        self.weights = Some(weights.into());
        self
    }
}

impl<F, L> VotingClassifier<F, L> {
    fn listed(&self) -> BTreeMap<String, Value> {
        let mut all = BTreeMap::from([("weights".to_owned(), Value::from(self.weights.clone()))]);
        for (name, estimator) in &self.estimators {
            let parameters = estimator.parameters().into_iter();
            all.extend(parameters.map(|(path, value)| (format!("{name}__{path}"), value)));
        }
        all
    }

    fn check_names(&self) -> Result<()> {
        for (at, (name, _)) in self.estimators.iter().enumerate() {
            let is_taken = self.estimators[..at].iter().any(|(other, _)| other == name);
            if is_taken || name.is_empty() || name.contains("__") || name == "weights" {
                return Err(Error::InvalidParameter {
                    parameter: "estimator".into(),
                    expected: "names that differ, without __, and other than weights".into(),
                    got: format!("{name:?}"),
                });
            }
        }
        Ok(())
    }
}

impl<F: NdFloat, L: Label + Send + Sync + 'static> VotingClassifier<F, L> {
    /// Trains each estimator on rows (samples × features) and their labels, on all cores.
    ///
    /// # Errors
    ///
    /// Without estimators, with a name that is none, or weights that do not fit (see
    /// [`FittedVotingClassifier::new`]); and the first error of an estimator.
    pub fn fit(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<FittedVotingClassifier<F, L>> {
        self.check_names()?;
        normalised_weights(self.weights.as_deref(), self.estimators.len())?;
        let fitted = self.estimators.par_iter().map(|(name, estimator)| {
            let fitted = estimator.fit(x, y).map_err(|error| error.of(name))?;
            Ok((name.clone(), fitted))
        });
        let fitted = fitted.collect::<Result<Vec<_>>>()?;
        FittedVotingClassifier::new(fitted, self.weights.clone())
    }
}

impl<F: NdFloat, L: Label + Send + Sync + 'static> Parameters for VotingClassifier<F, L> {
    fn step_name(&self) -> &str {
        "voting"
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        self.listed()
    }

    fn set_parameter(&mut self, path: &str, value: Value) -> Result<()> {
        if path == "weights" {
            self.weights = value.read().map_err(|error| in_full(error, path))?;
            return Ok(());
        }
        let known = self.listed();
        let Some((name, rest)) = path.split_once("__").filter(|_| known.contains_key(path)) else {
            return Err(unknown(path, known.keys()));
        };
        match self.estimators.iter_mut().find(|(own, _)| own == name) {
            Some((_, estimator)) => {
                estimator.set_parameter(rest, value).map_err(|error| in_full(error, path))
            }
            None => Err(unknown(path, known.keys())),
        }
    }
}

impl<F: NdFloat, L: Label + Send + Sync + 'static> Estimator<F, L> for VotingClassifier<F, L> {
    type Fitted = FittedVotingClassifier<F, L>;

    fn fit(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<Self::Fitted> {
        VotingClassifier::fit(self, x, y)
    }
}
