//! What fitted classifiers are written as, and the checks on reading one.

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use crate::{Error, FittedRidgeClassifier, Float, labels::n_outputs};

/// The fields of a stored linear model.
#[derive(Serialize, Deserialize)]
#[serde(bound = "F: Float", deny_unknown_fields)]
pub(crate) struct StoredRidge<F> {
    classes: Vec<usize>,
    coef: Array2<F>,
    intercept: Array1<F>,
    temperature: f64,
}

impl<F: Float> From<FittedRidgeClassifier<F>> for StoredRidge<F> {
    fn from(model: FittedRidgeClassifier<F>) -> Self {
        let FittedRidgeClassifier { classes, coef, intercept, temperature } = model;
        Self { classes, coef, intercept, temperature }
    }
}

impl<F: Float> TryFrom<StoredRidge<F>> for FittedRidgeClassifier<F> {
    type Error = Error;

    fn try_from(stored: StoredRidge<F>) -> Result<Self, Error> {
        let StoredRidge { classes, coef, intercept, temperature } = stored;
        check_classes(&classes)?;
        check_temperature(temperature)?;
        let outputs = n_outputs(classes.len());
        require(coef.nrows() == outputs && !coef.is_empty(), || {
            format!("expected {outputs} rows of coefficients, got shape {:?}", coef.shape())
        })?;
        require(intercept.len() == outputs, || {
            format!("expected {outputs} intercepts, got {}", intercept.len())
        })?;
        check_finite("a coefficient", coef.iter())?;
        check_finite("an intercept", intercept.iter())?;
        Ok(Self { classes, coef, intercept, temperature })
    }
}

fn require(holds: bool, problem: impl FnOnce() -> String) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::InvalidModel { problem: problem() }) }
}

fn check_classes(classes: &[usize]) -> Result<(), Error> {
    require(classes.len() >= 2, || format!("expected two classes or more, got {}", classes.len()))?;
    require(classes.is_sorted_by(|a, b| a < b), || "the classes are not in rising order".into())
}

fn check_temperature(temperature: f64) -> Result<(), Error> {
    require(temperature.is_finite() && temperature > 0.0, || {
        format!("expected a temperature above 0, got {temperature}")
    })
}

fn check_finite<'a, F: Float>(
    what: &str,
    values: impl IntoIterator<Item = &'a F>,
) -> Result<(), Error> {
    let finite = values.into_iter().all(|value| value.is_finite());
    require(finite, || format!("{what} is not finite"))
}
