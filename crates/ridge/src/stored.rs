//! What fitted classifiers are written as, and the checks on reading one.

use ndarray::{ArcArray2, Array1, Array2};
use serde::{Deserialize, Serialize};

use crate::{
    Error, FittedKernelRidgeClassifier, FittedRidgeClassifier, Float, Kernel, labels::n_outputs,
};

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

/// The fields of a stored kernel model.
#[derive(Serialize, Deserialize)]
#[serde(bound = "F: Float", deny_unknown_fields)]
pub(crate) struct StoredKernelRidge<F> {
    classes: Vec<usize>,
    kernel: Kernel,
    gamma: f64,
    x_fit: ArcArray2<F>,
    dual_coef: Array2<F>,
    temperature: f64,
}

impl<F: Float> From<FittedKernelRidgeClassifier<F>> for StoredKernelRidge<F> {
    fn from(model: FittedKernelRidgeClassifier<F>) -> Self {
        let FittedKernelRidgeClassifier {
            classes,
            kernel,
            gamma,
            x_fit,
            dual_coef,
            temperature,
            ..
        } = model;
        Self { classes, kernel, gamma, x_fit, dual_coef, temperature }
    }
}

impl<F: Float> TryFrom<StoredKernelRidge<F>> for FittedKernelRidgeClassifier<F> {
    type Error = Error;

    fn try_from(stored: StoredKernelRidge<F>) -> Result<Self, Error> {
        let StoredKernelRidge { classes, kernel, gamma, x_fit, dual_coef, temperature } = stored;
        check_classes(&classes)?;
        check_temperature(temperature)?;
        require(gamma.is_finite() && gamma >= 0.0, || {
            format!("expected a gamma of at least 0, got {gamma}")
        })?;
        require(!x_fit.is_empty(), || format!("x_fit is empty, of shape {:?}", x_fit.shape()))?;
        let expected = [x_fit.nrows(), n_outputs(classes.len())];
        require(dual_coef.shape() == expected, || {
            format!("expected dual coefficients {expected:?}, got {:?}", dual_coef.shape())
        })?;
        check_finite("a value of x_fit", x_fit.iter())?;
        check_finite("a dual coefficient", dual_coef.iter())?;
        Ok(Self { temperature, ..Self::new(classes, kernel, gamma, x_fit, dual_coef) })
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
