//! What holds for any data.
// Ending the program is how a test fails.
#![allow(clippy::unwrap_used)]

use emo_fixtures::{Tolerance, assert_close};
use emo_random::RandomState;
use emo_ridge::{Kernel, KernelRidgeClassifier, RidgeClassifier};
use ndarray::{Array2, Axis, concatenate};
use proptest::prelude::*;

const CLASSES: [usize; 3] = [2, 3, 7];

/// A matrix of both shapes, and labels of two or three classes.
fn data() -> impl Strategy<Value = (Array2<f64>, Vec<usize>)> {
    (any::<u32>(), 3..40_usize, 1..50_usize, 2..=3_usize).prop_map(|(seed, rows, columns, k)| {
        let mut state = RandomState::new(seed);
        let x = Array2::from_shape_simple_fn((rows, columns), || state.uniform(-2.0, 2.0));
        (x, (0..rows).map(|row| CLASSES[row % k]).collect())
    })
}

proptest! {
    #[test]
    fn a_row_of_weight_two_is_a_row_that_stands_twice((x, y) in data(), at in 0..3_usize) {
        let mut weight = vec![1.0; y.len()];
        weight[at] = 2.0;
        let twice = concatenate![Axis(0), x, x.row(at).insert_axis(Axis(0))];
        let labels: Vec<usize> = y.iter().chain([&y[at]]).copied().collect();

        let tolerance = Tolerance { absolute: 1e-9, relative: 1e-9 };
        let weighted = RidgeClassifier::default().fit_weighted(&x, &y, &weight).unwrap();
        let repeated = RidgeClassifier::default().fit(&twice, &labels).unwrap();
        assert_close("coef", weighted.coef().to_owned(), repeated.coef().to_owned(), tolerance);

        let weighted = KernelRidgeClassifier::default().fit_weighted(&x, &y, &weight).unwrap();
        let repeated = KernelRidgeClassifier::default().fit(&twice, &labels).unwrap();
        let [weighted, repeated] = [weighted, repeated].map(|f| f.decision_function(&x).unwrap());
        assert_close("decision", weighted, repeated, tolerance);
    }

    #[test]
    fn a_path_of_alphas_is_each_alpha_alone((x, y) in data()) {
        let alphas = [0.1, 10.0, 1.0];
        let path = RidgeClassifier::default().fit_alphas(&x, &y, None, &alphas).unwrap();
        let kernel_path = KernelRidgeClassifier::default().fit_alphas(&x, &y, None, &alphas).unwrap();
        for ((alpha, fitted), kernel) in alphas.into_iter().zip(path).zip(kernel_path) {
            prop_assert_eq!(fitted, RidgeClassifier::default().alpha(alpha).fit(&x, &y).unwrap());
            let alone = KernelRidgeClassifier::default().alpha(alpha).fit(&x, &y).unwrap();
            prop_assert_eq!(kernel, alone);
        }
    }

    #[test]
    fn the_linear_kernel_is_the_linear_classifier_without_intercept((x, y) in data()) {
        let linear = RidgeClassifier::default().fit_intercept(false).fit(&x, &y).unwrap();
        let kernel = KernelRidgeClassifier::default().kernel(Kernel::Linear).fit(&x, &y).unwrap();
        let [linear, kernel] =
            [linear.decision_function(&x).unwrap(), kernel.decision_function(&x).unwrap()];
        assert_close("decision", linear, kernel, Tolerance { absolute: 1e-9, relative: 1e-9 });
    }

    #[test]
    fn single_precision_stays_close((x, y) in data()) {
        let single = x.mapv(|value| value as f32);
        let x = single.mapv(f64::from);
        let expected = RidgeClassifier::default().fit(&x, &y).unwrap();
        let found = RidgeClassifier::default().fit(&single, &y).unwrap();
        let tolerance = Tolerance::absolute(1e-4);
        assert_close("coef", found.coef().to_owned(), expected.coef().to_owned(), tolerance);
        let expected = KernelRidgeClassifier::default().fit(&x, &y).unwrap();
        let found = KernelRidgeClassifier::default().fit(&single, &y).unwrap();
        assert_close("dual", found.dual_coef().to_owned(), expected.dual_coef().to_owned(), tolerance);
    }

    #[test]
    fn the_layout_of_the_matrix_does_not_matter((x, y) in data()) {
        let columnwise = x.t().as_standard_layout().into_owned().reversed_axes();
        let ridge = RidgeClassifier::default();
        prop_assert_eq!(ridge.fit(&x, &y).unwrap(), ridge.fit(&columnwise, &y).unwrap());
        let ridge = KernelRidgeClassifier::default();
        prop_assert_eq!(ridge.fit(&x, &y).unwrap(), ridge.fit(&columnwise, &y).unwrap());
    }

    #[test]
    fn each_row_of_probabilities_adds_up_to_one_and_peaks_at_the_prediction((x, y) in data()) {
        let fitted = RidgeClassifier::default().fit(&x, &y).unwrap();
        let probabilities = fitted.predict_proba(&x).unwrap();
        assert_close("sums", probabilities.sum_axis(Axis(1)), vec![1.0; y.len()], Tolerance::absolute(1e-12));
        for (row, label) in probabilities.rows().into_iter().zip(fitted.predict(&x).unwrap()) {
            let at = fitted.classes().iter().position(|&class| class == label).unwrap();
            prop_assert!(row.iter().all(|&share| share <= row[at]));
        }
    }

    #[test]
    fn a_row_is_judged_alike_whatever_rows_it_comes_with((x, y) in data(), at in 0..3_usize) {
        let row = x.row(at).insert_axis(Axis(0));
        let linear = RidgeClassifier::default().fit(&x, &y).unwrap();
        let kernel = KernelRidgeClassifier::default().fit(&x, &y).unwrap();
        let all = [linear.decision_function(&x).unwrap(), kernel.decision_function(&x).unwrap()];
        let one = [linear.decision_function(&row).unwrap(), kernel.decision_function(&row).unwrap()];
        for (all, one) in all.iter().zip(&one) {
            prop_assert_eq!(all.row(at), one.row(0));
        }
    }
}
