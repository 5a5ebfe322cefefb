//! Trained classifiers that vote.

use ndarray::{Array2, ArrayRef2, NdFloat};

use crate::estimator::{BoxedPredictor, Label, Predictor};
use crate::numeric::argmax;
use crate::{Error, Result};

/// Trained estimators whose probabilities are averaged; what
/// [`VotingClassifier::fit`](super::VotingClassifier::fit) returns.
pub struct FittedVotingClassifier<F, L> {
    pub(crate) estimators: Vec<(String, BoxedPredictor<F, L>)>,
    /// They add up to 1.
    pub(crate) weights: Vec<f64>,
}

impl<F, L> std::fmt::Debug for FittedVotingClassifier<F, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.estimators.iter().map(|(name, _)| name.as_str()).collect();
        let mut text = f.debug_struct("FittedVotingClassifier");
        text.field("estimators", &names).field("weights", &self.weights).finish()
    }
}

impl<F: NdFloat, L: Label> FittedVotingClassifier<F, L> {
    /// Puts estimators together that were trained before, such as pipelines or models of other
    /// kinds, with how much each counts.
    ///
    /// ```
    /// use emo_learn::estimator::BoxedPredictor;
    /// use emo_learn::{FittedVotingClassifier, NoResampling, Pipeline, StandardScaler};
    /// use emo_ridge::RidgeClassifier;
    /// use ndarray::array;
    ///
    /// let ridge = RidgeClassifier::default();
    /// let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge);
    /// let one = pipeline.fit(&array![[0.0], [1.0]], &["sad", "happy"])?;
    /// let other = pipeline.fit(&array![[0.2], [0.9]], &["sad", "happy"])?;
    /// let both = [("one", BoxedPredictor::new(one)), ("other", BoxedPredictor::new(other))];
    /// let voting = FittedVotingClassifier::new(both, None)?;
    /// assert_eq!(voting.predict(&array![[0.9]])?, ["happy"]);
    /// # Ok::<(), emo_learn::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without estimators, [`Error::Shape`] unless there is a weight for each,
    /// and [`Error::InvalidParameter`] where a weight is negative or not finite, all are 0, or
    /// the estimators know other classes than the first.
    pub fn new<N: Into<String>>(
        estimators: impl IntoIterator<Item = (N, BoxedPredictor<F, L>)>,
        weights: Option<Vec<f64>>,
    ) -> Result<Self> {
        let estimators = estimators.into_iter().map(|(name, it)| (name.into(), it));
        let estimators: Vec<(String, BoxedPredictor<F, L>)> = estimators.collect();
        let weights = normalised_weights(weights.as_deref(), estimators.len())?;
        let classes = estimators.first().map_or(&[][..], |(_, first)| first.classes());
        match estimators.iter().find(|(_, other)| other.classes() != classes) {
            Some((name, other)) => Err(Error::InvalidParameter {
                parameter: "estimators".into(),
                expected: format!("all of the classes {classes:?}"),
                got: format!("{:?} for {name}", other.classes()),
            }),
            None => Ok(Self { estimators, weights }),
        }
    }

    /// The trained estimators and their names.
    pub fn estimators(&self) -> impl Iterator<Item = (&str, &BoxedPredictor<F, L>)> {
        self.estimators.iter().map(|(name, estimator)| (name.as_str(), estimator))
    }

    /// The labels seen in training, sorted, each once.
    pub fn classes(&self) -> &[L] {
        self.estimators.first().map_or(&[], |(_, first)| first.classes())
    }

    /// The likeliest label of each row; the first in order among equals.
    ///
    /// # Errors
    ///
    /// Those of the estimators.
    pub fn predict(&self, x: &ArrayRef2<F>) -> Result<Vec<L>> {
        let shares = self.average(x)?;
        let labels = shares.rows().into_iter().map(|row| {
            argmax(row.iter().copied()).and_then(|place| self.classes().get(place)).cloned()
        });
        labels.collect::<Option<_>>().ok_or(Error::Empty { what: "classes" })
    }

    /// The weighted mean of the estimators' probabilities (samples × classes).
    ///
    /// # Errors
    ///
    /// Those of the estimators.
    pub fn predict_proba(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        let shares = self.average(x)?;
        Ok(shares.mapv(|share| F::from(share).unwrap_or_else(F::nan)))
    }

    fn average(&self, x: &ArrayRef2<F>) -> Result<Array2<f64>> {
        let shares =
            self.estimators.iter().zip(&self.weights).map(|((name, estimator), &weight)| {
                let shares = estimator.predict_proba(x).map_err(|error| error.of(name))?;
                Ok((weight, shares.mapv(|share| share.to_f64().unwrap_or(f64::NAN))))
            });
        average(shares, (x.nrows(), self.classes().len()))
    }
}

/// The weighted mean of probabilities (rows × classes).
pub(crate) fn average(
    shares: impl IntoIterator<Item = Result<(f64, Array2<f64>)>>,
    (rows, classes): (usize, usize),
) -> Result<Array2<f64>> {
    let mut average = Array2::zeros((rows, classes));
    for of_one in shares {
        let (weight, shares) = of_one?;
        average.zip_mut_with(&shares, |sum, share| *sum += weight * share);
    }
    Ok(average)
}

/// Weights for so many estimators, which add up to 1.
pub(crate) fn normalised_weights(weights: Option<&[f64]>, n_estimators: usize) -> Result<Vec<f64>> {
    if n_estimators == 0 {
        return Err(Error::Empty { what: "estimators" });
    }
    let weights = weights.map_or_else(|| vec![1.0; n_estimators], <[f64]>::to_vec);
    if weights.len() != n_estimators {
        let (expected, got) = (n_estimators, weights.len());
        return Err(Error::Shape { what: "weights", expected, got });
    }
    let sum: f64 = weights.iter().sum();
    if weights.iter().all(|&weight| weight >= 0.0) && sum > 0.0 && sum.is_finite() {
        return Ok(weights.into_iter().map(|weight| weight / sum).collect());
    }
    Err(Error::InvalidParameter {
        parameter: "weights".into(),
        expected: "finite numbers from 0, not all 0".into(),
        got: format!("{weights:?}"),
    })
}

impl<F: NdFloat, L: Label> Predictor<F, L> for FittedVotingClassifier<F, L> {
    fn classes(&self) -> &[L] {
        Self::classes(self)
    }

    fn predict(&self, x: &ArrayRef2<F>) -> Result<Vec<L>> {
        Self::predict(self, x)
    }

    fn predict_proba(&self, x: &ArrayRef2<F>) -> Result<Array2<F>> {
        Self::predict_proba(self, x)
    }
}
