//! `StandardScaler`.

use emo_learn::StandardScaler;
use emo_learn::preprocessing::FittedStandardScaler;
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1, ToPyArray};
use pyo3::prelude::*;

use super::{Matrix, weights};
use crate::error::Failure;
use crate::json::{parsed, written};
use crate::work::compute;

/// A fitted scaler.
#[pyclass(frozen, module = "emo._core")]
pub(crate) struct Scaler(FittedStandardScaler);

#[pymethods]
impl Scaler {
    #[staticmethod]
    fn fit(
        params: &str,
        x: Matrix<'_>,
        sample_weight: Option<PyReadonlyArray1<'_, f64>>,
    ) -> Result<Self, Failure> {
        let scaler: StandardScaler = parsed(params)?;
        let weights = weights(sample_weight);
        let fitted = match x {
            Matrix::Double(x) => compute(&x, move |x| match weights {
                Some(weights) => scaler.fit_weighted(&x, &weights),
                None => scaler.fit(&x),
            }),
            Matrix::Single(x) => compute(&x, move |x| match weights {
                Some(weights) => scaler.fit_weighted(&x, &weights),
                None => scaler.fit(&x),
            }),
        };
        Ok(Self(fitted?))
    }

    #[staticmethod]
    fn from_json(text: &str) -> Result<Self, Failure> {
        Ok(Self(parsed(text)?))
    }

    fn to_json(&self) -> Result<String, Failure> {
        written(&self.0)
    }

    fn transform<'py>(
        &self,
        py: Python<'py>,
        x: Matrix<'py>,
    ) -> Result<Bound<'py, PyAny>, Failure> {
        let scaler = self.0.clone();
        Ok(match x {
            Matrix::Double(x) => {
                compute(&x, move |x| scaler.transform(&x))?.into_pyarray(py).into_any()
            }
            Matrix::Single(x) => {
                compute(&x, move |x| scaler.transform(&x))?.into_pyarray(py).into_any()
            }
        })
    }

    fn inverse_transform<'py>(
        &self,
        py: Python<'py>,
        x: Matrix<'py>,
    ) -> Result<Bound<'py, PyAny>, Failure> {
        let scaler = self.0.clone();
        Ok(match x {
            Matrix::Double(x) => {
                compute(&x, move |x| scaler.inverse_transform(&x))?.into_pyarray(py).into_any()
            }
            Matrix::Single(x) => {
                compute(&x, move |x| scaler.inverse_transform(&x))?.into_pyarray(py).into_any()
            }
        })
    }

    #[getter]
    fn mean<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<f64>> {
        self.0.mean().to_pyarray(py)
    }

    #[getter]
    fn var<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<f64>> {
        self.0.var().to_pyarray(py)
    }

    #[getter]
    fn scale<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<f64>> {
        self.0.scale().into_pyarray(py)
    }

    #[getter]
    fn n_samples_seen(&self) -> usize {
        self.0.n_samples_seen()
    }
}
