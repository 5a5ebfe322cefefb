//! Record batches and tables in and out, through the Arrow C data interface.

use std::num::NonZero;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use emo_pipeline::EmotionModel as Model;
use emo_pipeline::arrow::{Extractor, FeatureFormat, Predictor};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3_arrow::error::PyArrowError;
use pyo3_arrow::input::AnyRecordBatch;
use pyo3_arrow::{PyRecordBatch, PySchema, PyTable};

use crate::error::Failure;
use crate::json::parsed;
use crate::model::{EmotionModel, read};
use crate::work::{on_threads, run};

/// The batches of a table, or the only one of a record batch.
struct Batches {
    batches: Vec<RecordBatch>,
    schema: SchemaRef,
    is_table: bool,
}

impl Batches {
    fn of(input: AnyRecordBatch) -> PyResult<Self> {
        let is_table = matches!(input, AnyRecordBatch::Stream(_));
        let table = input.into_table().map_err(|error| match error {
            PyArrowError::PyErr(error) => error,
            other => Failure::Value(other.to_string()).into(),
        })?;
        let (batches, schema) = table.into_inner();
        Ok(Self { batches, schema, is_table })
    }

    /// Computes a batch for each, on `n_jobs` threads without the interpreter's lock. The result is
    /// of the kind of the input.
    fn map(
        self,
        py: Python<'_>,
        n_jobs: Option<NonZero<usize>>,
        compute: impl Fn(&RecordBatch) -> emo_pipeline::Result<RecordBatch> + Send + Sync + 'static,
    ) -> PyResult<Py<PyAny>> {
        let Self { mut batches, schema, is_table } = self;
        if batches.is_empty() {
            // The columns of no rows are those of all.
            batches.push(RecordBatch::new_empty(schema));
        }
        let computed = run(py, None, move |_| {
            let compute = || batches.iter().map(&compute).collect::<emo_pipeline::Result<Vec<_>>>();
            on_threads(n_jobs, compute).and_then(|batches| Ok(batches?))
        })?;
        match (is_table, computed.first().cloned()) {
            (false, Some(batch)) => PyRecordBatch::new(batch).into_py_any(py),
            (_, Some(batch)) => PyTable::try_new(computed, batch.schema())?.into_py_any(py),
            (_, None) => Err(Failure::Value("batches: expected one, got none".into()).into()),
        }
    }
}

/// Predictions of record batches.
#[pyclass(frozen, module = "emo._core")]
pub(crate) struct BatchPredictor(Arc<Predictor>);

#[pymethods]
impl BatchPredictor {
    #[new]
    fn new(py: Python<'_>, model: &EmotionModel, keep: Vec<String>) -> Result<Self, Failure> {
        let model = Arc::clone(&model.0);
        let predictor = run(py, None, move |_| -> emo_pipeline::Result<Predictor> {
            let (mut bytes, model) = (Vec::new(), read(&model));
            model.to_writer(&mut bytes)?;
            let copy = Model::from_reader(bytes.as_slice())?.at_speeds(model.speeds().to_vec())?;
            Ok(Predictor::new(copy)?.keep(keep))
        })?;
        Ok(Self(Arc::new(predictor)))
    }

    /// The schema of the output, without the columns that are kept.
    #[getter]
    fn schema(&self) -> PySchema {
        PySchema::new(Arc::clone(self.0.schema()))
    }

    /// The predictions of a record batch or a table.
    #[pyo3(signature = (batch, n_jobs))]
    fn predict(
        &self,
        py: Python<'_>,
        batch: AnyRecordBatch,
        n_jobs: Option<NonZero<usize>>,
    ) -> PyResult<Py<PyAny>> {
        let predictor = Arc::clone(&self.0);
        Batches::of(batch)?.map(py, n_jobs, move |batch| predictor.predict(batch))
    }
}

/// Features of record batches.
#[pyclass(frozen, module = "emo._core")]
pub(crate) struct BatchExtractor(Arc<Extractor>);

#[pymethods]
impl BatchExtractor {
    #[new]
    fn new(
        config: &str,
        layout: &str,
        precision: &str,
        keep: Vec<String>,
    ) -> Result<Self, Failure> {
        let format = FeatureFormat {
            layout: layout.parse().map_err(emo_pipeline::Error::from)?,
            precision: precision.parse().map_err(emo_pipeline::Error::from)?,
        };
        let rows = emo_pipeline::RowExtractor::new(parsed(config)?)?;
        Ok(Self(Arc::new(Extractor::new(rows, format)?.keep(keep))))
    }

    /// The schema of the output, without the columns that are kept.
    #[getter]
    fn schema(&self) -> PySchema {
        PySchema::new(Arc::clone(self.0.schema()))
    }

    /// The features of a record batch or a table.
    #[pyo3(signature = (batch, n_jobs))]
    fn extract(
        &self,
        py: Python<'_>,
        batch: AnyRecordBatch,
        n_jobs: Option<NonZero<usize>>,
    ) -> PyResult<Py<PyAny>> {
        let extractor = Arc::clone(&self.0);
        Batches::of(batch)?.map(py, n_jobs, move |batch| extractor.extract(batch))
    }
}
