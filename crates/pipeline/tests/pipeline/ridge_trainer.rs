//! A linear classifier that is chosen and calibrated on held-out speakers, and kept in a file.

#![allow(clippy::unwrap_used)]

use emo_fixtures::path;
use emo_pipeline::emotion_model::{EmotionModel, ModelCard, RidgeTrainer};
use emo_pipeline::metrics::expected_calibration_error;
use emo_pipeline::protocol::Protocol;
use emo_pipeline::{Error, FeatureConfig, FeatureTable, Trainer, learn};
use ndarray::{Array2, Axis, concatenate};
use serde_json::{Value, json};

fn table() -> FeatureTable {
    let table = FeatureTable::read_csv(path("ravdess_features.csv")).unwrap();
    table.select(&(0..table.len()).step_by(3).collect::<Vec<_>>()).unwrap()
}

fn model(table: &FeatureTable) -> EmotionModel {
    let trained = RidgeTrainer::default().fit(table).unwrap();
    EmotionModel::new(FeatureConfig::default(), trained.pipeline, ModelCard::new("ridge")).unwrap()
}

#[test]
fn the_strength_is_the_one_that_held_out_speakers_prefer() {
    let alphas = [1e-3, 0.1, 10.0];
    let trained = RidgeTrainer::default().alphas_per_column(alphas).fit(&table()).unwrap();
    let best = trained.held_out_uar.iter().copied().fold(0.0, f64::max);
    let place = alphas.iter().position(|&alpha| alpha == trained.alpha_per_column).unwrap();
    assert_eq!(trained.held_out_uar[place], best);
    assert!(best > 0.3, "{best}");
}

#[test]
fn copies_of_held_out_clips_have_a_say_in_the_strength() {
    let recorded = table();
    // Copies in which nothing of the clip is left, under other names of the same clips.
    let mut clips = recorded.clips().to_vec();
    clips.iter_mut().for_each(|clip| clip.copy = Some("silence".into()));
    let x = concatenate![Axis(0), *recorded.x(), Array2::<f64>::zeros(recorded.x().dim())];
    let clips = [recorded.clips().to_vec(), clips].concat();
    let both = FeatureTable::new(x, recorded.columns().to_vec(), clips).unwrap();
    let uar = |table: &FeatureTable| RidgeTrainer::default().fit(table).unwrap().held_out_uar;
    // What is said of all copies is one emotion: right for one in eight.
    for (alone, with_copies) in uar(&recorded).iter().zip(uar(&both)) {
        assert!(*alone > 0.35 && with_copies < 0.6 * alone + 0.1, "{alone} {with_copies}");
    }
}

#[test]
fn probabilities_on_unseen_speakers_are_honest() {
    let table = table();
    let fit = |train: &FeatureTable| -> emo_pipeline::Result<_> {
        RidgeTrainer::default().fit_pipeline(train)
    };
    let evaluation = Protocol::emobox_ravdess().evaluate_with(&table, fit).unwrap();
    let classes = evaluation.classes.clone();
    let ece = expected_calibration_error(
        &evaluation.labels,
        &evaluation.probabilities,
        &classes,
        10,
        None,
    )
    .unwrap();
    assert!(ece < 0.08, "{ece}");
}

#[test]
fn a_ridge_model_survives_its_file_to_the_last_bit_and_refuses_damage() {
    let table = table();
    let model = model(&table);
    let mut file = Vec::new();
    model.to_writer(&mut file).unwrap();
    let loaded = EmotionModel::from_reader(&file[..]).unwrap();
    assert_eq!(loaded.pipeline(), model.pipeline());
    let x = table.x();
    assert_eq!(loaded.predict_features(x).unwrap(), model.predict_features(x).unwrap());
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut file: Value = serde_json::from_slice(&file).unwrap();
        change(&mut file["pipeline"]);
        EmotionModel::from_reader(file.to_string().as_bytes()).unwrap_err().to_string()
    };
    let clip = refused(&|ridge| ridge["transformers"][1]["clip"]["min"] = json!(9.0));
    assert!(clip.contains("min below max"), "{clip}");
    let weights =
        refused(&|ridge| ridge["classifier"]["ridge_f32"]["coef"]["data"] = json!({"f32": "AAA"}));
    assert!(weights.contains("pipeline.classifier.ridge_f32"), "{weights}");
    let scaler = refused(&|ridge| ridge["transformers"][0]["scaler_f32"]["mean"] = json!([1.0]));
    assert!(scaler.contains("variances"), "{scaler}");
}

#[test]
fn what_cannot_be_chosen_from_is_an_error() {
    let table = table();
    let fit = |trainer: RidgeTrainer| trainer.fit(&table).unwrap_err();
    let refused = |trainer: RidgeTrainer| match fit(trainer) {
        Error::Learn(learn::Error::Step { step, .. }) => step,
        other => panic!("{other}"),
    };
    assert_eq!(refused(RidgeTrainer::default().alphas_per_column([])), "ridge");
    assert_eq!(refused(RidgeTrainer::default().alphas_per_column([-1.0])), "ridge");
    let few = fit(RidgeTrainer::default().n_splits(25)).to_string();
    assert!(few.contains("expected at least 25"), "{few}");
}
