//! `SMOTE`.

use emo_resample_smote::{Float, Resampled, Smote};
use numpy::{Element, IntoPyArray, PyArray1, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use super::{Matrix, classes, numbers};
use crate::error::Failure;
use crate::json::parsed;
use crate::work::{on_threads, run};

/// The rows that were given and the synthetic ones after them, with their class numbers.
type Made<'py> = (Bound<'py, PyAny>, Bound<'py, PyArray1<i64>>);

/// Adds rows to a matrix by SMOTE, on all cores.
#[pyfunction]
pub(crate) fn smote<'py>(
    py: Python<'py>,
    params: &str,
    x: Matrix<'py>,
    y: PyReadonlyArray1<'py, i64>,
) -> Result<Made<'py>, Failure> {
    let (smote, y) = (parsed(params)?, classes(&y)?);
    match x {
        Matrix::Double(x) => made(py, resampled(smote, &x, y)?),
        Matrix::Single(x) => made(py, resampled(smote, &x, y)?),
    }
}

fn resampled<F: Float + Element>(
    smote: Smote,
    x: &PyReadonlyArray2<'_, F>,
    y: Vec<usize>,
) -> Result<Resampled<F>, Failure> {
    let owned = x.as_array().to_owned();
    let resample = move || smote.fit_resample(owned.view(), &y).map_err(Failure::from);
    run(x.py(), None, move |_| on_threads(None, resample)?)
}

fn made<F: Element>(py: Python<'_>, made: Resampled<F>) -> Result<Made<'_>, Failure> {
    Ok((made.x.into_pyarray(py).into_any(), numbers(made.y).into_pyarray(py)))
}
