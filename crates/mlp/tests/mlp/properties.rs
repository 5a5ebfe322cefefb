//! What holds for any data and any network.

use emo_mlp::{Activation, MlpClassifier};
use emo_random::RandomState;
use ndarray::Array2;
use proptest::prelude::*;

fn activations() -> impl Strategy<Value = Activation> {
    prop_oneof![
        Just(Activation::Identity),
        Just(Activation::Logistic),
        Just(Activation::Tanh),
        Just(Activation::Relu)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn probabilities_are_shares_and_the_likeliest_class_is_predicted(
        rows in 2_usize..60,
        columns in 1_usize..9,
        classes in 2_usize..6,
        hidden in prop::collection::vec(1_usize..9, 0..4),
        batch in 1_usize..70,
        seed: u32,
        scale in -3_i32..4,
        activation in activations(),
    ) {
        let mut random = RandomState::new(seed);
        let scale = 10_f64.powi(scale);
        let x = Array2::from_shape_fn((rows, columns), |_| scale * random.uniform(-1.0, 1.0));
        let y: Vec<usize> = (0..rows).map(|row| 3 * (row % classes)).collect();
        let mlp = MlpClassifier::default().hidden_layer_sizes(hidden).batch_size(batch);
        let fitted = mlp.activation(activation).random_state(seed).max_iter(3).fit(&x, &y).unwrap();
        let probabilities = fitted.predict_proba(&x).unwrap();
        let predicted = fitted.predict(&x).unwrap();
        for (row, label) in probabilities.rows().into_iter().zip(predicted) {
            prop_assert!(row.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!((row.sum() - 1.0).abs() < 1e-12);
            let at = fitted.classes().binary_search(&label).unwrap();
            prop_assert!(row.iter().all(|&p| p <= row[at]));
        }
        prop_assert!(fitted.loss_curve().iter().all(|&loss| loss >= 0.0));
    }
}
