//! Fitted transformers of any type.

use std::any::Any;
use std::fmt::{self, Debug};

use ndarray::{Array2, ArrayRef2};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::Number;
use crate::Result;
use crate::estimator::FittedTransformer;

/// A fitted transformer that a file can hold.
///
/// Implement it for a step of your own and register that with
/// [`Registry::add_transformer`](super::Registry::add_transformer). Give the type
/// `#[serde(deny_unknown_fields)]`, and `#[serde(default)]` to fields that you add later, so that
/// older files stay readable.
pub trait StoredTransformer:
    FittedTransformer<Self::Number>
    + Serialize
    + DeserializeOwned
    + Clone
    + Debug
    + Send
    + Sync
    + 'static
{
    /// `f32` or `f64`: what the step computes in.
    type Number: Number;

    /// The name of the step in files, such as `scaler`. It never changes.
    const NAME: &'static str;

    /// How many columns it takes; `None` for any number.
    fn n_features_in(&self) -> Option<usize> {
        None
    }

    /// How many columns it gives for `n_features_in` of them. Default: as many.
    fn n_features_out(&self, n_features_in: usize) -> usize {
        n_features_in
    }

    /// A few words on the step, such as `StandardScaler`. Default: its name.
    fn summary(&self) -> String {
        Self::NAME.to_owned()
    }

    /// Checks values that reading alone does not check.
    ///
    /// # Errors
    ///
    /// When the step cannot transform any row. Default: never.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Whether [`adapt`](Self::adapt) does anything. Default: no.
    fn is_adaptive(&self) -> bool {
        false
    }

    /// Takes in unlabelled rows of the speaker (or place) that will be predicted. Default: does
    /// nothing.
    ///
    /// # Errors
    ///
    /// When the rows are not what the step can work with.
    fn adapt(&mut self, rows: &ArrayRef2<Self::Number>) -> Result<()> {
        let _ = rows;
        Ok(())
    }

    /// Forgets all rows that [`adapt`](Self::adapt) took in. Default: does nothing.
    fn forget(&mut self) {}
}

/// A fitted transformer of any type, on `f64` rows.
pub struct AnyTransformer(Box<dyn Erased>);

impl AnyTransformer {
    /// The transformer behind one type.
    pub fn new(step: impl StoredTransformer) -> Self {
        Self(Box::new(step))
    }

    /// Its name in files.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The transformer as what it is, if it is a `T`.
    pub fn downcast_ref<T: StoredTransformer>(&self) -> Option<&T> {
        let step: &dyn Any = self.0.as_ref();
        step.downcast_ref()
    }

    /// How many columns it takes; `None` for any number.
    pub fn n_features_in(&self) -> Option<usize> {
        self.0.n_in()
    }

    /// How many columns it gives for `n_features_in` of them.
    pub fn n_features_out(&self, n_features_in: usize) -> usize {
        self.0.n_out(n_features_in)
    }

    /// A few words on it, such as `StandardScaler`.
    pub fn summary(&self) -> String {
        self.0.words()
    }

    /// Whether it adapts to a speaker.
    pub fn is_adaptive(&self) -> bool {
        self.0.adapts()
    }

    pub(super) fn check(&self) -> Result<()> {
        self.0.checked()
    }

    pub(super) fn adapt(&mut self, rows: &ArrayRef2<f64>) -> Result<()> {
        self.0.take_in(rows)
    }

    pub(super) fn forget(&mut self) {
        self.0.reset();
    }

    pub(super) fn tree(&self) -> serde_json::Result<Value> {
        self.0.tree()
    }
}

impl FittedTransformer<f64> for AnyTransformer {
    fn transform(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>> {
        self.0.apply(x)
    }
}

impl Clone for AnyTransformer {
    fn clone(&self) -> Self {
        Self(self.0.boxed())
    }
}

impl Debug for AnyTransformer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// [`StoredTransformer`] without its types.
trait Erased: Any + Debug + Send + Sync {
    fn name(&self) -> &'static str;
    fn apply(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>>;
    fn n_in(&self) -> Option<usize>;
    fn n_out(&self, n_features_in: usize) -> usize;
    fn words(&self) -> String;
    fn checked(&self) -> Result<()>;
    fn adapts(&self) -> bool;
    fn take_in(&mut self, rows: &ArrayRef2<f64>) -> Result<()>;
    fn reset(&mut self);
    fn tree(&self) -> serde_json::Result<Value>;
    fn boxed(&self) -> Box<dyn Erased>;
}

impl<T: StoredTransformer> Erased for T {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn apply(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>> {
        T::Number::with_rows(x, |x| self.transform(x)).map(T::Number::widen)
    }

    fn n_in(&self) -> Option<usize> {
        self.n_features_in()
    }

    fn n_out(&self, n_features_in: usize) -> usize {
        self.n_features_out(n_features_in)
    }

    fn words(&self) -> String {
        self.summary()
    }

    fn checked(&self) -> Result<()> {
        self.check()
    }

    fn adapts(&self) -> bool {
        self.is_adaptive()
    }

    fn take_in(&mut self, rows: &ArrayRef2<f64>) -> Result<()> {
        T::Number::with_rows(rows, |rows| self.adapt(rows))
    }

    fn reset(&mut self) {
        self.forget();
    }

    fn tree(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }

    fn boxed(&self) -> Box<dyn Erased> {
        Box::new(self.clone())
    }
}
