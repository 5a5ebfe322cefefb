//! `MLPClassifier`.

use std::ops::ControlFlow;

use emo_mlp::{FitOptions, FittedMlpClassifier, Float, MlpClassifier};
use numpy::{Element, IntoPyArray, PyArray2, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Matrix, classes, weights};
use crate::error::Failure;
use crate::json::{parsed, written};
use crate::work::{compute, run};

/// A fitted network in the precision of the matrix that it was fitted to.
#[pyclass(frozen, module = "emo._core")]
pub(crate) struct Mlp(Fitted);

#[derive(Serialize, Deserialize)]
enum Fitted {
    Double(FittedMlpClassifier<f64>),
    Single(FittedMlpClassifier<f32>),
}

/// Evaluates an expression on the network of either precision.
macro_rules! of_either {
    ($fitted:expr, $name:ident => $value:expr) => {
        match $fitted {
            Fitted::Double($name) => $value,
            Fitted::Single($name) => $value,
        }
    };
}

#[pymethods]
impl Mlp {
    /// Trains on rows with class numbers. `progress` is called with the number of epochs.
    #[staticmethod]
    #[pyo3(signature = (params, x, y, sample_weight, progress))]
    fn fit(
        py: Python<'_>,
        params: &str,
        x: Matrix<'_>,
        y: PyReadonlyArray1<'_, i64>,
        sample_weight: Option<PyReadonlyArray1<'_, f64>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Self, Failure> {
        let (mlp, y, weights) = (parsed(params)?, classes(&y)?, weights(sample_weight));
        let progress = progress.as_ref();
        Ok(Self(match x {
            Matrix::Double(x) => Fitted::Double(fit(py, mlp, &x, y, weights, progress)?),
            Matrix::Single(x) => Fitted::Single(fit(py, mlp, &x, y, weights, progress)?),
        }))
    }

    #[staticmethod]
    fn from_json(text: &str) -> Result<Self, Failure> {
        Ok(Self(parsed(text)?))
    }

    fn to_json(&self) -> Result<String, Failure> {
        written(&self.0)
    }

    /// Rows × classes.
    fn predict_proba<'py>(
        &self,
        py: Python<'py>,
        x: Matrix<'py>,
    ) -> Result<Bound<'py, PyAny>, Failure> {
        match (&self.0, x) {
            (Fitted::Double(fitted), Matrix::Double(x)) => Ok(shares(py, fitted, &x)?.into_any()),
            (Fitted::Single(fitted), Matrix::Single(x)) => Ok(shares(py, fitted, &x)?.into_any()),
            _ => Err(Failure::Value("x: expected the precision of the fit, got another".into())),
        }
    }

    /// The weights between each layer and the next.
    #[getter]
    fn coefs<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyAny>> {
        of_either!(&self.0, fitted => fitted.coefs().map(|it| it.to_owned().into_pyarray(py).into_any()).collect())
    }

    /// The intercepts of each layer but the input.
    #[getter]
    fn intercepts<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyAny>> {
        of_either!(&self.0, fitted => {
            fitted.intercepts().map(|it| it.to_owned().into_pyarray(py).into_any()).collect()
        })
    }

    #[getter]
    fn loss_curve(&self) -> Vec<f64> {
        of_either!(&self.0, fitted => fitted.loss_curve().to_vec())
    }

    #[getter]
    fn best_loss(&self) -> Option<f64> {
        of_either!(&self.0, fitted => fitted.best_loss())
    }

    #[getter]
    fn validation_scores(&self) -> Option<Vec<f64>> {
        of_either!(&self.0, fitted => fitted.validation_scores().map(<[f64]>::to_vec))
    }

    #[getter]
    fn best_validation_score(&self) -> Option<f64> {
        of_either!(&self.0, fitted => fitted.best_validation_score())
    }

    #[getter]
    fn n_iter(&self) -> usize {
        of_either!(&self.0, fitted => fitted.n_iter())
    }

    #[getter]
    fn t(&self) -> usize {
        of_either!(&self.0, fitted => fitted.t())
    }

    /// Why training ended before it had converged.
    #[getter]
    fn warning(&self) -> Option<String> {
        of_either!(&self.0, fitted => fitted.warning().map(|warning| warning.to_string()))
    }
}

fn fit<F: Float + Element>(
    py: Python<'_>,
    mlp: MlpClassifier,
    x: &PyReadonlyArray2<'_, F>,
    y: Vec<usize>,
    weights: Option<Vec<f64>>,
    progress: Option<&Bound<'_, PyAny>>,
) -> Result<FittedMlpClassifier<F>, Failure> {
    let x = x.as_array().to_owned();
    run(py, progress, move |watch| {
        let options = FitOptions::default().on_epoch(|_| {
            watch.advance();
            if watch.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        match &weights {
            Some(weights) => mlp.fit_with(&x, &y, options.sample_weight(weights)),
            None => mlp.fit_with(&x, &y, options),
        }
    })
}

fn shares<'py, F: Float + Element>(
    py: Python<'py>,
    fitted: &FittedMlpClassifier<F>,
    x: &PyReadonlyArray2<'py, F>,
) -> Result<Bound<'py, PyArray2<F>>, Failure> {
    let fitted = fitted.clone();
    let shares = compute(x, move |x| fitted.predict_proba(&x))?;
    Ok(shares.into_pyarray(py))
}
