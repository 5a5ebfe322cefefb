//! Any pipeline in a model file, and files of version 1 of the format.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::path::PathBuf;

use emo_fixtures::{Tolerance, assert_close, golden, path};
use emo_pipeline::emotion_model::{EmotionModel, ModelCard};
use emo_pipeline::learn::stored::VotingPipelines;
use emo_pipeline::preprocessing::Clipper;
use emo_pipeline::{
    AnyPipeline, CalibratedTrainer, FeatureConfig, FeatureTable, KernelRidgeClassifier,
    NoResampling, Pipeline, RidgeTrainer, StandardScaler, Trainer,
};
use serde::Deserialize;
use serde_json::{Value, json};

fn table() -> FeatureTable {
    let table = FeatureTable::read_csv(path("ravdess_features.csv")).unwrap();
    table.select(&(0..table.len()).step_by(5).collect::<Vec<_>>()).unwrap()
}

fn kernel_ridge() -> impl Trainer {
    let kernel = KernelRidgeClassifier::default().alpha(0.1).gamma(0.5 / 60.0);
    let scaled = (StandardScaler::default(), Clipper::default());
    CalibratedTrainer::new(Pipeline::new(scaled, NoResampling::default(), kernel))
}

fn model(pipeline: AnyPipeline) -> EmotionModel {
    EmotionModel::new(FeatureConfig::default(), pipeline, ModelCard::new("kept")).unwrap()
}

fn written(model: &EmotionModel) -> Vec<u8> {
    let mut file = Vec::new();
    model.to_writer(&mut file).unwrap();
    file
}

#[track_caller]
fn assert_kept(pipeline: AnyPipeline) {
    let table = table();
    let saved = model(pipeline);
    let loaded = EmotionModel::from_reader(&written(&saved)[..]).unwrap();
    let predictions = saved.predict_features(table.x()).unwrap();
    assert_eq!(loaded.predict_features(table.x()).unwrap(), predictions);
    assert_eq!(loaded.pipeline().summary(), saved.pipeline().summary());
    assert_eq!(written(&loaded), written(&saved));
}

#[test]
fn a_calibrated_kernel_ridge_is_kept_bit_for_bit() {
    assert_kept(kernel_ridge().fit_pipeline(&table()).unwrap());
}

#[test]
fn a_vote_is_kept_bit_for_bit() {
    let voters = [
        ("kernel".to_owned(), kernel_ridge().fit_pipeline(&table()).unwrap()),
        ("linear".to_owned(), RidgeTrainer::default().fit_pipeline(&table()).unwrap()),
    ];
    let labels = voters[0].1.classes().to_vec();
    let vote = VotingPipelines::new(voters, Some(&[2.0, 1.0])).unwrap();
    assert_kept(AnyPipeline::new([], vote, labels).unwrap());
}

#[test]
fn a_step_that_is_not_registered_is_named() {
    let saved = model(RidgeTrainer::default().fit_pipeline(&table()).unwrap());
    let mut file: Value = serde_json::from_slice(&written(&saved)).unwrap();
    let step = file["pipeline"]["transformers"][1]["clip"].take();
    file["pipeline"]["transformers"][1] = json!({ "squeeze": step });
    let error = EmotionModel::from_reader(file.to_string().as_bytes()).unwrap_err().to_string();
    assert!(error.contains("pipeline.transformers[1].squeeze"), "{error}");
    assert!(error.contains("not registered"), "{error}");
}

#[test]
fn an_unknown_field_is_refused_wherever_it_is() {
    let saved = model(kernel_ridge().fit_pipeline(&table()).unwrap());
    let file: Value = serde_json::from_slice(&written(&saved)).unwrap();
    for place in ["", "/card", "/features", "/features/config", "/pipeline"] {
        let mut file = file.clone();
        file.pointer_mut(place).unwrap()["comment"] = json!("mine");
        let text = file.to_string();
        let error = EmotionModel::from_reader(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("comment"), "{place}: {error}");
    }
}

/// What the command of version 0.1.0 predicted with its bundled models, which are files of
/// version 1.
#[derive(Deserialize)]
struct Golden {
    model: String,
    audio: String,
    probabilities: std::collections::BTreeMap<String, f64>,
}

#[test]
fn files_of_version_1_predict_the_same() {
    let goldens: Vec<Golden> = golden("models/version_1");
    assert!(goldens.len() >= 8);
    for Golden { model, audio, probabilities } in goldens {
        let file: PathBuf = path(&format!("models/version_1/{model}.json"));
        let model = EmotionModel::load(file).unwrap();
        let prediction = model.predict_file(path(&format!("audio/{audio}"))).unwrap();
        for (label, probability) in probabilities {
            // The bits are equal on the processor that made the golden; the products of single
            // precision are summed in another order on others.
            let got = prediction.probability(&label);
            assert_close(
                &format!("{audio}, {label}"),
                [got],
                [probability],
                Tolerance::absolute(1e-6),
            );
        }
    }
}

#[test]
fn a_file_of_version_1_is_written_as_version_2_and_stays_the_same_model() {
    let old = EmotionModel::load(path("models/version_1/ravdess-60.json")).unwrap();
    let text = written(&old);
    let file: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(file["version"], 2);
    let new = EmotionModel::from_reader(&text[..]).unwrap();
    let table = table();
    assert_eq!(new.predict_features(table.x()).unwrap(), old.predict_features(table.x()).unwrap());
    assert_eq!(new.card(), old.card());
}
