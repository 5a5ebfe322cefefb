//! Any fitted pipeline is written and read, and predicts the same bit for bit.

#![allow(clippy::unwrap_used)] // a test ends by it

use emo_learn::estimator::{Estimator, FittedTransformer};
use emo_learn::model_selection::{
    CvOptions, GridSearchCv, ParameterGrid, StratifiedKFold, cross_validate,
};
use emo_learn::preprocessing::GroupScaler;
use emo_learn::stored::{
    AnyClassifier, AnyEstimator, AnyPipeline, AnyTransformer, Registry, StoredTransformer,
    VotingPipelines,
};
use emo_learn::{Clipper, Error, NoResampling, Pipeline, StandardScaler, VotingClassifier};
use emo_mlp::MlpClassifier;
use emo_ridge::{KernelRidgeClassifier, RidgeClassifier};
use ndarray::{Array2, ArrayRef2, ArrayView2, Axis, array};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Three classes of four rows, with values that are no short fractions.
fn data() -> (Array2<f64>, Vec<String>) {
    let labels = ["bored", "excited", "none"];
    let x = Array2::from_shape_fn((12, 4), |(row, column)| {
        ((row * 7 + column * 3) as f64).sin() + (row % 3 * column) as f64
    });
    (x, (0..12).map(|row| labels[row % 3].to_owned()).collect())
}

fn rows(x: &Array2<f64>, rows: std::ops::Range<usize>) -> ArrayView2<'_, f64> {
    x.slice_axis(Axis(0), rows.into())
}

fn registry() -> Registry {
    let mut registry = Registry::standard();
    emo_mlp::register(&mut registry);
    emo_ridge::register(&mut registry);
    registry
}

fn mlp() -> AnyPipeline {
    let (x, y) = data();
    let mlp = MlpClassifier::default().hidden_layer_sizes([5]).max_iter(20).random_state(1);
    let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp);
    pipeline.fit(&x, &y).unwrap().try_into().unwrap()
}

fn kernel_ridge() -> AnyPipeline {
    let (x, y) = data();
    let kernel = KernelRidgeClassifier::default();
    let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), kernel);
    pipeline.fit(&x, &y).unwrap().try_into().unwrap()
}

fn voting() -> AnyPipeline {
    let voting = [("net", mlp()), ("kernel", kernel_ridge())];
    let voting = VotingPipelines::new(voting, Some(&[1.0, 2.0])).unwrap();
    AnyPipeline::new([], voting, ["bored", "excited", "none"]).unwrap()
}

/// Writes to text, reads, and asserts that the predictions are the same bits.
fn assert_kept(pipeline: &AnyPipeline, registry: &Registry) -> AnyPipeline {
    let (x, _) = data();
    let text = serde_json::to_string(pipeline).unwrap();
    let loaded = registry.read(&mut serde_json::Deserializer::from_str(&text)).unwrap();
    let bits = |pipeline: &AnyPipeline| pipeline.predict_proba(&x).unwrap().mapv(f64::to_bits);
    assert_eq!(bits(&loaded), bits(pipeline));
    assert_eq!(loaded.predict(&x).unwrap(), pipeline.predict(&x).unwrap());
    assert_eq!(loaded.summary(), pipeline.summary());
    assert_eq!(&loaded, pipeline);
    assert_eq!(serde_json::to_string(&loaded).unwrap(), text);
    loaded
}

#[test]
fn a_network_a_kernel_ridge_and_a_vote_are_kept() {
    for (pipeline, summary) in [
        (mlp(), "StandardScaler, MLP 4-5-3 (relu)"),
        (kernel_ridge(), "StandardScaler, kernel ridge 4-3 (rbf, 12 rows)"),
        (
            voting(),
            "vote of net (StandardScaler, MLP 4-5-3 (relu)), \
             kernel (StandardScaler, kernel ridge 4-3 (rbf, 12 rows))",
        ),
    ] {
        assert_eq!(pipeline.summary(), summary);
        assert_kept(&pipeline, &registry());
        pipeline.check(4).unwrap();
        pipeline.check(5).unwrap_err();
    }
}

#[test]
fn a_vote_within_a_vote_is_kept() {
    let inner = [("vote", voting()), ("net", mlp())];
    let outer = VotingPipelines::new(inner, None).unwrap();
    let pipeline = AnyPipeline::new([], outer, ["bored", "excited", "none"]).unwrap();
    assert_kept(&pipeline, &registry());
}

#[test]
fn a_temperature_is_kept_and_changes_no_label() {
    let (x, _) = data();
    let plain = kernel_ridge();
    let calibrated = plain.clone().with_temperature(0.37).unwrap();
    assert_kept(&calibrated, &registry());
    assert_eq!(calibrated.predict(&x).unwrap(), plain.predict(&x).unwrap());
    assert_ne!(calibrated.predict_proba(&x).unwrap(), plain.predict_proba(&x).unwrap());
    plain.with_temperature(0.0).unwrap_err();
}

/// What a typed pipeline in single precision computes, and after it a sum of 1.
#[test]
fn single_precision_computes_the_bits_of_the_typed_pipeline() {
    let (x, y) = data();
    let narrow = x.mapv(|value| value as f32);
    let steps = (StandardScaler::default(), Clipper::default().min(-1.1).max(0.7));
    let typed = Pipeline::new(steps, NoResampling::default(), RidgeClassifier::default())
        .fit(&narrow, &y)
        .unwrap();
    let mut expected = typed.predict_proba(&narrow).unwrap().mapv(f64::from);
    expected.rows_mut().into_iter().for_each(|mut row| row /= row.sum());
    let pipeline = AnyPipeline::try_from(typed).unwrap();
    let got = pipeline.predict_proba(&x).unwrap();
    assert_eq!(got.mapv(f64::to_bits), expected.mapv(f64::to_bits));
    assert_eq!(pipeline.summary(), "StandardScaler, Clipper, ridge 4-3");
    assert_kept(&pipeline, &registry());
}

#[test]
fn the_state_of_an_adapted_pipeline_is_kept() {
    let (x, y) = data();
    let people: Vec<&str> = (0..12).map(|row| ["ann", "ben"][row / 6]).collect();
    let average = GroupScaler::default().fit(&x, &people).unwrap();
    let scaled = average.transform(&x, &people).unwrap();
    let pipeline =
        Pipeline::new(Clipper::default(), NoResampling::default(), RidgeClassifier::default());
    let fitted = pipeline.fit(&scaled, &y).unwrap();
    let classifier = AnyClassifier::new(fitted.classifier().clone());
    let steps = [
        AnyTransformer::new(average.clone().for_group()),
        AnyTransformer::new(*fitted.transformer()),
    ];
    let mut pipeline = AnyPipeline::new(steps, classifier, fitted.classes()).unwrap();
    assert!(pipeline.is_adaptive());
    let unadapted = assert_kept(&pipeline, &registry());

    let first = rows(&x, 0..5);
    pipeline.adapt(&first).unwrap();
    assert_ne!(pipeline, unadapted);
    let mut loaded = assert_kept(&pipeline, &registry());
    // What the adapted pipeline computes is the typed steps by hand.
    let by_hand = fitted.predict_proba(&average.adapt(&first).unwrap().transform(&x).unwrap());
    assert_eq!(pipeline.predict_proba(&x).unwrap(), by_hand.unwrap());
    // More rows go on from the saved state.
    loaded.adapt(&rows(&x, 5..7)).unwrap();
    pipeline.adapt(&rows(&x, 5..7)).unwrap();
    assert_eq!(loaded, pipeline);
    loaded.forget();
    assert_eq!(loaded, unadapted);
}

#[test]
fn a_pipeline_that_cannot_adapt_says_so() {
    let error = kernel_ridge().adapt(&data().0).unwrap_err().to_string();
    assert!(error.contains("expected a step that adapts to a speaker"), "{error}");
}

/// A step of the caller's own: keeps the first columns.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstColumns {
    columns: usize,
    /// Added in a later version.
    #[serde(default)]
    negated: bool,
}

impl FittedTransformer<f64> for FirstColumns {
    fn transform(&self, x: &ArrayRef2<f64>) -> emo_learn::Result<Array2<f64>> {
        let kept = x.slice_axis(Axis(1), (..self.columns).into());
        Ok(kept.mapv(|value| if self.negated { -value } else { value }))
    }
}

impl StoredTransformer for FirstColumns {
    type Number = f64;

    const NAME: &'static str = "first_columns";

    fn n_features_out(&self, _: usize) -> usize {
        self.columns
    }
}

fn own_step() -> AnyPipeline {
    let (x, y) = data();
    let first = FirstColumns { columns: 2, negated: false };
    let ridge = RidgeClassifier::default();
    let fitted = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge)
        .fit(&first.transform(&x).unwrap(), &y)
        .unwrap();
    let steps = [AnyTransformer::new(first), AnyTransformer::new(fitted.transformer().clone())];
    let classifier = AnyClassifier::new(fitted.classifier().clone());
    AnyPipeline::new(steps, classifier, fitted.classes()).unwrap()
}

#[test]
fn a_registered_step_of_the_callers_own_is_kept() {
    let mut registry = registry();
    registry.add_transformer::<FirstColumns>();
    let loaded = assert_kept(&own_step(), &registry);
    let first: &FirstColumns = loaded.transformers()[0].downcast_ref().unwrap();
    assert_eq!(first.columns, 2);
    assert!(loaded.transformers()[1].downcast_ref::<FirstColumns>().is_none());
    // A field that came later may be missing.
    let mut older = serde_json::to_value(own_step()).unwrap();
    older["transformers"][0]["first_columns"].as_object_mut().unwrap().remove("negated");
    assert_eq!(registry.read(older).unwrap(), loaded);
}

#[test]
fn a_step_that_is_not_registered_is_named_with_those_that_are() {
    let tree = serde_json::to_value(own_step()).unwrap();
    let error = registry().read(tree).unwrap_err().to_string();
    assert_eq!(
        error,
        "transformers[0].first_columns: the step is not registered; the transformers are clip, \
         group_scaler, scaler, scaler_f32"
    );
}

/// What reading says after a change of the file.
fn problem(pipeline: &AnyPipeline, change: impl FnOnce(&mut Value)) -> String {
    let mut tree = serde_json::to_value(pipeline).unwrap();
    change(&mut tree);
    registry().read(tree).unwrap_err().to_string()
}

#[test]
fn a_field_that_is_not_known_is_refused_everywhere() {
    let added = |object: &mut Value| object["colour"] = json!(1);
    let at = |path: &'static str| problem(&mlp(), |it| added(it.pointer_mut(path).unwrap()));
    for (path, place) in [
        ("", "unknown field `colour`"),
        ("/transformers/0/scaler", "transformers[0].scaler"),
        ("/classifier/mlp", "classifier.mlp"),
        ("/classifier", "classifier"),
    ] {
        let error = at(path);
        assert!(error.contains(place), "{path}: {error}");
    }
    let error = problem(&voting(), |it| {
        added(
            &mut it["classifier"]["voting"]["estimators"][1]["pipeline"]["classifier"]["kernel_ridge"],
        );
    });
    let place = "classifier.voting.estimators[1].pipeline.classifier.kernel_ridge";
    assert!(error.starts_with(place) && error.contains("colour"), "{error}");
}

#[test]
fn damaged_values_are_refused_in_their_place() {
    let error = problem(&mlp(), |it| it["transformers"][0]["scaler"]["mean"][2] = json!("x"));
    assert!(error.starts_with("transformers[0].scaler"), "{error}");
    let error = problem(&mlp(), |it| it["labels"] = json!(["none", "bored", "excited"]));
    assert!(error.contains("expected sorted labels"), "{error}");
    let error = problem(&mlp(), |it| it["labels"] = json!(["bored", "excited"]));
    assert_eq!(error, "mlp: expected a class for each of 2 labels, numbered from 0, got [0, 1, 2]");
    let error = problem(&kernel_ridge(), |it| it["temperature"] = json!(-1.0));
    assert!(error.contains("temperature"), "{error}");
    let error = problem(&voting(), |it| {
        it["classifier"]["voting"]["estimators"][0]["weight"] = json!(-1.0);
    });
    assert!(error.contains("weights"), "{error}");
}

#[test]
fn votes_within_votes_end_at_some_depth() {
    let mut tree = serde_json::to_value(voting()).unwrap();
    for _ in 0..20 {
        let voter = json!({"name": "vote", "weight": 1.0, "pipeline": tree});
        tree = json!({
            "labels": ["bored", "excited", "none"],
            "classifier": {"voting": {"estimators": [voter]}},
        });
    }
    let error = registry().read(tree).unwrap_err().to_string();
    assert!(error.contains("expected at most 8 votes"), "{error}");
}

#[test]
fn steps_that_do_not_fit_each_other_are_refused() {
    let (wide, _) = data();
    let scaler = StandardScaler::default().fit(&array![[0.0], [1.0]]).unwrap();
    let classifier = kernel_ridge().classifier().clone();
    let steps = [AnyTransformer::new(scaler)];
    let error = AnyPipeline::new(steps, classifier.clone(), ["a", "b", "c"]).unwrap_err();
    assert!(matches!(error, Error::Misfit { .. }), "{error}");
    let alone = AnyPipeline::new([], classifier, ["a", "b", "c"]).unwrap();
    assert_eq!(alone.n_features_in(), Some(wide.ncols()));
}

/// Searches and cross-validation take estimators that are chosen at run time, and the vote of two
/// predicts the same bits after it was written and read.
#[test]
fn estimators_chosen_at_run_time_are_searched_validated_and_kept() {
    let (x, y) = data();
    let scaler = StandardScaler::default;
    let kernel = Pipeline::new(scaler(), NoResampling::default(), KernelRidgeClassifier::default());
    let ridge = Pipeline::new(scaler(), NoResampling::default(), RidgeClassifier::default());
    let typed = VotingClassifier::default()
        .estimator("kernel", kernel.clone())
        .estimator("ridge", ridge.clone())
        .weights([1.0, 3.0]);
    let vote = VotingClassifier::default()
        .estimator("kernel", AnyEstimator::new(kernel))
        .estimator("ridge", AnyEstimator::new(ridge))
        .weights([1.0, 3.0]);
    let vote = AnyEstimator::new(vote);
    let options = CvOptions::new(StratifiedKFold::default().n_splits(2));
    let expected = cross_validate(&typed, &x, &y, &options).unwrap().test_score;
    assert_eq!(cross_validate(&vote, &x, &y, &options).unwrap().test_score, expected);

    let grid = ParameterGrid::new().with("ridge__ridge__alpha", [0.1, 10.0]);
    let search = GridSearchCv::new(vote.clone(), grid).options(options).fit(&x, &y).unwrap();
    assert_kept(search.best_estimator().unwrap(), &registry());

    let pipeline = assert_kept(&vote.fit(&x, &y).unwrap(), &registry());
    let expected = typed.fit(&x, &y).unwrap().predict_proba(&x).unwrap();
    assert_eq!(pipeline.predict_proba(&x).unwrap(), expected);
}
