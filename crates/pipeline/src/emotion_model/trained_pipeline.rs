//! The pipelines that a model can hold.

use emo_mlp::FittedMlpClassifier;
use emo_ridge::FittedRidgeClassifier;
use ndarray::{Array2, ArrayRef2, ArrayView1};
use serde::{Deserialize, Serialize};

use crate::{Error, FittedPipeline, Result};
use emo_learn::estimator::Predictor;
use emo_learn::preprocessing::{Clip, FittedStandardScaler};

/// A scaler and the network that was trained behind it.
pub type MlpPipeline = FittedPipeline<FittedStandardScaler, FittedMlpClassifier<f64>, String>;

/// A scaler, bounds on what it gives, and the linear classifier that was trained behind them; in
/// single precision, so that ten thousand features make a small file.
pub type RidgePipeline =
    FittedPipeline<(FittedStandardScaler, Clip), FittedRidgeClassifier<f32>, String>;

/// A trained pipeline of any kind that a model can hold, with the name of its kind in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TrainedPipeline {
    /// A scaler and a multi-layer perceptron.
    Mlp(MlpPipeline),
    /// A scaler, bounds and a ridge classifier.
    Ridge(RidgePipeline),
}

impl From<MlpPipeline> for TrainedPipeline {
    fn from(pipeline: MlpPipeline) -> Self {
        Self::Mlp(pipeline)
    }
}

impl From<RidgePipeline> for TrainedPipeline {
    fn from(pipeline: RidgePipeline) -> Self {
        Self::Ridge(pipeline)
    }
}

impl TrainedPipeline {
    /// The emotions that it can tell, sorted.
    pub fn classes(&self) -> &[String] {
        match self {
            Self::Mlp(pipeline) => pipeline.classes(),
            Self::Ridge(pipeline) => pipeline.classes(),
        }
    }

    /// The probability of each class (rows × classes).
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the training rows, or a number is not finite.
    pub fn predict_proba(&self, x: &ArrayRef2<f64>) -> emo_learn::Result<Array2<f64>> {
        match self {
            Self::Mlp(pipeline) => pipeline.predict_proba(x),
            Self::Ridge(pipeline) => {
                let shares = pipeline.predict_proba(&x.mapv(|value| value as f32))?;
                let mut shares = shares.mapv(f64::from);
                shares.rows_mut().into_iter().for_each(|mut row| row /= row.sum());
                Ok(shares)
            }
        }
    }

    /// A line on its kind and sizes, such as `StandardScaler, MLP 60-256-64-8 (relu)`.
    pub fn summary(&self) -> String {
        match self {
            Self::Mlp(pipeline) => {
                let mlp = pipeline.classifier();
                let inputs = std::iter::once(mlp.n_features_in());
                let sizes = inputs.chain(mlp.intercepts().map(|layer| layer.len()));
                let sizes: Vec<String> = sizes.map(|size| size.to_string()).collect();
                let activation = format!("{:?}", mlp.activation()).to_lowercase();
                format!("StandardScaler, MLP {} ({activation})", sizes.join("-"))
            }
            Self::Ridge(pipeline) => {
                let ridge = pipeline.classifier();
                let (inputs, outputs) = (ridge.n_features_in(), ridge.intercept().len());
                format!("StandardScaler, Clip, ridge {inputs}-{outputs}")
            }
        }
    }

    /// Whether its parts fit each other and this number of features.
    pub(super) fn check(&self, n_columns: usize) -> Result<()> {
        let (scaler, kind, inputs, classes) = match self {
            Self::Mlp(pipeline) => {
                let mlp = pipeline.classifier();
                (pipeline.transformer(), "network", mlp.n_features_in(), mlp.classes())
            }
            Self::Ridge(pipeline) => {
                let (scaler, clip) = pipeline.transformer();
                clip.check()?;
                let ridge = pipeline.classifier();
                (scaler, "ridge classifier", ridge.n_features_in(), ridge.classes())
            }
        };
        let require = |what: &str, expected: usize, got: usize| match expected == got {
            true => Ok(()),
            false => Err(Error::invalid_model(what, expected, got)),
        };
        require("columns of the scaler, one a feature", n_columns, scaler.mean().len())?;
        require(&format!("inputs of the {kind}, one a feature"), n_columns, inputs)?;
        let labels = self.classes().len();
        require(&format!("classes of the {kind}, one a label"), labels, classes.len())?;
        match classes.iter().copied().eq(0..labels) {
            true => Ok(()),
            false => Err(Error::invalid_model(
                format!("classes of the {kind}"),
                format!("0 to {}", labels.saturating_sub(1)),
                format!("{classes:?}"),
            )),
        }
    }
}

impl Predictor<f64, String> for TrainedPipeline {
    fn classes(&self) -> &[String] {
        Self::classes(self)
    }

    fn predict(&self, x: &ArrayRef2<f64>) -> emo_learn::Result<Vec<String>> {
        let shares = Self::predict_proba(self, x)?;
        let likeliest = |row: ArrayView1<'_, f64>| {
            let best =
                row.iter().enumerate().max_by(|(i, a), (j, b)| a.total_cmp(b).then(j.cmp(i)));
            best.and_then(|(place, _)| self.classes().get(place)).cloned()
        };
        let labels = shares.rows().into_iter().map(likeliest).collect::<Option<_>>();
        labels.ok_or(emo_learn::Error::Empty { what: "classes" })
    }

    fn predict_proba(&self, x: &ArrayRef2<f64>) -> emo_learn::Result<Array2<f64>> {
        Self::predict_proba(self, x)
    }
}
