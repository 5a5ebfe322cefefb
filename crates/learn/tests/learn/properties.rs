//! What holds for any data: of scaling, of trained pipelines and of scores.

#![allow(clippy::unwrap_used)] // a test ends by it

use emo_fixtures::{Tolerance, assert_close};
use emo_learn::metrics::{Average, accuracy_score, balanced_accuracy_score, f1_score};
use emo_learn::{FittedPipeline, Pipeline, StandardScaler, preprocessing::FittedStandardScaler};
use emo_mlp::{FittedMlpClassifier, MlpClassifier};
use emo_random::RandomState;
use emo_resample_smote::Smote;
use ndarray::{Array2, Axis};
use proptest::prelude::*;

type Fitted = FittedPipeline<FittedStandardScaler, FittedMlpClassifier<f64>, usize>;

/// Rows of three classes, of which the first is rare, in columns of any scale.
fn data(seed: u32, n: usize) -> (Array2<f64>, Vec<usize>) {
    let mut random = RandomState::new(seed);
    let labels: Vec<usize> = (0..n).map(|row| [0, 1, 2, 1, 2][row % 5]).collect();
    let scales: Vec<f64> = (0..4).map(|_| 10_f64.powf(random.uniform(-6.0, 6.0))).collect();
    let x = Array2::from_shape_fn((n, 4), |(row, column)| {
        scales[column] * (labels[row] as f64 + random.uniform(-1.0, 1.0))
    });
    (x, labels)
}

fn fit(x: &Array2<f64>, y: &[usize], seed: u32) -> Fitted {
    let mlp = MlpClassifier::default().hidden_layer_sizes([5]).max_iter(4).random_state(seed);
    let smote = Smote::default().k_neighbors(2).random_state(seed);
    Pipeline::new(StandardScaler::default(), smote, mlp).fit(x, y).unwrap()
}

/// The order that a seed gives to `n` rows.
fn order(seed: u32, n: usize) -> Vec<usize> {
    RandomState::new(seed).permutation(n)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn scaling_is_taken_back(seed: u32, n in 2_usize..60) {
        let (x, _) = data(seed, n);
        let scaler = StandardScaler::default().fit(&x).unwrap();
        let back = scaler.inverse_transform(&scaler.transform(&x).unwrap()).unwrap();
        for (column, expected) in back.columns().into_iter().zip(x.columns()) {
            let largest = expected.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
            let within = Tolerance::absolute(1e-14 * largest);
            assert_close("column", column.iter().copied(), expected.iter().copied(), within);
        }
    }

    #[test]
    fn rows_alone_together_and_in_another_order_are_judged_the_same(seed: u32, n in 15_usize..80) {
        let (x, y) = data(seed, n);
        let model = fit(&x, &y, seed);
        let (labels, shares) = (model.predict(&x).unwrap(), model.predict_proba(&x).unwrap());
        let order = order(seed, n);
        let other = model.predict_proba(&x.select(Axis(0), &order)).unwrap();
        for (row, &place) in order.iter().enumerate() {
            let expected: Vec<f64> = shares.row(place).to_vec();
            assert_close("other order", other.row(row).to_vec(), expected, Tolerance::absolute(1e-14));
        }
        for (row, label) in labels.iter().enumerate() {
            let one = x.select(Axis(0), &[row]);
            let alone = model.predict_proba(&one).unwrap();
            let expected: Vec<f64> = shares.row(row).to_vec();
            assert_close("alone", alone.row(0).to_vec(), expected, Tolerance::absolute(1e-14));
            prop_assert_eq!(&model.predict(&one).unwrap()[0], label);
            let share = shares.row(row);
            prop_assert!(share.iter().all(|share| (0.0..=1.0).contains(share)));
            prop_assert!((share.sum() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_number_of_threads_changes_no_bit(seed: u32, n in 15_usize..60) {
        let (x, y) = data(seed, n);
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let model = fit(&x, &y, seed);
                (model.predict_proba(&x).unwrap(), model)
            })
        };
        prop_assert_eq!(with(1), with(5));
    }

    #[test]
    fn scores_do_not_depend_on_the_order_of_the_rows(seed: u32, n in 3_usize..200) {
        let mut random = RandomState::new(seed);
        let mut draw = || (0..n).map(|_| random.randint(0, 4).unwrap()).collect::<Vec<_>>();
        let (truth, said) = (draw(), draw());
        let order = order(seed, n);
        let put = |labels: &[i64]| order.iter().map(|&row| labels[row]).collect::<Vec<_>>();
        let scores = |truth: &[i64], said: &[i64]| {
            [
                accuracy_score(truth, said, None).unwrap(),
                balanced_accuracy_score(truth, said, None).unwrap(),
                f1_score(truth, said, Average::Macro, None).unwrap(),
            ]
        };
        prop_assert_eq!(scores(&truth, &said), scores(&put(&truth), &put(&said)));
    }
}
