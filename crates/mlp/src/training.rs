//! The epochs, and when they end (`_fit_stochastic` in scikit-learn).

use std::ops::ControlFlow;

use emo_random::RandomState;
use ndarray::ArrayRef2;

use crate::{
    ConvergenceWarning, Epoch, Error, FitOptions, FittedMlpClassifier, Float, MlpClassifier,
    OutputActivation, Result,
    backprop::{Backprop, Samples},
    checks,
    holdout::Holdout,
    labels::Labels,
    network::{Layer, Network, flat},
    optimizer::Optimizer,
    progress::Progress,
};

/// Trains a network; the hyperparameters are checked already.
pub(crate) fn train<F: Float>(
    mlp: &MlpClassifier,
    x: &ArrayRef2<F>,
    y: &[usize],
    mut options: FitOptions<'_>,
) -> Result<FittedMlpClassifier<F>> {
    checks::input(x)?;
    checks::length("y", x.nrows(), y.len())?;
    let labels = Labels::new(y)?;
    let weights = labels.weights(options.sample_weight, &mlp.class_weight)?;
    let out_activation = OutputActivation::for_classes(labels.classes.len());
    let mut units = vec![x.ncols()];
    units.extend(&mlp.hidden_layer_sizes);
    units.push(out_activation.units(labels.classes.len()));
    checks::size(&units, mlp.batch_size.rows(x.nrows()))?;

    let mut random = RandomState::new(mlp.random_state);
    let network = Network::glorot(&units, mlp.activation, out_activation, &mut random);
    let x = x.as_standard_layout();
    let samples = Samples { x: flat(&x), targets: &labels.targets, weights: weights.as_deref() };
    let (rows, validation) = if mlp.early_stopping {
        let n_classes = labels.classes.len();
        let holdout =
            Holdout::new(&labels.targets, n_classes, mlp.validation_fraction, &mut random)?;
        (holdout.train, Some(Validation::new(&samples, holdout.validation)?))
    } else {
        ((0..x.nrows()).collect(), None)
    };
    let mut training = Training {
        mlp,
        backprop: Backprop::new(&network, mlp.batch_size.rows(rows.len())),
        optimizer: Optimizer::new(mlp, &network.layers),
        progress: Progress::new(mlp, validation.is_some()),
        random,
        rows,
        network,
        validation,
        best: None,
    };
    let warning = training.run(&samples, &mut options)?;
    if let Some(best) = training.best {
        training.network.layers = best;
    }
    if !training.network.layers.iter().all(Layer::is_finite) {
        return Err(Error::Diverged { iteration: training.progress.loss_curve.len() });
    }
    Ok(FittedMlpClassifier::new(
        labels.classes,
        training.network,
        training.progress,
        training.rows.len(),
        warning,
    ))
}

/// A training under way.
struct Training<'a, F> {
    mlp: &'a MlpClassifier,
    network: Network<F>,
    backprop: Backprop<F>,
    optimizer: Optimizer<F>,
    progress: Progress,
    random: RandomState,
    /// The rows trained on, in the order of the last epoch.
    rows: Vec<usize>,
    validation: Option<Validation>,
    /// The weights of the best validation score.
    best: Option<Vec<Layer<F>>>,
}

impl<F: Float> Training<'_, F> {
    /// Runs epochs until a reason to stop; says if that is not convergence.
    fn run(
        &mut self,
        samples: &Samples<'_, F>,
        options: &mut FitOptions<'_>,
    ) -> Result<Option<ConvergenceWarning>> {
        for iteration in 1..=self.mlp.max_iter {
            let loss = self.epoch(samples)?;
            if !loss.is_finite() {
                return Err(Error::Diverged { iteration });
            }
            let validation_score = match &self.validation {
                None => None,
                Some(validation) => Some(validation.accuracy(&self.network, samples)),
            };
            if self.progress.record(loss, validation_score) {
                self.best = Some(self.network.layers.clone());
            }
            self.optimizer.iteration_ends(iteration * self.rows.len());
            let told = match &mut options.on_epoch {
                None => ControlFlow::Continue(()),
                Some(watcher) => watcher(&Epoch { iteration, loss, validation_score }),
            };
            if self.progress.is_stuck() {
                if self.optimizer.trigger_stopping() {
                    return Ok(None);
                }
                self.progress.forget_stall();
            }
            if told.is_break() {
                return Ok(Some(ConvergenceWarning::Interrupted { n_iter: iteration }));
            }
        }
        Ok(Some(ConvergenceWarning::MaxIter { max_iter: self.mlp.max_iter }))
    }

    /// One pass over the rows, batch by batch; returns their mean loss.
    fn epoch(&mut self, samples: &Samples<'_, F>) -> Result<f64> {
        if self.mlp.shuffle {
            self.random.shuffle(&mut self.rows);
        }
        let alpha = F::of(self.mlp.alpha);
        let mut total = 0.0;
        for rows in self.rows.chunks(self.mlp.batch_size.rows(self.rows.len())) {
            let loss = self.backprop.batch(&self.network, samples, rows, alpha)?;
            total += loss * rows.len() as f64;
            self.optimizer.update(&mut self.network.layers, &self.backprop, alpha);
        }
        Ok(total / self.rows.len() as f64)
    }
}

/// The rows set aside for early stopping.
struct Validation {
    rows: Vec<usize>,
    weights: Option<Vec<f64>>,
}

impl Validation {
    /// Rows that are copied at a time to be classified.
    const BLOCK: usize = 256;

    fn new<F: Float>(samples: &Samples<'_, F>, rows: Vec<usize>) -> Result<Self> {
        let weights = samples.weights.map(|all| rows.iter().map(|&row| all[row].into()).collect());
        if weights.as_ref().is_some_and(|w: &Vec<f64>| w.iter().all(|&weight| weight == 0.0)) {
            return Err(Error::ZeroWeight { over: "the rows set aside" });
        }
        Ok(Self { rows, weights })
    }

    /// The share of the rows, by weight, that the network puts into the right class.
    fn accuracy<F: Float>(&self, network: &Network<F>, samples: &Samples<'_, F>) -> f64 {
        let blocks = self.rows.chunks(Self::BLOCK);
        let predicted = blocks.flat_map(|rows| network.classify(&samples.rows(rows)));
        let targets = self.rows.iter().map(|&row| samples.targets[row]);
        let right = predicted.zip(targets).map(|(a, b)| f64::from(a == b));
        match &self.weights {
            None => right.sum::<f64>() / self.rows.len() as f64,
            Some(weights) => {
                let right: f64 = right.zip(weights).map(|(right, weight)| right * weight).sum();
                right / weights.iter().sum::<f64>()
            }
        }
    }
}
