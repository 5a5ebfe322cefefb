//! Scaling and encoding beside scikit-learn's.

use emo_fixtures::{Tolerance, assert_close, golden};
use emo_learn::Error;
use emo_learn::preprocessing::*;
use ndarray::{Array2, NdFloat, array};
use proptest::prelude::*;

#[derive(serde::Deserialize)]
struct Cases {
    f64: Vec<Case>,
    f32: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    n_columns: usize,
    x: Vec<f64>,
    mean: Vec<f64>,
    var: Vec<f64>,
    scale: Vec<f64>,
    scaled: Vec<f64>,
    back: Vec<f64>,
    centred: Vec<f64>,
    divided: Vec<f64>,
}

fn check<F: NdFloat + Into<f64>>(
    cases: &[Case],
    read: fn(f64) -> F,
) -> Result<(), Box<dyn std::error::Error>> {
    for case in cases {
        let values = case.x.iter().map(|&value| read(value)).collect();
        let shape = (case.x.len() / case.n_columns, case.n_columns);
        let x = Array2::<F>::from_shape_vec(shape, values)?;
        let close = |what: &str, actual: Array2<F>, expected: &[f64]| {
            let what = format!("{}, {what}", case.name);
            assert_close(&what, actual, expected.iter().copied(), Tolerance::EXACT);
        };
        let learnt = |what: &str, actual: &[f64], expected: &[f64]| {
            let what = format!("{}, {what}", case.name);
            let (actual, expected) = (actual.iter().copied(), expected.iter().copied());
            assert_close(&what, actual, expected, Tolerance::EXACT);
        };

        let scaler = StandardScaler::default().fit(&x)?;
        learnt("mean", scaler.mean(), &case.mean);
        learnt("variance", scaler.var(), &case.var);
        learnt("scale", &scaler.scale(), &case.scale);
        let scaled = scaler.transform(&x)?;
        close("back", scaler.inverse_transform(&scaled)?, &case.back);
        close("scaled", scaled, &case.scaled);
        let centring = StandardScaler::default().with_std(false).fit(&x)?;
        close("centred", centring.transform(&x)?, &case.centred);
        let dividing = StandardScaler::default().with_mean(false).fit(&x)?;
        close("divided", dividing.transform(&x)?, &case.divided);
    }
    Ok(())
}

#[test]
fn columns_are_scaled_as_scikit_learn_scales_them() {
    let cases: Cases = golden("preprocessing/standard_scaler");
    check::<f64>(&cases.f64, |value| value).unwrap();
}

#[test]
fn single_precision_is_summed_in_double_as_in_scikit_learn() {
    let cases: Cases = golden("preprocessing/standard_scaler");
    check::<f32>(&cases.f32, |value| value as f32).unwrap();
}

#[test]
fn a_scaler_that_was_saved_scales_as_before() {
    let x = array![[0.1, 5.0], [0.7, 5.0], [1.9, 5.0]];
    let scaler = StandardScaler::default().fit(&x).unwrap();
    let json = serde_json::to_string(&scaler).unwrap();
    let read: FittedStandardScaler = serde_json::from_str(&json).unwrap();
    assert_eq!(read, scaler);
    assert_eq!(read.transform(&x).unwrap(), scaler.transform(&x).unwrap());
    for wrong in [
        r#"{"with_mean":true,"with_std":true,"mean":[1.0],"var":[],"n_samples_seen":3}"#,
        r#"{"with_mean":true,"with_std":true,"mean":[1.0],"var":[-1.0],"n_samples_seen":3}"#,
        r#"{"with_mean":true,"with_std":true,"mean":[],"var":[],"n_samples_seen":3}"#,
        r#"{"with_mean":true,"with_std":true,"mean":[1.0],"var":[1.0],"n_samples_seen":0}"#,
    ] {
        assert!(serde_json::from_str::<FittedStandardScaler>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_matrix_that_cannot_be_scaled_is_an_error_that_says_why() {
    let fit = |x: Array2<f64>| StandardScaler::default().fit(&x).map_err(|e| e.to_string());
    assert!(fit(Array2::zeros((0, 3))).is_err());
    assert!(fit(Array2::zeros((3, 0))).is_err());
    let error = fit(array![[0.0, 1.0], [f64::NAN, 2.0]]).unwrap_err();
    assert_eq!(error, "row 1, column 0: expected a finite number, got NaN");
    let error = fit(array![[f64::MAX], [f64::MIN], [f64::MAX]]).unwrap_err();
    assert!(error.starts_with("mean and variance of column 0: expected finite"), "{error}");
    let scaler = fit(array![[0.0, 1.0], [2.0, 3.0]]).unwrap();
    let error = scaler.transform(&Array2::<f64>::zeros((2, 3))).unwrap_err();
    assert_eq!(error.to_string(), "columns of x: expected 2, got 3");
    assert!(scaler.transform(&array![[1.0, f64::INFINITY]]).is_err());
    assert_eq!(scaler.transform(&Array2::<f64>::zeros((0, 2))).unwrap().nrows(), 0);
}

#[test]
fn clipping_moves_outliers_to_the_bounds() {
    let x = array![[-9.0f32, -4.0, 0.3], [4.0, 4.1, 99.0]];
    let expected = array![[-4.0f32, -4.0, 0.3], [4.0, 4.0, 4.0]];
    assert_eq!(Clipper::default().transform(&x).unwrap(), expected);
    let wrong = Clipper::default().min(5.0).transform(&x).unwrap_err();
    assert_eq!(wrong.to_string(), "min and max: expected min below max, got 5 and 4");
    assert!(Clipper::default().max(f64::NAN).transform(&x).is_err());
    assert!(Clipper::default().transform(&array![[f32::NAN]]).is_err());
}

#[test]
fn labels_of_any_ordered_type_are_numbered_in_their_order() {
    let encoder = LabelEncoder::default().fit(&[30, 10, 20, 10]).unwrap();
    assert_eq!(encoder.classes(), [10, 20, 30]);
    assert_eq!(encoder.transform(&[10, 30]).unwrap(), [0, 2]);
    let error = encoder.inverse_transform(&[3]).unwrap_err();
    assert_eq!(error.to_string(), "label 3: expected one of 0, 1, 2");
    let none: [u8; 0] = [];
    assert!(matches!(LabelEncoder::default().fit(&none), Err(Error::Empty { .. })));
}

#[test]
fn an_encoder_is_read_back_only_with_sorted_classes() {
    let encoder = LabelEncoder::default().fit(&["sad".to_owned(), "calm".to_owned()]).unwrap();
    let json = serde_json::to_string(&encoder).unwrap();
    assert_eq!(json, r#"{"classes":["calm","sad"]}"#);
    assert_eq!(serde_json::from_str::<FittedLabelEncoder<String>>(&json).unwrap(), encoder);
    for wrong in [r#"{"classes":["sad","calm"]}"#, r#"{"classes":["a","a"]}"#, r#"{"classes":[]}"#]
    {
        assert!(serde_json::from_str::<FittedLabelEncoder<String>>(wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn scaled_columns_have_mean_zero_and_variance_one(
        values in prop::collection::vec(-1e3f64..1e3, 10..200),
    ) {
        let x = Array2::from_shape_vec((values.len(), 1), values).unwrap();
        let scaled = StandardScaler::default().fit(&x).unwrap().transform(&x).unwrap();
        let again = StandardScaler::default().fit(&scaled).unwrap();
        prop_assert!(again.mean()[0].abs() < 1e-9);
        prop_assert!((again.var()[0] - 1.0).abs() < 1e-9);
    }

    #[test]
    fn labels_come_back_from_their_numbers(labels in prop::collection::vec("[a-z]{1,3}", 1..40)) {
        let encoder = LabelEncoder::default().fit(&labels).unwrap();
        let numbers = encoder.transform(&labels).unwrap();
        prop_assert_eq!(encoder.inverse_transform(&numbers).unwrap(), labels);
    }
}
