//! Training recipes.

use std::collections::BTreeMap;

use emo_pipeline::inspection::{Importances, PermutationOptions};
use emo_pipeline::model_selection::{
    CandidateScores, CvOptions, GridSearchCv, ParameterGrid, Scoring,
};
use emo_pipeline::parameters::{Parameters, Value};
use emo_pipeline::preprocessing::Clipper;
use emo_pipeline::protocol::{Evaluation, Protocol};
use emo_pipeline::{
    CalibratedTrainer, CrossCorpusRidgeTrainer, Error, FeatureSet, FeatureTable,
    KernelRidgeClassifier, LabelMap, MlpClassifier, NoResampling, Pipeline, Result, RidgeTrainer,
    Smote, StandardScaler, Trained, Trainer,
};
use serde_json::json;

use crate::arguments::{self, Classifier};
use crate::console::Console;

use super::watched::Watched;

/// Number of folds of the search.
const FOLDS: usize = 3;

type MlpPipeline = Pipeline<StandardScaler, Smote, MlpClassifier>;

/// A trainer, and the pipeline whose hyperparameters a search can change.
pub(crate) struct Recipe {
    trainer: Box<dyn Trainer>,
    searchable: Option<MlpPipeline>,
}

/// Searches hyperparameters on its training rows only. Each fold of a protocol repeats the search,
/// so the scores on held-out clips are nested.
struct Searching(MlpPipeline);

impl Trainer for Searching {
    fn fit_table(&self, table: &FeatureTable) -> Result<Trained> {
        let (best, _) = search(&self.0, table)?;
        let mut trained = best.fit_table(table)?;
        trained.chosen = best.parameters();
        Ok(trained)
    }

    fn hyperparameters(&self) -> BTreeMap<String, Value> {
        self.0.parameters()
    }
}

impl Recipe {
    /// The recipe for the arguments. The default classifier is the network for the 60 means and
    /// ridge for larger feature sets, because a network overfits ten thousand columns.
    pub(crate) fn new(wanted: &arguments::Recipe, features: FeatureSet, n_columns: usize) -> Self {
        let usual = match features {
            FeatureSet::Ravdess60 => Classifier::Mlp,
            _ => Classifier::Ridge,
        };
        match wanted.classifier.unwrap_or(usual) {
            Classifier::Mlp => {
                let smote = Smote::default().random_state(wanted.smote_seed);
                let mlp = MlpClassifier::default().hidden_layer_sizes([256, 64]).max_iter(500);
                let mlp = mlp.random_state(wanted.seed);
                Self::of_mlp(Pipeline::new(StandardScaler::default(), smote, mlp))
            }
            Classifier::Ridge => Self::of(RidgeTrainer::default()),
            Classifier::CrossCorpusRidge => Self::of(CrossCorpusRidgeTrainer::default()),
            Classifier::KernelRidge => {
                let limited = (StandardScaler::default(), Clipper::default());
                let gamma = 0.5 / n_columns as f64;
                let ridge = KernelRidgeClassifier::default().alpha(0.1).gamma(gamma);
                let pipeline = Pipeline::new(limited, NoResampling::default(), ridge);
                Self::of(CalibratedTrainer::new(pipeline))
            }
        }
    }

    fn of(trainer: impl Trainer + 'static) -> Self {
        Self { trainer: Box::new(trainer), searchable: None }
    }

    fn of_mlp(pipeline: MlpPipeline) -> Self {
        Self { trainer: Box::new(pipeline.clone()), searchable: Some(pipeline) }
    }

    /// Scores by the protocol; hyperparameters are chosen again in each fold. Where corpora are
    /// divided, the labels that all of them have are judged.
    pub(crate) fn evaluate(&self, protocol: &Protocol, table: &FeatureTable) -> Result<Evaluation> {
        if protocol.key() == Some("corpus") {
            return self.evaluate_in(protocol, table, table);
        }
        protocol.evaluate_with(table, |train| self.trainer.fit_pipeline(train))
    }

    /// The same on a part of a table, judged on the labels that all corpora of the table have.
    pub(crate) fn evaluate_in(
        &self,
        protocol: &Protocol,
        part: &FeatureTable,
        table: &FeatureTable,
    ) -> Result<Evaluation> {
        let evaluation: Evaluation =
            protocol.evaluate_with(part, |train| self.trainer.fit_pipeline(train))?;
        match LabelMap::common_to(table) {
            Some(map) => Ok(evaluation.judged_on(&map)?),
            None => Ok(evaluation),
        }
    }

    /// Permutation importance on the models that the protocol trains; the progress bar moves by one
    /// step per prediction of a fold.
    pub(crate) fn importances(
        &self,
        protocol: &Protocol,
        table: &FeatureTable,
        options: &PermutationOptions<String>,
        console: &Console,
    ) -> Result<Importances> {
        let fit = |train: &FeatureTable| -> Result<_> {
            Ok(Watched { model: self.trainer.fit_pipeline(train)?, console })
        };
        protocol.permutation_importance(table, fit, options)
    }

    /// Fits the pipeline; returns it with the hyperparameters that were chosen.
    pub(crate) fn fit(&self, table: &FeatureTable) -> Result<Trained> {
        self.trainer.fit_table(table)
    }

    /// The hyperparameters by path.
    pub(crate) fn parameters(&self) -> BTreeMap<String, Value> {
        self.trainer.hyperparameters()
    }

    /// Searches the hyperparameters with the highest UAR in cross-validation, over speakers where
    /// speakers are known; returns the best recipe and all candidates.
    pub(crate) fn search(
        &self,
        table: &FeatureTable,
        console: &Console,
    ) -> Result<(Self, Vec<CandidateScores>)> {
        let (best, candidates) = search(self.searchable()?, table)?;
        for candidate in &candidates {
            let (score, rank) = (candidate.mean_test_score, candidate.rank_test_score);
            console.note(format_args!("UAR {score:.4} rank {rank} {}", json!(candidate.params)));
        }
        Ok((Self::of_mlp(best), candidates))
    }

    /// The same recipe with a search inside each fit, for nested scores.
    pub(crate) fn nested(&self) -> Result<Self> {
        Ok(Self::of(Searching(self.searchable()?.clone())))
    }

    fn searchable(&self) -> Result<&MlpPipeline> {
        self.searchable.as_ref().ok_or_else(|| Error::InvalidParameter {
            parameter: "grid".into(),
            expected: "the classifier mlp, since ridge always chooses its alpha".into(),
            got: "another classifier".into(),
        })
    }
}

/// Grid search with folds over speakers; returns the best pipeline and all candidates.
fn search(
    pipeline: &MlpPipeline,
    table: &FeatureTable,
) -> Result<(MlpPipeline, Vec<CandidateScores>)> {
    let grid = ParameterGrid::new()
        .with("mlp__hidden_layer_sizes", [vec![256, 64], vec![128, 64], vec![64]])
        .with("mlp__alpha", [1e-4, 1e-2, 1.0]);
    let options = CvOptions::new(table.speaker_folds(FOLDS)?);
    let search = GridSearchCv::<MlpPipeline, String>::new(pipeline.clone(), grid)
        .options(options.scoring(Scoring::BalancedAccuracy))
        .refit(false)
        .fit(table.x(), &table.labels())?;
    Ok((search.configure(pipeline)?, search.cv_results().candidates().to_vec()))
}
