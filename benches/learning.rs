//! Rows to a model and to predictions: SMOTE, an epoch of the MLP, prediction.
//!
//! Throughput is in rows: those that come out of SMOTE, and those that an epoch or a prediction
//! goes through.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used)] // a benchmark ends by it
#![allow(missing_docs)]

mod settings;

use std::hint::black_box;
use std::time::Instant;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use emo_benches::{RAVDESS_SHARES, rows};
use emo_mlp::{Activation, Float, MlpClassifier};
use emo_resample_smote::Smote;
use ndarray::{Array2, Axis, Slice};

/// The rows of RAVDESS that the Python original trains on.
const TRAINING_ROWS: usize = 1961;

fn smote(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("smote 20 000 x 60");
    for (name, shares) in [("two classes, 3 to 1", &[0, 0, 0, 1][..]), ("eight", RAVDESS_SHARES)] {
        let (x, y) = rows(20_000, 60, shares);
        let smote = Smote::default();
        let made = smote.fit_resample(x.view(), &y).unwrap().y.len();
        group.throughput(Throughput::Elements(made as u64));
        group.bench_function(name, |b| {
            b.iter_batched(
                || (x.view(), &y),
                |(x, y)| smote.fit_resample(x, y).unwrap(),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

fn mlp() -> MlpClassifier {
    MlpClassifier::default().hidden_layer_sizes([256, 64]).tol(0.0).n_iter_no_change(usize::MAX)
}

/// The time of one epoch: that of a training of so many, over their number.
fn epoch<F: Float>(criterion: &mut Criterion, kind: &str, x: &Array2<F>, y: &[usize]) {
    let mut group = criterion.benchmark_group("mlp epoch");
    group.throughput(Throughput::Elements(y.len() as u64));
    for activation in [Activation::Relu, Activation::Tanh] {
        let id = BenchmarkId::new(kind, format!("{activation:?}").to_lowercase());
        group.bench_function(id, |b| {
            b.iter_custom(|epochs| {
                let mlp = mlp().activation(activation).max_iter(epochs as usize);
                let start = Instant::now();
                black_box(mlp.fit(x, y).unwrap());
                start.elapsed()
            });
        });
    }
    group.finish();
}

fn epochs(criterion: &mut Criterion) {
    let (x, y) = rows(TRAINING_ROWS, 60, RAVDESS_SHARES);
    epoch(criterion, "f64", &x, &y);
    epoch(criterion, "f32", &x.mapv(|value| value as f32), &y);
}

fn prediction(criterion: &mut Criterion) {
    let (x, y) = rows(10_000, 60, RAVDESS_SHARES);
    let model = mlp().max_iter(2).fit(&x, &y).unwrap();
    let mut group = criterion.benchmark_group("predict");
    for n in [1, 10_000] {
        let x = x.slice_axis(Axis(0), Slice::from(..n));
        group.throughput(Throughput::Elements(n as u64));
        group.bench_function(BenchmarkId::from_parameter(n), |b| {
            b.iter(|| model.predict(black_box(&x)).unwrap());
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = settings::criterion(20, 3.0);
    targets = smote, epochs, prediction
}
criterion_main!(benches);
