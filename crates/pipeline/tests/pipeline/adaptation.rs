//! A model that is adapted by clips without labels, saved, and loaded.

#![allow(clippy::unwrap_used)] // a test ends by it

use emo_fixtures::path;
use emo_pipeline::emotion_model::{EmotionModel, ModelCard};
use emo_pipeline::{FeatureConfig, FeatureTable, RidgeTrainer, Trainer};
use ndarray::{Array2, Axis};

fn table() -> FeatureTable {
    FeatureTable::read_csv(path("ravdess_features.csv")).unwrap()
}

/// A model that was not trained on speaker 24, and the rows of that speaker.
fn model_and_speaker() -> (EmotionModel, FeatureTable) {
    let table = table();
    let train = table.filter(|clip| !clip.has("speaker", "24"));
    let pipeline = RidgeTrainer::default().fit_pipeline(&train).unwrap();
    let model = EmotionModel::new(FeatureConfig::default(), pipeline, ModelCard::new("m")).unwrap();
    (model, table.filter(|clip| clip.has("speaker", "24")))
}

/// The share of clips whose label is right.
fn accuracy(model: &EmotionModel, x: &Array2<f64>, labels: &[String]) -> f64 {
    let predictions = model.predict_features(x).unwrap();
    let right = predictions.iter().zip(labels).filter(|(it, label)| it.label == **label).count();
    right as f64 / labels.len() as f64
}

#[test]
fn clips_without_labels_help_with_the_other_clips_of_speakers_in_another_room() {
    const UNSEEN: [&str; 6] = ["19", "20", "21", "22", "23", "24"];
    let table = table();
    let train = table.filter(|clip| !UNSEEN.iter().any(|it| clip.has("speaker", it)));
    let pipeline = RidgeTrainer::default().fit_pipeline(&train).unwrap();
    let mut model =
        EmotionModel::new(FeatureConfig::default(), pipeline, ModelCard::new("m")).unwrap();
    // Another microphone: each feature is shifted by half its deviation.
    let shift = table.x().std_axis(Axis(0), 0.0) * 0.5;
    let (mut before, mut after) = (0.0, 0.0);
    for speaker in UNSEEN {
        let own = table.filter(|clip| clip.has("speaker", speaker));
        let x = own.x() + &shift;
        let half = |parity: usize| -> Vec<usize> {
            (0..own.len()).filter(|row| row % 2 == parity).collect()
        };
        let (known, tested) = (x.select(Axis(0), &half(0)), x.select(Axis(0), &half(1)));
        let labels: Vec<String> = half(1).iter().map(|&row| own.labels()[row].clone()).collect();
        before += accuracy(&model, &tested, &labels) / 6.0;
        model.adapt(&known).unwrap();
        after += accuracy(&model, &tested, &labels) / 6.0;
        model.forget();
    }
    assert!(after > before + 0.03, "{before} {after}");
}

#[test]
fn an_adapted_model_is_kept_bit_for_bit_and_can_forget() {
    let (mut model, speaker) = model_and_speaker();
    let before = model.predict_features(speaker.x()).unwrap();
    let adaptation = model.adapt(speaker.x()).unwrap();
    assert_eq!(adaptation.n_clips, speaker.len());
    assert!(adaptation.share > 0.5, "clips of all labels: {}", adaptation.share);
    let adapted = model.predict_features(speaker.x()).unwrap();
    assert_ne!(adapted, before);
    let mut file = Vec::new();
    model.to_writer(&mut file).unwrap();
    let loaded = EmotionModel::from_reader(&file[..]).unwrap();
    assert_eq!(loaded.predict_features(speaker.x()).unwrap(), adapted);
    // A second call replaces the first.
    model.adapt(speaker.x()).unwrap();
    assert_eq!(model.predict_features(speaker.x()).unwrap(), adapted);
    model.forget();
    assert_eq!(model.predict_features(speaker.x()).unwrap(), before);
}

#[test]
fn what_cannot_be_adapted_to_changes_nothing() {
    let (mut model, speaker) = model_and_speaker();
    let before = model.predict_features(speaker.x()).unwrap();
    assert!(model.adapt(&Array2::zeros((0, 60))).is_err());
    assert!(model.adapt(&Array2::zeros((3, 59))).is_err());
    assert!(model.adapt(&Array2::from_elem((3, 60), f64::NAN)).is_err());
    assert_eq!(model.predict_features(speaker.x()).unwrap(), before);
}
