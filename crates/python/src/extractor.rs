//! Feature sets: one row per clip, or the descriptors frame by frame.

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;

use emo_dsp_features::{FeatureConfig, FeatureExtractor, FeatureSet};
use ndarray::Array1;
use numpy::{IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1};
use pyo3::prelude::*;
use rayon::prelude::*;

use crate::audio::BYTES;
use crate::error::Failure;
use crate::json::{parsed, written};
use crate::work::{compute, in_one_piece, on_threads, run};

/// The configuration of a feature set with a name, as JSON.
#[pyfunction]
pub(crate) fn feature_config(name: &str) -> Result<String, Failure> {
    written(&FeatureConfig::from(name.parse::<FeatureSet>()?))
}

/// Descriptors frame by frame, with everything planned once.
#[pyclass(frozen, module = "emo._core")]
pub(crate) struct Descriptors(FeatureExtractor);

#[pymethods]
impl Descriptors {
    #[new]
    fn new(config: &str) -> Result<Self, Failure> {
        Ok(Self(FeatureExtractor::new(parsed(config)?)?))
    }

    /// One matrix per descriptor, frames × columns.
    fn frames<'py>(
        &self,
        py: Python<'py>,
        y: PyReadonlyArray1<'py, f32>,
    ) -> Result<Vec<Bound<'py, PyArray2<f32>>>, Failure> {
        let extractor = self.0.clone();
        let frames = compute(&y, move |y| extractor.descriptors(&in_one_piece(&y)))?;
        Ok(frames.into_iter().map(|frames| frames.values.into_pyarray(py)).collect())
    }
}

/// The rows of many inputs: a row, or the message of what is wrong with the input.
type Rows<'py> = Vec<(Option<Bound<'py, PyArray1<f64>>>, Option<PyErr>)>;

/// Rows of features of clips.
#[pyclass(frozen, module = "emo._core")]
pub(crate) struct RowExtractor(Arc<emo_pipeline::RowExtractor>);

#[pymethods]
impl RowExtractor {
    #[new]
    pub(crate) fn new(config: &str) -> Result<Self, Failure> {
        Ok(Self(Arc::new(emo_pipeline::RowExtractor::new(parsed(config)?)?)))
    }

    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.0.column_names().to_vec()
    }

    /// The sample rate in Hz that clips are converted to.
    #[getter]
    fn sample_rate(&self) -> u32 {
        self.0.config().sample_rate
    }

    /// The configuration as JSON.
    #[getter]
    fn config(&self) -> Result<String, Failure> {
        written(self.0.config())
    }

    /// The name that a model compares.
    #[getter]
    fn id(&self) -> String {
        self.0.config().id()
    }

    /// The row of mono samples.
    fn row_of_samples<'py>(
        &self,
        py: Python<'py>,
        y: PyReadonlyArray1<'py, f32>,
        sr: u32,
    ) -> Result<Bound<'py, PyArray1<f64>>, Failure> {
        let extractor = Arc::clone(&self.0);
        let row = compute(&y, move |y| extractor.row_of_samples(&in_one_piece(&y), sr))?;
        Ok(row.into_pyarray(py))
    }

    /// The row of a file in memory.
    fn row_of_bytes<'py>(
        &self,
        py: Python<'py>,
        bytes: Vec<u8>,
    ) -> Result<Bound<'py, PyArray1<f64>>, Failure> {
        let extractor = Arc::clone(&self.0);
        let row = run(py, None, move |_| extractor.row_of_bytes(&bytes, BYTES))?;
        Ok(row.into_pyarray(py))
    }

    /// The rows of files, in their order, on `n_jobs` threads.
    #[pyo3(signature = (paths, n_jobs, progress))]
    fn rows_of_files<'py>(
        &self,
        py: Python<'py>,
        paths: Vec<PathBuf>,
        n_jobs: Option<NonZero<usize>>,
        progress: Option<Bound<'py, PyAny>>,
    ) -> Result<Rows<'py>, Failure> {
        let extractor = Arc::clone(&self.0);
        let rows = run(py, progress.as_ref(), move |watch| {
            let row = |path: &PathBuf| {
                if watch.is_stopped() {
                    return Ok(Array1::default(0));
                }
                let row = extractor.row_of_file(path);
                watch.advance();
                row
            };
            if let [path] = &paths[..] {
                return Ok(vec![row(path)]);
            }
            on_threads(n_jobs, || paths.par_iter().map(row).collect::<Vec<_>>())
        })?;
        let for_python = |row: emo_pipeline::Result<Array1<f64>>| match row {
            Ok(row) => (Some(row.into_pyarray(py)), None),
            Err(error) => (None, Some(PyErr::from(Failure::from(error)))),
        };
        Ok(rows.into_iter().map(for_python).collect())
    }
}
