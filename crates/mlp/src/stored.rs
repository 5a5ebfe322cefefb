//! What a trained network is written as, and the checks on reading one.

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use crate::{
    Activation, Error, FittedMlpClassifier, Float, OutputActivation,
    fitted::History,
    network::{Layer, Network},
};

/// The fields of a stored model.
#[derive(Serialize, Deserialize)]
#[serde(bound = "F: Float", deny_unknown_fields)]
pub(crate) struct StoredModel<F> {
    classes: Vec<usize>,
    activation: Activation,
    coefs: Vec<Array2<F>>,
    intercepts: Vec<Array1<F>>,
    history: History,
}

impl<F: Float> From<FittedMlpClassifier<F>> for StoredModel<F> {
    fn from(model: FittedMlpClassifier<F>) -> Self {
        let activation = model.network.activation;
        let layers = model.network.layers.into_iter();
        let (coefs, intercepts) = layers.map(|layer| (layer.coef, layer.intercept)).unzip();
        Self { classes: model.classes, activation, coefs, intercepts, history: model.history }
    }
}

impl<F: Float> TryFrom<StoredModel<F>> for FittedMlpClassifier<F> {
    type Error = Error;

    fn try_from(stored: StoredModel<F>) -> Result<Self, Error> {
        check_classes(&stored.classes)?;
        check_history(&stored.history)?;
        let out_activation = OutputActivation::for_classes(stored.classes.len());
        let outputs = out_activation.units(stored.classes.len());
        check_shapes(&stored.coefs, &stored.intercepts, outputs)?;
        let layers = stored.coefs.into_iter().zip(stored.intercepts);
        let layers: Vec<Layer<F>> =
            layers.map(|(coef, intercept)| Layer { coef, intercept }).collect();
        require(layers.iter().all(Layer::is_finite), || "a weight is not finite".into())?;
        let network = Network { layers, activation: stored.activation, out_activation };
        Ok(Self { classes: stored.classes, network, history: stored.history })
    }
}

fn require(holds: bool, problem: impl FnOnce() -> String) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::InvalidModel { problem: problem() }) }
}

fn check_classes(classes: &[usize]) -> Result<(), Error> {
    require(classes.len() >= 2, || format!("expected two classes or more, got {}", classes.len()))?;
    require(classes.is_sorted_by(|a, b| a < b), || "the classes are not in rising order".into())
}

fn check_shapes<F>(
    coefs: &[Array2<F>],
    intercepts: &[Array1<F>],
    outputs: usize,
) -> Result<(), Error> {
    require(!coefs.is_empty() && coefs.len() == intercepts.len(), || {
        format!("{} weight matrices with {} intercepts", coefs.len(), intercepts.len())
    })?;
    let mut inputs = coefs[0].nrows();
    for (i, (coef, intercept)) in coefs.iter().zip(intercepts).enumerate() {
        let expected = [inputs, intercept.len()];
        require(coef.shape() == expected && !coef.is_empty(), || {
            format!("layer {i}: expected weights of shape {expected:?}, got {:?}", coef.shape())
        })?;
        require(coef.is_standard_layout(), || format!("layer {i}: not in row-major order"))?;
        inputs = intercept.len();
    }
    require(inputs == outputs, || format!("expected {outputs} output units, got {inputs}"))
}

fn check_history(history: &History) -> Result<(), Error> {
    let epochs = history.loss_curve.len();
    require(epochs > 0, || "the loss curve is empty".into())?;
    let scores = history.validation_scores.as_deref();
    let n_scores = scores.map_or(epochs, <[f64]>::len);
    require(n_scores == epochs, || format!("{n_scores} validation scores for {epochs} epochs"))?;
    let early_stopping = scores.is_some();
    let best_fits = history.best_loss.is_some() != early_stopping
        && history.best_validation_score.is_some() == early_stopping;
    require(best_fits, || "the best figures are not those of its kind of stopping".into())?;
    let figures = history.loss_curve.iter().chain(scores.unwrap_or_default());
    let mut figures = figures.chain(&history.best_loss).chain(&history.best_validation_score);
    require(figures.all(|figure| figure.is_finite()), || "a loss or score is not finite".into())
}
