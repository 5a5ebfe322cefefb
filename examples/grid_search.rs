//! Searches hyperparameters without letting a speaker, or a synthetic row, leak into the test.
//!
//!     cargo run --release --example grid_search

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)] // a program prints

use std::process::ExitCode;

use emo_pipeline::{
    Error, FeatureTable, MlpClassifier, Pipeline, Smote, StandardScaler,
    model_selection::{CvOptions, GridSearchCv, ParameterGrid, Scoring, StratifiedGroupKFold},
    protocol::Protocol,
};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Error> {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/ravdess_features.csv");
    let table = FeatureTable::read_csv(table)?.filter(|clip| clip.has("channel", "speech"));

    // The whole pipeline is searched, not the network alone: in each fold the scaler sees, and
    // SMOTE copies, training rows only.
    let mlp = MlpClassifier::default().hidden_layer_sizes([64]).max_iter(100).random_state(7);
    let pipeline = Pipeline::new(StandardScaler::default(), Smote::default().random_state(42), mlp);

    // Any hyperparameter of any step, by the step's name and its own.
    let grid = ParameterGrid::new()
        .with("mlp__hidden_layer_sizes", [vec![64], vec![32]])
        .with("mlp__alpha", [1e-2, 1.0])
        .with("smote__k_neighbors", [3, 5]);

    // Folds of whole actors: what is chosen is good for unseen speakers.
    let folds = CvOptions::new(StratifiedGroupKFold::default().n_splits(3))
        .groups(&table.speakers()?)
        .scoring(Scoring::BalancedAccuracy);
    let search = GridSearchCv::new(pipeline.clone(), grid)
        .options(folds)
        .refit(false)
        .fit(table.x(), &table.labels())?;

    println!("rank  UAR (deviation)  candidate");
    for candidate in search.cv_results().ranked() {
        let params: Vec<String> =
            candidate.params.iter().map(|(path, value)| format!("{path}={value}")).collect();
        let (mean, deviation) = (candidate.mean_test_score, candidate.std_test_score);
        let rank = candidate.rank_test_score;
        println!("{rank:>4}  {mean:.4} ({deviation:.4})  {}", params.join(" "));
    }

    // The best of many candidates looks better than it is: judge it on other folds.
    let best = search.configure(&pipeline)?;
    let evaluation = Protocol::emobox_ravdess().evaluate(&table, &best)?;
    println!("\nbest score of the search  {:.4}", search.best_score());
    println!("six folds of new speakers {:.4}", evaluation.scores.uar);
    Ok(())
}
