//! `RidgeClassifier`.

use emo_ridge::{FittedRidgeClassifier, Float, RidgeClassifier};
use numpy::{Element, IntoPyArray, PyArray2, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Matrix, classes, weights};
use crate::error::Failure;
use crate::json::{parsed, written};
use crate::work::compute;

/// A fitted ridge classifier in the precision of the matrix that it was fitted to.
#[pyclass(frozen, module = "emo._core")]
pub(crate) struct Ridge(Fitted);

#[derive(Serialize, Deserialize)]
enum Fitted {
    Double(FittedRidgeClassifier<f64>),
    Single(FittedRidgeClassifier<f32>),
}

#[pymethods]
impl Ridge {
    /// Fits to rows with class numbers.
    #[staticmethod]
    fn fit(
        params: &str,
        x: Matrix<'_>,
        y: PyReadonlyArray1<'_, i64>,
        sample_weight: Option<PyReadonlyArray1<'_, f64>>,
    ) -> Result<Self, Failure> {
        let (ridge, y, weights) = (parsed(params)?, classes(&y)?, weights(sample_weight));
        Ok(Self(match x {
            Matrix::Double(x) => Fitted::Double(fit(ridge, &x, y, weights)?),
            Matrix::Single(x) => Fitted::Single(fit(ridge, &x, y, weights)?),
        }))
    }

    #[staticmethod]
    fn from_json(text: &str) -> Result<Self, Failure> {
        Ok(Self(parsed(text)?))
    }

    fn to_json(&self) -> Result<String, Failure> {
        written(&self.0)
    }

    /// Rows × classes; two classes share one column.
    fn decision_function<'py>(
        &self,
        py: Python<'py>,
        x: Matrix<'py>,
    ) -> Result<Bound<'py, PyAny>, Failure> {
        match (&self.0, x) {
            (Fitted::Double(fitted), Matrix::Double(x)) => Ok(decision(py, fitted, &x)?.into_any()),
            (Fitted::Single(fitted), Matrix::Single(x)) => Ok(decision(py, fitted, &x)?.into_any()),
            _ => Err(Failure::Value("x: expected the precision of the fit, got another".into())),
        }
    }

    /// Classes × columns; two classes share one row.
    #[getter]
    fn coef<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        match &self.0 {
            Fitted::Double(fitted) => fitted.coef().to_owned().into_pyarray(py).into_any(),
            Fitted::Single(fitted) => fitted.coef().to_owned().into_pyarray(py).into_any(),
        }
    }

    #[getter]
    fn intercept<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        match &self.0 {
            Fitted::Double(fitted) => fitted.intercept().to_owned().into_pyarray(py).into_any(),
            Fitted::Single(fitted) => fitted.intercept().to_owned().into_pyarray(py).into_any(),
        }
    }
}

fn fit<F: Float + Element>(
    ridge: RidgeClassifier,
    x: &PyReadonlyArray2<'_, F>,
    y: Vec<usize>,
    weights: Option<Vec<f64>>,
) -> Result<FittedRidgeClassifier<F>, Failure> {
    compute(x, move |x| match weights {
        Some(weights) => ridge.fit_weighted(&x, &y, &weights),
        None => ridge.fit(&x, &y),
    })
}

fn decision<'py, F: Float + Element>(
    py: Python<'py>,
    fitted: &FittedRidgeClassifier<F>,
    x: &PyReadonlyArray2<'py, F>,
) -> Result<Bound<'py, PyArray2<F>>, Failure> {
    let fitted = fitted.clone();
    let values = compute(x, move |x| fitted.decision_function(&x))?;
    Ok(values.into_pyarray(py))
}
