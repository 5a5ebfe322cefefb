//! What is trained.

use std::collections::BTreeMap;

use emo_pipeline::emotion_model::{CalibratedTrainer, RidgeTrainer, TrainedPipeline};
use emo_pipeline::inspection::{Importances, PermutationOptions};
use emo_pipeline::model_selection::{
    CandidateScores, CvOptions, GridSearchCv, ParameterGrid, Scoring,
};
use emo_pipeline::parameters::Parameters;
use emo_pipeline::preprocessing::Clip;
use emo_pipeline::protocol::{Evaluation, Protocol};
use emo_pipeline::{
    Error, FeatureSet, FeatureTable, KernelRidgeClassifier, MlpClassifier, NoResampling, Pipeline,
    Result, Smote, StandardScaler,
};
use serde_json::{Value, json};

use crate::arguments::{Classifier, Recipe};
use crate::console::Console;

use super::watched::Watched;

/// Folds of the search.
const FOLDS: usize = 3;

type MlpPipeline = Pipeline<StandardScaler, Smote, MlpClassifier>;
type KernelPipeline = Pipeline<(StandardScaler, Clip), NoResampling, KernelRidgeClassifier>;

/// Hyperparameters by path that a training chose among several.
type Chosen = BTreeMap<String, Value>;

/// A way to train.
pub(crate) enum Trainer {
    /// Scaler, SMOTE and network.
    Mlp(MlpPipeline),
    /// Scaler, bounds and ridge, chosen and calibrated on held-out speakers.
    Ridge(RidgeTrainer),
    /// Scaler, bounds and kernel ridge, calibrated on held-out speakers.
    KernelRidge(CalibratedTrainer<KernelPipeline>),
}

impl Trainer {
    /// What the arguments ask for. Without a classifier, the 60 means go to the network, and the
    /// richer sets to ridge: a network learns ten thousand columns by heart.
    pub(crate) fn new(recipe: &Recipe, features: FeatureSet, table: &FeatureTable) -> Self {
        let usual = match features {
            FeatureSet::Ravdess60 => Classifier::Mlp,
            _ => Classifier::Ridge,
        };
        match recipe.classifier.unwrap_or(usual) {
            Classifier::Mlp => {
                let smote = Smote::default().random_state(recipe.smote_seed);
                let mlp = MlpClassifier::default().hidden_layer_sizes([256, 64]).max_iter(500);
                let mlp = mlp.random_state(recipe.seed);
                Self::Mlp(Pipeline::new(StandardScaler::default(), smote, mlp))
            }
            Classifier::Ridge => Self::Ridge(RidgeTrainer::default()),
            Classifier::KernelRidge => {
                let bounded = (StandardScaler::default(), Clip::default());
                let gamma = 0.5 / table.columns().len() as f64;
                let ridge = KernelRidgeClassifier::default().alpha(0.1).gamma(gamma);
                let pipeline = Pipeline::new(bounded, NoResampling::default(), ridge);
                Self::KernelRidge(CalibratedTrainer::new(pipeline))
            }
        }
    }

    /// Scores by the protocol; what is chosen is chosen anew in each fold.
    pub(crate) fn evaluate(&self, protocol: Protocol, table: &FeatureTable) -> Result<Evaluation> {
        match self {
            Self::Mlp(pipeline) => Ok(protocol.evaluate(table, pipeline)?),
            Self::Ridge(trainer) => protocol.evaluate_with(table, |train| ridge(trainer, train)),
            Self::KernelRidge(trainer) => protocol.evaluate_with(table, |train| trainer.fit(train)),
        }
    }

    /// How much features matter to models that the protocol trains; a step of the console's bar
    /// for each time that one judges the clips of a fold.
    pub(crate) fn importances(
        &self,
        protocol: Protocol,
        table: &FeatureTable,
        options: &PermutationOptions<String>,
        console: &Console,
    ) -> Result<Importances> {
        match self {
            Self::Mlp(pipeline) => {
                let fit = |train: &FeatureTable| -> Result<_> {
                    Ok(Watched { model: pipeline.fit(train.x(), &train.labels())?, console })
                };
                protocol.permutation_importance(table, fit, options)
            }
            Self::Ridge(trainer) => {
                let fit = |train: &_| -> Result<_> {
                    Ok(Watched { model: ridge(trainer, train)?, console })
                };
                protocol.permutation_importance(table, fit, options)
            }
            Self::KernelRidge(trainer) => {
                let fit = |train: &_| -> Result<_> {
                    Ok(Watched { model: trainer.fit(train)?, console })
                };
                protocol.permutation_importance(table, fit, options)
            }
        }
    }

    /// The trained pipeline, for a model to keep, and the hyperparameters that the training chose.
    pub(crate) fn fit(&self, table: &FeatureTable) -> Result<(TrainedPipeline, Chosen)> {
        match self {
            Self::Mlp(pipeline) => {
                Ok((pipeline.fit(table.x(), &table.labels())?.into(), Chosen::new()))
            }
            Self::Ridge(trainer) => {
                let trained = trainer.fit(table)?;
                let strength = ("ridge__alpha_per_column".into(), json!(trained.alpha_per_column));
                Ok((trained.pipeline.into(), Chosen::from([strength])))
            }
            Self::KernelRidge(_) => Err(Error::InvalidParameter {
                parameter: "classifier".into(),
                expected: "mlp or ridge, since a kernel model keeps every clip it was trained on"
                    .into(),
                got: "kernel-ridge".into(),
            }),
        }
    }

    /// The hyperparameters by path.
    pub(crate) fn parameters(&self) -> BTreeMap<String, Value> {
        match self {
            Self::Mlp(pipeline) => pipeline.parameters(),
            Self::Ridge(trainer) => trainer.parameters(),
            Self::KernelRidge(trainer) => trainer.estimator.parameters(),
        }
    }

    /// The same with the hyperparameters that recognise most of the emotions of held-out clips,
    /// of whole actors where these are known; and all that were tried.
    pub(crate) fn search(
        &self,
        table: &FeatureTable,
        console: &Console,
    ) -> Result<(Self, Vec<CandidateScores>)> {
        match self {
            Self::Mlp(pipeline) => {
                let (best, candidates) = search(pipeline, table, console)?;
                Ok((Self::Mlp(best), candidates))
            }
            Self::Ridge(_) | Self::KernelRidge(_) => Err(Error::InvalidParameter {
                parameter: "grid".into(),
                expected: "the classifier mlp; ridge chooses its strength in any case".into(),
                got: "another".into(),
            }),
        }
    }
}

fn ridge(trainer: &RidgeTrainer, train: &FeatureTable) -> Result<TrainedPipeline> {
    Ok(trainer.fit(train)?.pipeline.into())
}

fn search(
    pipeline: &MlpPipeline,
    table: &FeatureTable,
    console: &Console,
) -> Result<(MlpPipeline, Vec<CandidateScores>)> {
    let grid = ParameterGrid::new()
        .with("mlp__hidden_layer_sizes", [vec![256, 64], vec![128, 64], vec![64]])
        .with("mlp__alpha", [1e-4, 1e-2, 1.0]);
    let options = CvOptions::new(table.speaker_folds(FOLDS)?);
    let search = GridSearchCv::<MlpPipeline, String>::new(pipeline.clone(), grid)
        .options(options.scoring(Scoring::BalancedAccuracy))
        .refit(false)
        .fit(table.x(), &table.labels())?;
    let candidates = search.cv_results().candidates();
    for candidate in candidates {
        let (score, rank) = (candidate.mean_test_score, candidate.rank_test_score);
        console.note(format_args!("UAR {score:.4} rank {rank} {}", json!(candidate.params)));
    }
    Ok((search.configure(pipeline)?, candidates.to_vec()))
}
