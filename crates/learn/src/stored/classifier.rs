//! Fitted classifiers of any type.

use std::any::Any;
use std::fmt::{self, Debug};

use ndarray::{Array2, ArrayRef2};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Number, VotingPipelines};
use crate::estimator::FittedClassifier;
use crate::{Error, Result};

/// A fitted classifier that a file can hold.
///
/// Implement it for a classifier of your own and register that with
/// [`Registry::add_classifier`](super::Registry::add_classifier). On the fields of the type see
/// [`StoredTransformer`](super::StoredTransformer).
pub trait StoredClassifier:
    FittedClassifier<Self::Number>
    + Serialize
    + DeserializeOwned
    + Clone
    + Debug
    + Send
    + Sync
    + 'static
{
    /// `f32` or `f64`: what the classifier computes in.
    type Number: Number;

    /// The name of the classifier in files, such as `mlp`. It never changes.
    const NAME: &'static str;

    /// How many columns it takes; `None` for any number.
    fn n_features_in(&self) -> Option<usize>;

    /// The class numbers that it was trained on, in order: 0 to one less than there are labels.
    fn classes(&self) -> &[usize];

    /// A few words on the classifier, such as `MLP 60-64-8 (relu)`. Default: its name.
    fn summary(&self) -> String {
        Self::NAME.to_owned()
    }

    /// Checks values that reading alone does not check.
    ///
    /// # Errors
    ///
    /// When the classifier cannot predict any row. Default: never.
    fn check(&self) -> Result<()> {
        Ok(())
    }
}

/// A fitted classifier of any type, on `f64` rows; or pipelines that vote.
#[derive(Clone)]
pub struct AnyClassifier(Kind);

#[derive(Clone)]
enum Kind {
    Step(Box<dyn Erased>),
    Voting(VotingPipelines),
}

impl AnyClassifier {
    /// The classifier behind one type.
    pub fn new(step: impl StoredClassifier) -> Self {
        Self(Kind::Step(Box::new(step)))
    }

    /// Its name in files.
    pub fn name(&self) -> &'static str {
        match &self.0 {
            Kind::Step(step) => step.name(),
            Kind::Voting(_) => VotingPipelines::NAME,
        }
    }

    /// The classifier as what it is, if it is a `C`.
    pub fn downcast_ref<C: StoredClassifier>(&self) -> Option<&C> {
        let Kind::Step(step) = &self.0 else { return None };
        let step: &dyn Any = step.as_ref();
        step.downcast_ref()
    }

    /// The pipelines that vote, if it is a vote.
    pub fn voting(&self) -> Option<&VotingPipelines> {
        match &self.0 {
            Kind::Step(_) => None,
            Kind::Voting(voting) => Some(voting),
        }
    }

    /// A few words on it, such as `MLP 60-64-8 (relu)`.
    pub fn summary(&self) -> String {
        match &self.0 {
            Kind::Step(step) => step.words(),
            Kind::Voting(voting) => voting.summary(),
        }
    }

    /// How many columns it takes; `None` for any number.
    pub fn n_features_in(&self) -> Option<usize> {
        match &self.0 {
            Kind::Step(step) => step.n_in(),
            Kind::Voting(voting) => voting.n_features_in(),
        }
    }

    /// The probability of each class (rows × classes).
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the training rows, or a number is not finite.
    pub fn predict_proba(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>> {
        match &self.0 {
            Kind::Step(step) => step.shares(x),
            Kind::Voting(voting) => voting.predict_proba(x),
        }
    }

    /// Whether it fits so many columns and these labels.
    pub(super) fn check(&self, n_columns: Option<usize>, labels: &[String]) -> Result<()> {
        match &self.0 {
            Kind::Step(step) => step.check_with(n_columns, labels.len()),
            Kind::Voting(voting) => voting.check(n_columns, labels),
        }
    }

    /// The pipelines that vote, to adapt them.
    pub(super) fn voting_mut(&mut self) -> Option<&mut VotingPipelines> {
        match &mut self.0 {
            Kind::Step(_) => None,
            Kind::Voting(voting) => Some(voting),
        }
    }

    pub(super) fn tree(&self) -> serde_json::Result<Value> {
        match &self.0 {
            Kind::Step(step) => step.tree(),
            Kind::Voting(voting) => serde_json::to_value(voting),
        }
    }
}

impl From<VotingPipelines> for AnyClassifier {
    fn from(voting: VotingPipelines) -> Self {
        Self(Kind::Voting(voting))
    }
}

impl Debug for AnyClassifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Step(step) => step.fmt(f),
            Kind::Voting(voting) => voting.fmt(f),
        }
    }
}

/// [`StoredClassifier`] without its types.
trait Erased: Any + Debug + Send + Sync {
    fn name(&self) -> &'static str;
    fn shares(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>>;
    fn n_in(&self) -> Option<usize>;
    fn words(&self) -> String;
    fn check_with(&self, n_columns: Option<usize>, n_labels: usize) -> Result<()>;
    fn tree(&self) -> serde_json::Result<Value>;
    fn boxed(&self) -> Box<dyn Erased>;
}

impl<C: StoredClassifier> Erased for C {
    fn name(&self) -> &'static str {
        C::NAME
    }

    fn shares(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>> {
        C::Number::with_rows(x, |x| self.predict_proba(x)).map(C::Number::widen_shares)
    }

    fn n_in(&self) -> Option<usize> {
        self.n_features_in()
    }

    fn words(&self) -> String {
        self.summary()
    }

    fn check_with(&self, n_columns: Option<usize>, n_labels: usize) -> Result<()> {
        self.check()?;
        if let (Some(columns), Some(inputs)) = (n_columns, self.n_features_in())
            && columns != inputs
        {
            return Err(Error::misfit(C::NAME, format!("{columns} inputs"), inputs));
        }
        let classes = self.classes();
        if classes.iter().copied().eq(0..n_labels) {
            return Ok(());
        }
        let expected = format!("a class for each of {n_labels} labels, numbered from 0");
        Err(Error::misfit(C::NAME, expected, format!("{classes:?}")))
    }

    fn tree(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }

    fn boxed(&self) -> Box<dyn Erased> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Erased> {
    fn clone(&self) -> Self {
        self.as_ref().boxed()
    }
}
