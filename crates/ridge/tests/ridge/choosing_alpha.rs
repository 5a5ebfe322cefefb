//! The penalty that held-out rows prefer is the one that a search by hand would find.
// Ending the program is how a test fails.
#![allow(clippy::unwrap_used)]

use emo_fixtures::{Tolerance, assert_close};
use emo_random::RandomState;
use emo_ridge::{ClassWeight, Error, RidgeClassifier, RidgeClassifierCv, fit_temperature};
use ndarray::{Array2, Axis};
use proptest::prelude::*;

type Folds = Vec<(Vec<usize>, Vec<usize>)>;

/// A matrix of both shapes, labels of two or three classes, and three folds.
fn data() -> impl Strategy<Value = (Array2<f64>, Vec<usize>, Folds)> {
    (any::<u32>(), 12..40_usize, 1..60_usize, 2..=3_usize).prop_map(|(seed, rows, columns, k)| {
        let mut state = RandomState::new(seed);
        let x = Array2::from_shape_simple_fn((rows, columns), || state.uniform(-2.0, 2.0));
        let fold = |fold| (0..rows).partition(|row| row / k % 3 != fold);
        (x, (0..rows).map(|row| row % k).collect(), (0..3).map(fold).collect())
    })
}

proptest! {
    #[test]
    fn held_out_decisions_are_those_of_classifiers_fitted_fold_by_fold(
        (x, y, folds) in data(),
        fit_intercept: bool,
    ) {
        let search = RidgeClassifierCv::default()
            .alphas([0.5, 20.0])
            .fit_intercept(fit_intercept)
            .class_weight(ClassWeight::Balanced);
        let fitted = search.fit(&x, &y, &folds).unwrap();
        let ridge = RidgeClassifier::default()
            .alpha(fitted.alpha())
            .fit_intercept(fit_intercept)
            .class_weight(ClassWeight::Balanced);
        let tolerance = Tolerance { absolute: 1e-9, relative: 1e-9 };
        let alone = ridge.fit(&x, &y).unwrap();
        assert_close("coef", fitted.classifier().coef().to_owned(), alone.coef().to_owned(), tolerance);
        let mut row = 0;
        for (train, test) in &folds {
            let labels: Vec<usize> = train.iter().map(|&row| y[row]).collect();
            let alone = ridge.fit(&x.select(Axis(0), train), &labels).unwrap();
            let expected = alone.decision_function(&x.select(Axis(0), test)).unwrap();
            let rows = row..row + test.len();
            prop_assert_eq!(&fitted.held_out()[rows.clone()], test);
            let rows: Vec<usize> = rows.collect();
            let found = fitted.held_out_decisions().to_owned().select(Axis(0), &rows);
            assert_close("decisions", found, expected, tolerance);
            row += test.len();
        }
    }
}

#[test]
fn the_best_penalty_is_taken_and_its_temperature_is_that_of_held_out_rows() {
    let mut state = RandomState::new(3);
    let y: Vec<usize> = (0..60).map(|row| row % 3).collect();
    let x = Array2::from_shape_fn((60, 5), |(row, column)| {
        f64::from(u8::from(y[row] == column)) + state.uniform(-0.6, 0.6)
    });
    let folds: Folds = (0..3).map(|fold| (0..60).partition(|row| row / 3 % 3 != fold)).collect();
    let alphas = [1e-3, 1e3, 1.0];
    let fitted = RidgeClassifierCv::default().alphas(alphas).fit(&x, &y, &folds).unwrap();
    assert!(fitted.best_score() > 0.8, "{:?}", fitted.scores());
    assert!(fitted.scores().iter().all(|&score| score <= fitted.best_score()));
    let first = fitted.scores().iter().position(|&score| score == fitted.best_score()).unwrap();
    assert_eq!(fitted.alpha(), alphas[first]);
    let truth: Vec<usize> = fitted.held_out().iter().map(|&row| y[row]).collect();
    let temperature = fit_temperature(fitted.held_out_decisions(), &truth, &[0, 1, 2]).unwrap();
    let calibrated = fitted.into_calibrated(&y).unwrap();
    assert_eq!(calibrated.temperature(), temperature);
}

#[test]
fn what_cannot_be_searched_is_an_error() {
    let x = Array2::from_shape_fn((4, 2), |(row, column)| (row + column) as f64);
    let y = [0, 0, 1, 1];
    let fit = |search: RidgeClassifierCv, folds: &Folds| search.fit(&x, &y, folds).unwrap_err();
    let fold = || vec![(vec![0, 2], vec![1, 3])];
    assert_eq!(fit(RidgeClassifierCv::default().alphas([]), &fold()), Error::NoAlphas);
    let alpha = fit(RidgeClassifierCv::default().alphas([-1.0]), &fold());
    assert!(matches!(alpha, Error::InvalidParameter { name: "alpha", .. }));
    let of = |folds: &Folds| fit(RidgeClassifierCv::default(), folds);
    assert_eq!(of(&vec![(vec![0, 1], vec![2])]), Error::MissingClass { fold: 0, class: 1 });
    assert_eq!(of(&vec![(vec![0, 2], vec![4])]), Error::NoSuchRow { fold: 0, row: 4, rows: 4 });
    assert_eq!(of(&vec![(vec![0, 2], vec![])]), Error::NothingHeldOut);
}

/// Products of uncentred rows, centred afterwards, had an error of 7e-3 in the coefficients here.
#[test]
fn large_means_cost_no_digits() {
    let mut state = RandomState::new(5);
    let y: Vec<usize> = (0..30).map(|row| row % 3).collect();
    let x = Array2::from_shape_simple_fn((30, 50), || 1e6 + state.uniform(-1.0, 1.0));
    let folds: Folds = (0..3).map(|f| (0..30).partition(|row| row / 3 % 3 != f)).collect();
    let fitted = RidgeClassifierCv::default().alphas([0.5]).fit(&x, &y, &folds).unwrap();
    let alone = RidgeClassifier::default().alpha(0.5).fit(&x, &y).unwrap();
    let tolerance = Tolerance { absolute: 1e-9, relative: 1e-9 };
    assert_close("coef", fitted.classifier().coef().to_owned(), alone.coef().to_owned(), tolerance);
    let (train, test) = &folds[0];
    let labels: Vec<usize> = train.iter().map(|&row| y[row]).collect();
    let fold = RidgeClassifier::default().alpha(0.5).fit(&x.select(Axis(0), train), &labels);
    let expected = fold.unwrap().decision_function(&x.select(Axis(0), test)).unwrap();
    let rows: Vec<usize> = (0..test.len()).collect();
    let found = fitted.held_out_decisions().to_owned().select(Axis(0), &rows);
    // The fold's own classifier adds up products of 1e6 to decision values of about 1.
    assert_close("decisions", found, expected, Tolerance::absolute(1e-7));
}
