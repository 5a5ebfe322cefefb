//! Memory of a search, in a test program of its own: the counter sees all threads.
// A failure here ends the test.
#![allow(clippy::unwrap_used)]

use emo_learn::model_selection::{CvOptions, GridSearchCv, ParameterGrid, StratifiedKFold};
use emo_learn::{Pipeline, StandardScaler};
use emo_mlp::MlpClassifier;
use emo_random::RandomState;
use emo_resample_smote::Smote;
use ndarray::Array2;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a thread needs whatever the size of the table: the matrix products keep 4 MB for copies of
/// their factors.
const PER_THREAD: usize = 8 << 20;

/// Three times the rows of RAVDESS, with its shares of the labels, from which SMOTE makes 3.7 times.
fn table(columns: usize) -> (Array2<f64>, Vec<&'static str>) {
    let counts = [
        ("angry", 376),
        ("calm", 376),
        ("disgust", 192),
        ("fearful", 376),
        ("happy", 376),
        ("neutral", 188),
        ("sad", 376),
        ("surprised", 192),
    ];
    let labels: Vec<_> = counts.iter().flat_map(|&(label, n)| vec![label; 3 * n]).collect();
    let mut random = RandomState::new(5);
    let x = Array2::from_shape_simple_fn((labels.len(), columns), || random.random_sample());
    (x, labels)
}

/// Before, the training and test rows of all folds were copied at once, and each candidate
/// transformed and resampled a copy of its own.
#[test]
fn a_search_takes_at_most_twice_the_memory_of_its_table() {
    let (x, y) = table(400);
    let mlp = MlpClassifier::default().early_stopping(true).max_iter(1);
    let pipeline = Pipeline::new(StandardScaler::default(), Smote::default(), mlp);
    let grid = ParameterGrid::new()
        .with("mlp__hidden_layer_sizes", [vec![2], vec![3], vec![4]])
        .with("mlp__activation", ["relu", "tanh"])
        .with("mlp__alpha", [1e-4, 1e-3, 1e-2, 1e-1]);
    let options = CvOptions::new(StratifiedKFold::default().n_splits(3));
    let search = GridSearchCv::new(pipeline, grid).options(options).refit(false);
    let own = x.len() * size_of::<f64>();
    let others = MEMORY.current_usage() - own;
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        MEMORY.reset_peak_usage();
        let found = pool.install(|| search.fit(&x, &y)).unwrap();
        let taken = MEMORY.peak_usage() - others;
        assert_eq!(found.cv_results().candidates().len(), 24);
        let limit = 2 * own + threads * PER_THREAD;
        println!("{threads} threads: {taken} bytes for {own} bytes of the table");
        assert!(taken < limit, "{threads} threads: {taken} bytes for {own} bytes of the table");
        // The table, and the training rows of one fold with those that SMOTE adds.
        assert!(taken > own + 4 * own / 5, "{threads} threads: {taken} bytes, counted too few");
    }
}
