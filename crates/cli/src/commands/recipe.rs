//! What is trained.

use emo_pipeline::dataset::{Emotion, FeatureTable};
use emo_pipeline::model_selection::{
    CvOptions, GridSearchCv, ParameterGrid, Scoring, StratifiedGroupKFold, StratifiedKFold,
};
use emo_pipeline::{MlpClassifier, Pipeline, Result, Smote, StandardScaler};
use serde_json::json;

use crate::arguments::{Classifier, Recipe};
use crate::console::Console;

/// Folds of the search.
const FOLDS: usize = 3;

/// Scaler, SMOTE and network.
pub(crate) type Untrained = Pipeline<StandardScaler, Smote, MlpClassifier>;

/// The pipeline that the arguments ask for.
pub(crate) fn pipeline(recipe: &Recipe) -> Untrained {
    let smote = Smote::default().random_state(recipe.smote_seed);
    match recipe.classifier {
        Classifier::Mlp => {
            let mlp = MlpClassifier::default().hidden_layer_sizes([256, 64]).max_iter(500);
            Pipeline::new(StandardScaler::default(), smote, mlp.random_state(recipe.seed))
        }
    }
}

/// The pipeline with the hyperparameters that recognise most of the emotions of held-out clips,
/// of whole actors where these are known.
pub(crate) fn search(
    pipeline: &Untrained,
    table: &FeatureTable,
    console: &Console,
) -> Result<Untrained> {
    let grid = ParameterGrid::new()
        .with("mlp__hidden_layer_sizes", [vec![256, 64], vec![128, 64], vec![64]])
        .with("mlp__alpha", [1e-4, 1e-2, 1.0]);
    let options = match table.groups() {
        Ok(actors) => {
            CvOptions::new(StratifiedGroupKFold::default().n_splits(FOLDS)).groups(&actors)
        }
        Err(_) => CvOptions::new(StratifiedKFold::default().n_splits(FOLDS)),
    };
    let search = GridSearchCv::<Untrained, Emotion>::new(pipeline.clone(), grid)
        .options(options.scoring(Scoring::BalancedAccuracy))
        .refit(false)
        .fit(table.x(), &table.labels())?;
    for candidate in search.cv_results().candidates() {
        let (score, rank) = (candidate.mean_test_score, candidate.rank_test_score);
        console.note(format_args!("UAR {score:.4} rank {rank} {}", json!(candidate.params)));
    }
    search.configure(pipeline)
}
