//! The pipelines that a model can hold.

use emo_mlp::FittedMlpClassifier;
use ndarray::{Array2, ArrayRef2};
use serde::{Deserialize, Serialize};

use crate::dataset::Emotion;
use crate::preprocessing::FittedStandardScaler;
use crate::{Error, FittedPipeline, Result};

/// A scaler and the network that was trained behind it.
pub type MlpPipeline = FittedPipeline<FittedStandardScaler, FittedMlpClassifier<f64>, Emotion>;

/// A trained pipeline of any kind that a model can hold, with the name of its kind in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TrainedPipeline {
    /// A scaler and a multi-layer perceptron.
    Mlp(MlpPipeline),
}

impl From<MlpPipeline> for TrainedPipeline {
    fn from(pipeline: MlpPipeline) -> Self {
        Self::Mlp(pipeline)
    }
}

impl TrainedPipeline {
    /// The emotions that it can tell, sorted.
    pub fn classes(&self) -> &[Emotion] {
        match self {
            Self::Mlp(pipeline) => pipeline.classes(),
        }
    }

    /// The probability of each class (rows × classes).
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the training rows, or a number is not finite.
    pub fn predict_proba(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>> {
        match self {
            Self::Mlp(pipeline) => pipeline.predict_proba(x),
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
        }
    }

    /// Whether its steps fit each other and rows of `n_columns` features.
    pub(super) fn check(&self, n_columns: usize) -> Result<()> {
        let require = |what: &str, expected: usize, got: usize| match expected == got {
            true => Ok(()),
            false => Err(Error::invalid_model(what, expected, got)),
        };
        match self {
            Self::Mlp(pipeline) => {
                let scaler = pipeline.transformer().mean().len();
                require("columns of the scaler, one a feature", n_columns, scaler)?;
                let mlp = pipeline.classifier();
                require("inputs of the network, one a feature", n_columns, mlp.n_features_in())?;
                let labels = pipeline.classes().len();
                require("classes of the network, one a label", labels, mlp.classes().len())?;
                match mlp.classes().iter().copied().eq(0..labels) {
                    true => Ok(()),
                    false => Err(Error::invalid_model(
                        "classes of the network",
                        format!("0 to {}", labels.saturating_sub(1)),
                        format!("{:?}", mlp.classes()),
                    )),
                }
            }
        }
    }
}
