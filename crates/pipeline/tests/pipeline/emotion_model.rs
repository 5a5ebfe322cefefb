//! A model that is kept: what it predicts, and that a file which is not one is refused.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::sync::OnceLock;

use emo_fixtures::{Tolerance, assert_close};
use emo_pipeline::{
    Error, FeatureConfig, FeatureTable, FittedMlpClassifier, FittedPipeline, LoadOptions,
    MlpClassifier, NoResampling, Pipeline, RandomState, StandardScaler, StftParams,
    emotion_model::{EmotionModel, ModelCard, RowExtractor},
    load,
    metrics::{Bootstrap, balanced_accuracy_score},
    preprocessing::FittedStandardScaler,
    protocol::Protocol,
};
use ndarray::{Array2, Axis};
use proptest::prelude::*;
use serde_json::{Value, json};

const LABELS: [&str; 8] =
    ["angry", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprised"];

fn table() -> &'static FeatureTable {
    static TABLE: OnceLock<FeatureTable> = OnceLock::new();
    TABLE.get_or_init(|| {
        let table = FeatureTable::read_csv(emo_fixtures::path("ravdess_features.csv")).unwrap();
        table.select(&(0..table.len()).step_by(6).collect::<Vec<_>>()).unwrap()
    })
}

fn estimator() -> Pipeline<StandardScaler, NoResampling, MlpClassifier> {
    let mlp = MlpClassifier::default().hidden_layer_sizes([12, 5]).max_iter(15).random_state(7);
    Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp)
}

fn pipeline() -> FittedPipeline<FittedStandardScaler, FittedMlpClassifier<f64>, String> {
    estimator().fit(table().x(), &table().labels()).unwrap()
}

fn model() -> &'static EmotionModel {
    static MODEL: OnceLock<EmotionModel> = OnceLock::new();
    MODEL.get_or_init(|| {
        let mut card = ModelCard::new("small");
        card.data = "a sixth of RAVDESS".into();
        card.hyperparameters = [("mlp__alpha".to_owned(), 1e-4.into())].into();
        let held_out = Protocol::seed().evaluate(table(), &estimator()).unwrap();
        card.scores = vec![held_out.summary(&Bootstrap::default().n_resamples(50)).unwrap()];
        EmotionModel::new(FeatureConfig::default(), pipeline(), card).unwrap()
    })
}

fn written(model: &EmotionModel) -> Vec<u8> {
    let mut file = Vec::new();
    model.to_writer(&mut file).unwrap();
    file
}

fn speech() -> std::path::PathBuf {
    emo_fixtures::path("audio/speech.wav")
}

#[test]
fn a_model_that_was_saved_and_loaded_predicts_the_same_to_the_last_bit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.json");
    model().save(&path).unwrap();
    let loaded = EmotionModel::load(&path).unwrap();
    let x = table().x();
    assert_eq!(loaded.predict_features(x).unwrap(), model().predict_features(x).unwrap());
    assert_eq!(loaded.predict_file(speech()).unwrap(), model().predict_file(speech()).unwrap());
    assert_eq!(loaded.card(), model().card());
    assert_eq!(loaded.pipeline(), model().pipeline());
    assert_eq!(written(&loaded), written(model()));
}

#[test]
fn a_model_that_cannot_be_written_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taken");
    std::fs::create_dir(&path).unwrap();
    let error = model().save(&path).unwrap_err();
    assert!(error.to_string().contains("taken"), "{error}");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn predictions_are_those_of_the_pipeline() {
    let pipeline = pipeline();
    let x = table().x();
    let (labels, probabilities) =
        (pipeline.predict(x).unwrap(), pipeline.predict_proba(x).unwrap());
    let predictions = model().predict_features(x).unwrap();
    for ((prediction, label), row) in predictions.iter().zip(labels).zip(probabilities.rows()) {
        assert_eq!(prediction.label, label);
        for (emotion, &probability) in pipeline.classes().iter().zip(row) {
            assert_eq!(prediction.probability(emotion), probability);
        }
    }
}

#[test]
fn probabilities_are_ranked_and_sum_to_one() {
    for prediction in model().predict_features(table().x()).unwrap() {
        let ranked = prediction.probabilities();
        assert!(ranked.is_sorted_by(|(_, a), (_, b)| a >= b));
        assert!((ranked.iter().map(|(_, p)| p).sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(ranked.len(), 8);
        assert_eq!(prediction.label, ranked[0].0);
        assert_eq!(prediction.top_k(3), &ranked[..3]);
        assert_eq!(prediction.top_k(99), ranked);
        assert!(prediction.top_k(0).is_empty());
    }
}

#[test]
fn a_label_that_was_not_trained_on_has_probability_zero() {
    let spoken = table().filter(|clip| !clip.has("label", "surprised"));
    let pipeline = estimator().fit(spoken.x(), &spoken.labels()).unwrap();
    let model =
        EmotionModel::new(FeatureConfig::default(), pipeline, ModelCard::new("seven")).unwrap();
    let prediction = model.predict_file(speech()).unwrap();
    assert_eq!(model.classes().len(), 7);
    assert_eq!(prediction.probabilities().len(), 7);
    assert_eq!(prediction.probability("surprised"), 0.0);
}

#[test]
fn a_file_its_bytes_its_samples_and_its_features_give_the_same() {
    let from_file = model().predict_file(speech()).unwrap();
    let bytes = std::fs::read(speech()).unwrap();
    assert_eq!(model().predict_bytes(&bytes, "wav").unwrap(), from_file);
    let own_rate = load(speech(), &LoadOptions::default().sample_rate(None)).unwrap();
    assert_ne!(own_rate.sample_rate, model().features().sample_rate);
    let from_samples = model().predict_samples(&own_rate.samples, own_rate.sample_rate).unwrap();
    assert_eq!(from_samples, from_file);
    let extractor = RowExtractor::new(model().features().clone()).unwrap();
    let row = extractor.row_of_file(speech()).unwrap().insert_axis(Axis(0));
    assert_eq!(model().predict_features(&row).unwrap(), [from_file]);
}

#[test]
fn at_several_speeds_it_says_the_geometric_mean_of_what_it_says_at_each() {
    let reloaded = || EmotionModel::from_reader(&written(model())[..]).unwrap();
    let at = |speeds: &[f64]| reloaded().at_speeds(speeds).unwrap();
    let slow_and_fast = [0.9, 1.1].map(|speed| at(&[speed]).predict_file(speech()).unwrap());
    let both = at(&[0.9, 1.1]).predict_file(speech()).unwrap();
    assert_ne!(slow_and_fast[0], slow_and_fast[1]);
    let means = LABELS.map(|emotion| {
        let [slow, fast] = slow_and_fast.each_ref().map(|said| said.probability(emotion));
        (slow * fast).sqrt()
    });
    let sum: f64 = means.iter().sum();
    let expected = means.map(|mean| mean / sum);
    let said = LABELS.map(|emotion| both.probability(emotion));
    assert_close("shares", said, expected, Tolerance::absolute(1e-14));
    // Played faster is the same samples at a higher rate.
    let clip = load(speech(), &LoadOptions::default().sample_rate(None)).unwrap();
    let rate = clip.sample_rate * 9 / 10;
    assert_eq!(model().predict_samples(&clip.samples, rate).unwrap(), slow_and_fast[0]);
}

#[test]
fn at_several_speeds_a_file_its_bytes_and_its_samples_give_the_same() {
    let model = EmotionModel::from_reader(&written(model())[..]).unwrap();
    let model = model.at_speeds(EmotionModel::FIVE_SPEEDS).unwrap();
    assert_eq!(model.speeds(), EmotionModel::FIVE_SPEEDS);
    let from_file = model.predict_file(speech()).unwrap();
    let bytes = std::fs::read(speech()).unwrap();
    assert_eq!(model.predict_bytes(&bytes, "wav").unwrap(), from_file);
    let clip = load(speech(), &LoadOptions::default().sample_rate(None)).unwrap();
    let from_samples = model.predict_samples(&clip.samples, clip.sample_rate).unwrap();
    assert_eq!(from_samples, from_file);
}

#[test]
fn speeds_out_of_range_are_refused() {
    for speeds in [vec![], vec![1.0, 0.4], vec![2.1], vec![f64::NAN]] {
        let model = EmotionModel::from_reader(&written(model())[..]).unwrap();
        assert_says(&model.at_speeds(speeds).unwrap_err().to_string(), &["speeds", "0.5 to 2"]);
    }
}

#[test]
fn what_is_said_of_a_clip_depends_on_neither_the_thread_nor_the_clips_before() {
    let rates = [8000, 16_000, 22_050, 44_100, 48_000, 96_000];
    let tone: Vec<f32> = (0..30_000).map(|t| (t as f32 * 0.02).sin() * 0.4).collect();
    let fresh = || EmotionModel::from_reader(&written(model())[..]).unwrap();
    let alone = rates.map(|rate| fresh().predict_samples(&tone, rate).unwrap());
    let shared = fresh();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for (rate, expected) in rates.iter().zip(&alone).cycle().take(24) {
                    assert_eq!(&shared.predict_samples(&tone, *rate).unwrap(), expected);
                }
            });
        }
    });
}

#[test]
fn sample_rates_out_of_range_are_refused() {
    for rate in [0, 50, u32::MAX] {
        let error = model().predict_samples(&[0.0; 4000], rate).unwrap_err();
        assert!(error.to_string().contains(&rate.to_string()), "{error}");
    }
}

#[test]
fn audio_without_usable_samples_is_refused() {
    let message =
        |samples: &[f32], rate| model().predict_samples(samples, rate).unwrap_err().to_string();
    for rate in [22_050, 48_000] {
        assert!(message(&[], rate).contains("empty"), "{}", message(&[], rate));
        assert!(message(&[0.0, f32::NAN], rate).contains('1'), "{}", message(&[f32::NAN], rate));
        assert!(message(&[f32::INFINITY], rate).contains("finite"));
    }
    let empty = model().predict_bytes(&[], "nothing.wav").unwrap_err();
    assert!(empty.to_string().contains("nothing.wav"), "{empty}");
    let missing = model().predict_file("no/such/file.wav").unwrap_err();
    assert!(missing.to_string().contains("no/such/file.wav"), "{missing}");
}

#[test]
fn features_of_another_width_or_not_finite_are_refused() {
    let x = table().x();
    let narrow = model().predict_features(&x.select(Axis(1), &[0, 1])).unwrap_err();
    assert!(narrow.to_string().contains("expected 60, got 2"), "{narrow}");
    let mut x = x.select(Axis(0), &[0, 1]);
    x[[1, 3]] = f64::NAN;
    let error = model().predict_features(&x).unwrap_err();
    assert!(error.to_string().contains("row 1, column 3"), "{error}");
    assert!(model().predict_features(&Array2::zeros((0, 60))).unwrap().is_empty());
}

#[test]
fn a_pipeline_trained_on_other_features_makes_no_model() {
    let other = FeatureConfig::default().descriptors(vec![]);
    assert!(EmotionModel::new(other, pipeline(), ModelCard::new("none")).is_err());
    let mut fewer = FeatureConfig::default();
    fewer.descriptors.pop();
    let error = EmotionModel::new(fewer, pipeline(), ModelCard::new("fewer")).unwrap_err();
    assert!(error.to_string().contains("59 columns, got 60"), "{error}");
}

#[test]
fn held_out_scores_are_those_of_all_folds_together_with_the_value_inside_the_interval() {
    let protocol = Protocol::emobox_ravdess();
    let held_out = protocol.evaluate(table(), &estimator()).unwrap();
    assert_eq!(held_out.labels.len(), table().len());
    let scores = held_out.summary(&Bootstrap::default().n_resamples(200)).unwrap();
    let uar = balanced_accuracy_score(&held_out.labels, &held_out.predicted, None).unwrap();
    assert_eq!(scores.uar.value, uar);
    for (name, score) in scores.named() {
        let interval = score.interval.unwrap();
        assert!(interval.low <= score.value && score.value <= interval.high, "{name}: {score:?}");
    }
    let mut card = ModelCard::new("scored");
    card.scores = vec![scores.clone()];
    assert_eq!(card.speaker_independent(), Some(&scores));
}

#[test]
fn a_score_out_of_range_makes_no_model() {
    let mut card = model().card().clone();
    card.scores[0].uar.value = f64::NAN;
    let error = EmotionModel::new(FeatureConfig::default(), pipeline(), card).unwrap_err();
    assert!(error.to_string().contains("UAR by seed"), "{error}");
}

/// What reading says of a model whose file was changed so.
fn refusal(change: impl FnOnce(&mut Value)) -> String {
    let mut file: Value = serde_json::from_slice(&written(model())).unwrap();
    change(&mut file);
    refusal_of(serde_json::to_string(&file).unwrap().as_bytes())
}

fn refusal_of(text: &[u8]) -> String {
    EmotionModel::from_reader(text).unwrap_err().to_string()
}

fn remove(file: &mut Value, path: &str, field: &str) {
    file.pointer_mut(path).unwrap().as_object_mut().unwrap().remove(field).unwrap();
}

fn assert_says(message: &str, words: &[&str]) {
    for word in words {
        assert!(message.contains(word), "expected {word:?} in: {message}");
    }
}

#[test]
fn what_is_no_model_is_refused() {
    let file = written(model());
    assert_says(&refusal_of(b""), &["expected JSON"]);
    assert_says(&refusal_of(b"RIFF...."), &["expected JSON"]);
    assert_says(&refusal_of(&file[..file.len() / 2]), &["expected JSON", "EOF"]);
    assert_says(&refusal_of(&[&file[..], b"{}"].concat()), &["expected JSON", "trailing"]);
    assert_says(&refusal_of(b"[1, 2]"), &["expected"]);
    assert_says(&refusal_of(b"{\"a\": 1}"), &["a model made by emo", "format"]);
    assert_says(&refusal(|file| file["format"] = json!("onnx")), &["expected emo-model", "onnx"]);
    assert_says(
        &refusal(|file| file["version"] = json!(3)),
        &["version", "expected 1 to 2", "got 3"],
    );
    assert_says(&refusal(|file| file["version"] = json!(0)), &["version", "got 0"]);
    let endless = std::io::Read::chain(&file[..], std::io::repeat(b' '));
    let error = EmotionModel::from_reader(endless).unwrap_err().to_string();
    assert_says(&error, &["at most 67108864 bytes"]);
}

#[test]
fn missing_fields_are_named() {
    let message = refusal(|file| remove(file, "", "card"));
    assert_says(&message, &["missing field `card`"]);
    let message = refusal(|file| remove(file, "/pipeline/transformers/0/scaler", "mean"));
    assert_says(&message, &["pipeline.transformers[0].scaler", "missing field `mean`"]);
    let message = refusal(|file| remove(file, "/pipeline/classifier/mlp", "coefs"));
    assert_says(&message, &["pipeline.classifier.mlp", "coefs"]);
    let message = refusal(|file| remove(file, "/features", "id"));
    assert_says(&message, &["features", "missing field `id`"]);
}

#[test]
fn a_missing_field_has_its_default_and_the_id_of_the_features_says_whether_that_is_right() {
    let without = |mut file: Value| {
        remove(&mut file, "/features/config/stft", "hop_length");
        EmotionModel::from_reader(file.to_string().as_bytes())
    };
    let file: Value = serde_json::from_slice(&written(model())).unwrap();
    let loaded = without(file.clone()).unwrap();
    assert_eq!(loaded.features(), model().features());
    let stft = StftParams::default().hop_length(256);
    let other = FeatureConfig::default().stft(stft);
    let model = EmotionModel::new(other, pipeline(), ModelCard::new("other hop")).unwrap();
    let file: Value = serde_json::from_slice(&written(&model)).unwrap();
    assert_says(&without(file).unwrap_err().to_string(), &["features.id"]);
}

#[test]
fn unknown_and_repeated_fields_are_named() {
    let message = refusal(|file| file["extra"] = json!(1));
    assert_says(&message, &["unknown field `extra`"]);
    let message = refusal(|file| file["pipeline"]["transformers"][0]["scaler"]["extra"] = json!(1));
    assert_says(&message, &["pipeline.transformers[0].scaler", "extra"]);
    let message = refusal(|file| file["features"]["config"]["extra"] = json!(1));
    assert_says(&message, &["features.config.extra", "not known"]);
    let text = String::from_utf8(written(model())).unwrap();
    let twice = text.replacen("\"features\":{", "\"features\":{\"config\":{},", 1);
    assert_says(&refusal_of(twice.as_bytes()), &["features", "config"]);
    let message = refusal(|file| file["pipeline"]["classifier"] = json!({"forest": {}}));
    assert_says(&message, &["pipeline.classifier.forest", "not registered", "mlp"]);
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    fn list<'a>(file: &'a mut Value, path: &str) -> &'a mut Vec<Value> {
        file.pointer_mut(path).unwrap().as_array_mut().unwrap()
    }
    let message = refusal(|file| list(file, "/pipeline/transformers/0/scaler/var").truncate(3));
    assert_says(&message, &["pipeline.transformers[0].scaler", "variances", "expected 60, got 3"]);
    let message = refusal(|file| {
        list(file, "/pipeline/transformers/0/scaler/var").truncate(3);
        list(file, "/pipeline/transformers/0/scaler/mean").truncate(3);
    });
    assert_says(&message, &["pipeline", "3", "60"]);
    let message = refusal(|file| list(file, "/pipeline/classifier/mlp/coefs").truncate(2));
    assert_says(&message, &["pipeline.classifier.mlp", "2 weight matrices with 3 intercepts"]);
    let message = refusal(|file| list(file, "/pipeline/classifier/mlp/coefs/0/data").truncate(9));
    assert_says(&message, &["pipeline.classifier.mlp"]);
    let message = refusal(|file| list(file, "/pipeline/labels").truncate(7));
    assert_says(&message, &["mlp", "a class for each of 7 labels"]);
    let message = refusal(|file| list(file, "/pipeline/classifier/mlp/classes")[7] = json!(8));
    assert_says(&message, &["mlp", "a class for each of 8 labels"]);
    let message = refusal(|file| list(file, "/pipeline/labels").swap(0, 1));
    assert_says(&message, &["labels", "sorted"]);
}

#[test]
fn numbers_that_are_not_finite_are_refused() {
    let weight = "/pipeline/classifier/mlp/coefs/1/data/0";
    let message = refusal(|file| *file.pointer_mut(weight).unwrap() = Value::Null);
    assert_says(&message, &["pipeline.classifier.mlp.coefs[1].data[0]", "f64"]);
    let text = String::from_utf8(written(model())).unwrap();
    let place = text.find("\"mean\":[").unwrap() + 8;
    let end = place + text[place..].find(',').unwrap();
    for number in ["1e999", "NaN", "-Infinity"] {
        let damaged = [&text[..place], number, &text[end..]].concat();
        assert_says(&refusal_of(damaged.as_bytes()), &["line 1"]);
    }
    let message =
        refusal(|file| file["pipeline"]["transformers"][0]["scaler"]["var"][5] = json!(-1.0));
    assert_says(&message, &["pipeline.transformers[0].scaler", "column 5", "at least 0"]);
    let message = refusal(|file| file["card"]["scores"][0]["uar"]["value"] = json!(1.5));
    assert_says(&message, &["UAR by seed", "expected 0 to 1"]);
}

#[test]
fn weights_so_large_that_no_probability_comes_out_are_an_error_in_prediction() {
    let mut file: Value = serde_json::from_slice(&written(model())).unwrap();
    let classifier = &mut file["pipeline"]["classifier"]["mlp"];
    for layer in 0..3 {
        for weight in classifier["coefs"][layer]["data"].as_array_mut().unwrap() {
            *weight = json!(1e300);
        }
    }
    let model = EmotionModel::from_reader(file.to_string().as_bytes()).unwrap();
    let rows = table().x();
    assert!(matches!(model.predict_features(rows), Err(Error::NonFinite { .. })));
}

#[test]
fn features_that_are_not_those_of_the_training_are_refused() {
    let message = refusal(|file| file["features"]["config"]["sample_rate"] = json!(16_000));
    assert_says(&message, &["features.id", "expected features-60-", "got features-60-"]);
    let message = refusal(|file| file["features"]["id"] = json!("features-60-0"));
    assert_says(&message, &["features.id", "got features-60-0"]);
    let message = refusal(|file| file["features"]["columns"][1] = json!("pitch"));
    assert_says(&message, &["features.columns[1]", "expected mfcc_01_mean, got pitch"]);
    let message = refusal(|file| {
        file["features"]["columns"].as_array_mut().unwrap().pop();
    });
    assert_says(&message, &["features.columns", "expected 60, got 59"]);
}

#[test]
fn features_of_absurd_size_are_refused_before_memory_is_taken() {
    let mfcc = "/features/config/descriptors/0/mfcc/mfcc/n_mfcc";
    let message = refusal(|file| *file.pointer_mut(mfcc).unwrap() = json!(u64::MAX));
    assert_says(&message, &["n_mfcc"]);
    let message = refusal(|file| file["features"]["config"]["stft"]["n_fft"] = json!(1_u64 << 60));
    assert_says(&message, &["n_fft"]);
    let message = refusal(|file| file["features"]["config"]["sample_rate"] = json!(0));
    assert_says(&message, &["sample_rate"]);
}

#[test]
fn a_file_that_is_refused_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.json");
    std::fs::write(&path, "{").unwrap();
    assert_says(&EmotionModel::load(&path).unwrap_err().to_string(), &["broken.json", "JSON"]);
    let missing = EmotionModel::load(folder.path().join("none.json")).unwrap_err();
    assert_says(&missing.to_string(), &["none.json"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_damage_by_single_bytes_ends_the_program(seed: u32) {
        let mut file = written(model());
        let mut random = RandomState::new(seed);
        for _ in 0..random.randint(1, 4).unwrap() {
            let place = random.randint(0, file.len() as i64).unwrap() as usize;
            file[place] = random.randint(0, 256).unwrap() as u8;
        }
        if let Ok(model) = EmotionModel::from_reader(&file[..]) {
            let _ = model.predict_file(speech());
        }
    }
}
