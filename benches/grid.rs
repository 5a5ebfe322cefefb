//! A grid search in small: 4 candidates x 3 folds of the whole pipeline, 20 epochs each.
//!
//! Throughput is in trainings. The document's own grid is in `compare/compare.sh`.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used)] // a benchmark ends by it
#![allow(missing_docs)]

mod settings;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use emo_benches::{RAVDESS_SHARES, rows};
use emo_pipeline::{
    MlpClassifier, Pipeline, Smote, StandardScaler,
    model_selection::{CvOptions, GridSearchCv, ParameterGrid, Scoring, StratifiedKFold},
};

fn grid(criterion: &mut Criterion) {
    let (x, y) = rows(600, 60, RAVDESS_SHARES);
    let pipeline = Pipeline::new(
        StandardScaler::default(),
        Smote::default(),
        MlpClassifier::default().max_iter(20),
    );
    let grid = ParameterGrid::new()
        .with("mlp__hidden_layer_sizes", [vec![256, 64], vec![64]])
        .with("mlp__activation", ["relu", "tanh"]);
    let options =
        CvOptions::new(StratifiedKFold::default().n_splits(3)).scoring(Scoring::F1Weighted);
    let search = GridSearchCv::new(pipeline, grid).options(options).refit(false);

    let mut group = criterion.benchmark_group("grid");
    group.throughput(Throughput::Elements(12));
    group.bench_function("4 candidates x 3 folds", |b| b.iter(|| search.fit(&x, &y).unwrap()));
    group.finish();
}

criterion_group! {
    name = benches;
    config = settings::criterion(10, 5.0);
    targets = grid
}
criterion_main!(benches);
