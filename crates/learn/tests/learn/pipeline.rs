//! The pipeline: what each step sees, what is refused, and what is kept.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::collections::BTreeMap;

use emo_learn::{
    Clipper, Error, FittedPipeline, NoResampling, Pipeline, Result, StandardScaler,
    estimator::Resampler,
    parameters::{Parameters, Value},
    preprocessing::FittedStandardScaler,
};
use emo_mlp::{FittedMlpClassifier, MlpClassifier};
use emo_random::RandomState;
use emo_resample_smote::Smote;
use emo_ridge::{KernelRidgeClassifier, RidgeClassifier};
use ndarray::{Array2, Axis, NdFloat, array};

/// Two classes of unequal size around two points.
fn unequal<F: NdFloat>() -> (Array2<F>, Vec<&'static str>) {
    let mut random = RandomState::new(11);
    let labels: Vec<_> = (0..40).map(|row| if row < 30 { "calm" } else { "angry" }).collect();
    let x = Array2::from_shape_fn((40, 3), |(row, column)| {
        let near = if (row < 30) == (column == 0) { 3.0 } else { 0.0 };
        F::from(near + random.uniform(-1.0, 1.0)).unwrap()
    });
    (x, labels)
}

fn mlp() -> MlpClassifier {
    MlpClassifier::default().hidden_layer_sizes([8]).max_iter(60).learning_rate_init(0.02)
}

/// Doubles the rows, and so shows whether it was asked.
#[derive(Clone)]
struct Twice;

impl Parameters for Twice {
    fn step_name(&self) -> &str {
        "twice"
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        BTreeMap::new()
    }

    fn set_parameter(&mut self, path: &str, _: Value) -> Result<()> {
        Err(Error::UnknownParameter { path: path.to_owned(), known: String::new() })
    }
}

impl Resampler<f64> for Twice {
    fn fit_resample(&self, x: Array2<f64>, y: Vec<usize>) -> Result<(Array2<f64>, Vec<usize>)> {
        let x = ndarray::concatenate(Axis(0), &[x.view(), x.view()]).unwrap();
        Ok((x, [y.clone(), y].concat()))
    }
}

#[test]
fn the_resampler_acts_in_fit_alone() {
    let (x, y) = unequal::<f64>();
    let model =
        Pipeline::new(StandardScaler::default(), Twice, mlp().batch_size(40)).fit(&x, &y).unwrap();
    let epochs = model.classifier().n_iter();
    assert_eq!(model.classifier().t(), epochs * 80, "two batches of 40 an epoch");
    assert_eq!(model.predict(&x).unwrap().len(), 40, "a row predicted for a row given");
}

#[test]
fn the_scaler_learns_from_the_rows_as_given_and_smote_from_scaled_ones() {
    let (x, y) = unequal::<f64>();
    let model = Pipeline::new(StandardScaler::default(), Smote::default().k_neighbors(3), mlp())
        .fit(&x, &y)
        .unwrap();
    let means = x.mean_axis(Axis(0)).unwrap();
    for (mean, expected) in model.transformer().mean().iter().zip(means) {
        assert!((mean - expected).abs() < 1e-12);
    }
}

#[test]
fn every_classifier_fits_and_scores_in_both_precisions() {
    fn check<F: emo_mlp::Float + emo_ridge::Float + emo_resample_smote::Float>() {
        let (x, y) = unequal::<F>();
        let scaler = StandardScaler::default;
        let smote = || Smote::default().k_neighbors(3);
        let network = Pipeline::new(scaler(), smote(), mlp()).fit(&x, &y).unwrap();
        let ridge =
            Pipeline::new(scaler(), smote(), RidgeClassifier::default()).fit(&x, &y).unwrap();
        let kernel =
            Pipeline::new(scaler(), NoResampling::default(), KernelRidgeClassifier::default())
                .fit(&x, &y);
        assert!(network.score(&x, &y).unwrap() > 0.9);
        assert!(ridge.score(&x, &y).unwrap() > 0.9);
        assert!(kernel.unwrap().score(&x, &y).unwrap() > 0.9);
        assert_eq!(network.classes(), ["angry", "calm"]);
    }
    check::<f32>();
    check::<f64>();
}

#[test]
fn transformers_in_a_row_are_a_tuple_whose_parameters_have_paths() {
    let (mut x, y) = unequal::<f64>();
    let steps = (StandardScaler::default(), Clipper::default().min(-2.0).max(2.0));
    let mut pipeline = Pipeline::new(steps, NoResampling::default(), mlp());
    assert_eq!(pipeline.parameters()["clip__max"], 2.0);
    pipeline.set_parameter("clip__max", 1.5.into()).unwrap();
    pipeline.set_parameter("scaler__with_std", true.into()).unwrap();
    let model = pipeline.fit(&x, &y).unwrap();
    let as_is = model.predict_proba(&x).unwrap();
    x[[0, 0]] = 1e9;
    let far = model.predict_proba(&x).unwrap();
    x[[0, 0]] = 1e12;
    assert_eq!(far, model.predict_proba(&x).unwrap(), "beyond the clip all is one");
    assert_eq!(far.row(1), as_is.row(1));
}

#[test]
fn a_fitted_pipeline_is_saved_and_read_to_the_last_bit() {
    type Fitted = FittedPipeline<FittedStandardScaler, FittedMlpClassifier<f64>, String>;
    let (x, y) = unequal::<f64>();
    let y: Vec<String> = y.into_iter().map(str::to_owned).collect();
    let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp());
    let model: Fitted = pipeline.fit(&x, &y).unwrap();
    let text = serde_json::to_string(&model).unwrap();
    let read: Fitted = serde_json::from_str(&text).unwrap();
    assert_eq!(read, model);
    assert_eq!(read.predict_proba(&x).unwrap(), model.predict_proba(&x).unwrap());
    assert!(serde_json::from_str::<Fitted>(&text.replacen("\"mean\"", "\"means\"", 1)).is_err());
}

#[test]
fn an_unfitted_pipeline_is_saved_and_read_too() {
    let pipeline = Pipeline::new(StandardScaler::default(), Smote::default(), mlp());
    let text = serde_json::to_string(&pipeline).unwrap();
    assert_eq!(serde_json::from_str::<Pipeline<_, _, _>>(&text).unwrap(), pipeline);
}

#[test]
fn data_that_do_not_fit_together_are_errors_that_say_so() {
    let (x, y) = unequal::<f64>();
    let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp());
    let none: [&str; 0] = [];
    assert!(matches!(pipeline.fit(&Array2::<f64>::zeros((0, 3)), &none), Err(Error::Empty { .. })));
    let error = pipeline.fit(&x, &y[1..]).unwrap_err().to_string();
    assert_eq!(error, "labels: expected 40, got 39");
    let mut bad = x.clone();
    bad[[4, 2]] = f64::NAN;
    let error = pipeline.fit(&bad, &y).unwrap_err();
    assert!(matches!(error, Error::NonFinite { row: 4, column: 2, .. }), "{error}");
    let model = pipeline.fit(&x, &y).unwrap();
    assert!(model.predict(&array![[1.0, 2.0]]).is_err(), "two columns in place of three");
    assert!(model.predict(&bad).is_err());
    assert!(model.score(&x, &y[1..]).is_err());
    let one = vec!["calm"; 40];
    assert!(pipeline.fit(&x, &one).is_err(), "one class");
}

#[test]
fn a_class_too_small_for_smote_is_an_error_that_names_the_numbers() {
    let (x, mut y) = unequal::<f64>();
    y[3..].fill("calm");
    y[..3].fill("angry");
    let pipeline = Pipeline::new(StandardScaler::default(), Smote::default(), mlp());
    let error = pipeline.fit(&x, &y).unwrap_err().to_string();
    assert!(error.contains('3') && error.contains('6'), "{error}");
}

#[test]
fn a_batch_is_predicted_as_its_rows_are() {
    let (x, y) = unequal::<f64>();
    let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp());
    let model = pipeline.fit(&x, &y).unwrap();
    let batch = model.predict_proba(&x).unwrap();
    for (row, expected) in x.outer_iter().zip(batch.outer_iter()) {
        let alone = model.predict_proba(&row.insert_axis(Axis(0))).unwrap();
        assert_eq!(alone.row(0), expected);
    }
}

#[test]
fn a_resampler_names_a_class_by_its_label() {
    let (x, mut y) = unequal::<f64>();
    y[30..38].fill("calm");
    let error = Pipeline::new(StandardScaler::default(), Smote::default(), mlp()).fit(&x, &y);
    assert_eq!(
        error.unwrap_err().to_string(),
        "SMOTE: class \"angry\": expected at least 6 rows (k_neighbors + 1), got 2"
    );
}

/// Before, setting changed the first step and getting showed the second.
#[test]
fn two_equal_steps_have_paths_of_their_own() {
    let steps = (Clipper::default(), StandardScaler::default(), Clipper::default());
    let mut pipeline = Pipeline::new(steps, NoResampling::default(), mlp());
    pipeline.set_parameter("clip_2__max", 1.5.into()).unwrap();
    assert_eq!((pipeline.transformer.0.max, pipeline.transformer.2.max), (4.0, 1.5));
    pipeline.set_parameter("clip__max", 9.0.into()).unwrap();
    assert_eq!((pipeline.transformer.0.max, pipeline.transformer.2.max), (9.0, 1.5));
    let parameters = pipeline.parameters();
    assert_eq!((&parameters["clip__max"], &parameters["clip_2__max"]), (&9.0.into(), &1.5.into()));
    let error = pipeline.set_parameter("clip_3__max", 1.0.into()).unwrap_err().to_string();
    assert!(error.contains("clip_2__max"), "{error}");
}

#[test]
fn steps_in_nested_pairs_and_under_own_names_have_paths_of_their_own() {
    let nested = ((Clipper::default(), Clipper::default()), Clipper::default().named("outer"));
    let mut pipeline = Pipeline::new(nested, NoResampling::default(), mlp().named("clip"));
    let paths: Vec<_> = pipeline.parameters().into_keys().collect();
    for path in ["clip__max", "clip_2__max", "outer__max", "clip_3__alpha"] {
        assert!(paths.iter().any(|it| it == path), "{path} in {paths:?}");
        pipeline.set_parameter(path, 0.25.into()).unwrap();
        assert_eq!(pipeline.parameters()[path], 0.25);
    }
    assert_eq!(pipeline.transformer.0.1.max, 0.25);
    assert_eq!(pipeline.classifier.step().alpha, 0.25);
    let (x, y) = unequal::<f64>();
    pipeline.set_parameter("clip_3__alpha", 1e-4.into()).unwrap();
    assert!(pipeline.fit(&x, &y).unwrap().score(&x, &y).unwrap() > 0.5);
}
