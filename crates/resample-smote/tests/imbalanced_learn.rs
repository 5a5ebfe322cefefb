//! Row for row what imbalanced-learn 0.14.2 makes.
// Ending the program is how a test fails.
#![allow(clippy::unwrap_used)]

use emo_fixtures::{Tolerance, assert_close, golden};
use emo_resample_smote::{Float, SamplingStrategy, Smote};
use ndarray::Array2;

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    strategy: SamplingStrategy,
    k_neighbors: usize,
    random_state: u32,
    single: bool,
    x: Vec<Vec<f64>>,
    y: Vec<usize>,
    synthetic_x: Vec<Vec<f64>>,
    synthetic_y: Vec<usize>,
}

fn assert_same_rows<F: Float>(case: &Case) {
    let x = Array2::from_shape_fn((case.x.len(), case.x[0].len()), |(row, column)| {
        F::of(case.x[row][column])
    });
    let smote = Smote::default()
        .sampling_strategy(case.strategy.clone())
        .k_neighbors(case.k_neighbors)
        .random_state(case.random_state);
    let resampled = smote.fit_resample(x.view(), &case.y).unwrap();

    let labels: Vec<usize> = case.y.iter().chain(&case.synthetic_y).copied().collect();
    assert_eq!(resampled.y, labels, "{}", case.name);
    let rows: Vec<f64> = case.x.iter().chain(&case.synthetic_x).flatten().copied().collect();
    assert_close(&case.name, resampled.x.iter().copied(), rows, Tolerance::EXACT);
}

#[test]
fn makes_the_same_rows_and_labels() {
    let cases: Vec<Case> = golden("smote/cases");
    assert_eq!(cases.len(), 19);
    for case in &cases {
        if case.single { assert_same_rows::<f32>(case) } else { assert_same_rows::<f64>(case) }
    }
}
