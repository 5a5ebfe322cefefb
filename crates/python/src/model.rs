//! `EmotionModel`.

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use emo_pipeline::emotion_model::Pretrained;
use numpy::{PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use rayon::prelude::*;

use crate::audio::BYTES;
use crate::error::Failure;
use crate::extractor::RowExtractor;
use crate::json::written;
use crate::work::{in_one_piece, on_threads, run};

/// Label, labels with their probabilities in falling order, and the quality as JSON.
pub(crate) type Prediction = (String, Vec<(String, f64)>, String);

/// Of each clip a prediction, or an exception.
type Predictions = Vec<(Option<Prediction>, Option<PyErr>)>;

/// A model that several threads may use, and one may adapt.
pub(crate) type Shared = Arc<RwLock<emo_pipeline::EmotionModel>>;

/// A model with features, fitted pipeline, labels and card.
#[pyclass(frozen, module = "emo._core")]
pub(crate) struct EmotionModel(pub(crate) Shared);

impl EmotionModel {
    fn of(model: emo_pipeline::EmotionModel) -> Self {
        Self(Arc::new(RwLock::new(model)))
    }

    fn read(&self) -> RwLockReadGuard<'_, emo_pipeline::EmotionModel> {
        read(&self.0)
    }
}

/// The model; nothing panics while it is written.
pub(crate) fn read(model: &Shared) -> RwLockReadGuard<'_, emo_pipeline::EmotionModel> {
    model.read().unwrap_or_else(PoisonError::into_inner)
}

fn for_python(prediction: emo_pipeline::Prediction) -> Result<Prediction, Failure> {
    let quality = written(&prediction.quality)?;
    let ranked = prediction.probabilities().to_vec();
    Ok((prediction.label, ranked, quality))
}

#[pymethods]
impl EmotionModel {
    /// The names of the bundled models, the default first.
    #[staticmethod]
    fn pretrained_names() -> Vec<&'static str> {
        Pretrained::ALL.map(Pretrained::name).to_vec()
    }

    #[staticmethod]
    #[pyo3(signature = (name))]
    fn pretrained(py: Python<'_>, name: Option<String>) -> Result<Self, Failure> {
        let name = name.map(|name| name.parse::<Pretrained>()).transpose()?;
        let model = run(py, None, move |_| match name {
            Some(name) => emo_pipeline::EmotionModel::pretrained_named(name),
            None => emo_pipeline::EmotionModel::pretrained(),
        })?;
        Ok(Self::of(model))
    }

    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> Result<Self, Failure> {
        Ok(Self::of(run(py, None, move |_| emo_pipeline::EmotionModel::load(path))?))
    }

    #[staticmethod]
    fn from_bytes(py: Python<'_>, bytes: Vec<u8>) -> Result<Self, Failure> {
        let read = move |_: &_| emo_pipeline::EmotionModel::from_reader(bytes.as_slice());
        Ok(Self::of(run(py, None, read)?))
    }

    fn save(&self, py: Python<'_>, path: PathBuf) -> Result<(), Failure> {
        let model = Arc::clone(&self.0);
        run(py, None, move |_| read(&model).save(path))
    }

    fn to_bytes<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyBytes>, Failure> {
        let mut bytes = Vec::new();
        self.read().to_writer(&mut bytes)?;
        Ok(PyBytes::new(py, &bytes))
    }

    #[getter]
    fn classes(&self) -> Vec<String> {
        self.read().classes().to_vec()
    }

    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.read().column_names().to_vec()
    }

    #[getter]
    fn sample_rate(&self) -> u32 {
        self.read().features().sample_rate
    }

    /// The card as JSON.
    #[getter]
    fn card(&self) -> Result<String, Failure> {
        written(self.read().card())
    }

    /// What computes the rows that the model predicts from.
    fn features(&self) -> Result<RowExtractor, Failure> {
        RowExtractor::new(&written(self.read().features())?)
    }

    fn predict_bytes(&self, py: Python<'_>, bytes: Vec<u8>) -> Result<Prediction, Failure> {
        let model = Arc::clone(&self.0);
        for_python(run(py, None, move |_| read(&model).predict_bytes(&bytes, BYTES))?)
    }

    fn predict_samples(
        &self,
        y: PyReadonlyArray1<'_, f32>,
        sr: u32,
    ) -> Result<Prediction, Failure> {
        let model = Arc::clone(&self.0);
        let y_owned = in_one_piece(&y.as_array()).into_owned();
        for_python(run(y.py(), None, move |_| read(&model).predict_samples(&y_owned, sr))?)
    }

    /// One prediction per row of features.
    fn predict_features(&self, x: PyReadonlyArray2<'_, f64>) -> Result<Vec<Prediction>, Failure> {
        let (model, rows) = (Arc::clone(&self.0), x.as_array().to_owned());
        let predictions = run(x.py(), None, move |_| read(&model).predict_features(&rows))?;
        predictions.into_iter().map(for_python).collect()
    }

    /// One prediction, or an exception, per file, in their order, on `n_jobs` threads.
    #[pyo3(signature = (paths, n_jobs, progress))]
    fn predict_files(
        &self,
        py: Python<'_>,
        paths: Vec<PathBuf>,
        n_jobs: Option<NonZero<usize>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Predictions, Failure> {
        let model = Arc::clone(&self.0);
        let predictions = run(py, progress.as_ref(), move |watch| {
            let predict = |path: &PathBuf| {
                if watch.is_stopped() {
                    return Err(Failure::Value("stopped".into()));
                }
                let prediction = read(&model).predict_file(path);
                watch.advance();
                for_python(prediction?)
            };
            on_threads(n_jobs, || paths.par_iter().map(predict).collect::<Vec<_>>())
        })?;
        let for_python = |prediction| match prediction {
            Ok(prediction) => (Some(prediction), None),
            Err(failure) => (None, Some(PyErr::from(failure))),
        };
        Ok(predictions.into_iter().map(for_python).collect())
    }

    /// Adapts to rows of features; the number of clips, and how far they count.
    fn adapt(&self, py: Python<'_>, x: PyReadonlyArray2<'_, f64>) -> Result<(usize, f64), Failure> {
        let (model, rows) = (Arc::clone(&self.0), x.as_array().to_owned());
        let adaptation = run(py, None, move |_| {
            model.write().unwrap_or_else(PoisonError::into_inner).adapt(&rows)
        })?;
        Ok((adaptation.n_clips, adaptation.share))
    }

    fn forget(&self, py: Python<'_>) {
        py.detach(|| self.0.write().unwrap_or_else(PoisonError::into_inner).forget());
    }

    /// Averages predictions over playback speeds.
    fn set_speeds(&self, speeds: Vec<f64>) -> Result<Self, Failure> {
        let mut bytes = Vec::new();
        self.read().to_writer(&mut bytes)?;
        let model = emo_pipeline::EmotionModel::from_reader(bytes.as_slice())?;
        Ok(Self::of(model.at_speeds(speeds)?))
    }
}
