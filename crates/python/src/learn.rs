//! Estimators. Hyperparameters come as JSON, labels as class numbers from 0: the package's classes
//! translate both.

pub(crate) mod mlp;
pub(crate) mod ridge;
pub(crate) mod scaler;
pub(crate) mod smote;

use numpy::{PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::error::Failure;

/// A matrix in one of the two precisions; it decides the precision of the work.
#[derive(FromPyObject)]
pub(crate) enum Matrix<'py> {
    Double(PyReadonlyArray2<'py, f64>),
    Single(PyReadonlyArray2<'py, f32>),
}

/// The class numbers of the rows.
pub(crate) fn classes(y: &PyReadonlyArray1<'_, i64>) -> Result<Vec<usize>, Failure> {
    Ok(y.as_array().iter().map(|&class| usize::try_from(class)).collect::<Result<_, _>>()?)
}

/// Class numbers for Python.
pub(crate) fn numbers(classes: Vec<usize>) -> Vec<i64> {
    classes.into_iter().map(|class| class as i64).collect()
}

/// The sample weights, if there are some.
pub(crate) fn weights(weights: Option<PyReadonlyArray1<'_, f64>>) -> Option<Vec<f64>> {
    weights.map(|weights| weights.as_array().to_vec())
}
