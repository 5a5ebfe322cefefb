//! Probabilities for a place where some labels are more common than others.

#![allow(clippy::unwrap_used)]

use emo_pipeline::emotion_model::{EmotionModel, ModelCard};
use emo_pipeline::{
    Descriptor, FeatureConfig, NoResampling, Pipeline, RidgeClassifier, StandardScaler,
};
use ndarray::array;

fn model() -> EmotionModel {
    let config = FeatureConfig::default()
        .descriptors(vec![Descriptor::ZeroCrossingRate(Default::default())]);
    let x = array![[0.0], [0.5], [1.0], [0.1], [0.6], [0.9]];
    let y = ["calm", "happy", "sad", "calm", "happy", "sad"].map(String::from);
    let ridge = RidgeClassifier::default();
    let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge);
    EmotionModel::new(config, pipeline.fit(&x, &y).unwrap(), ModelCard::new("test")).unwrap()
}

#[test]
fn each_probability_is_multiplied_by_its_share() {
    let row = array![[0.3]];
    let before = model().predict_features(&row).unwrap().remove(0);
    // Calm half of the time, and the others a quarter each.
    let model = model().with_prior([("calm", 0.5)]).unwrap();
    let after = model.predict_features(&row).unwrap().remove(0);
    let weights = [("calm", 0.5), ("happy", 0.25), ("sad", 0.25)];
    let sum: f64 = weights.iter().map(|(label, share)| share * before.probability(label)).sum();
    for (label, share) in weights {
        let expected = share * before.probability(label) / sum;
        assert!((after.probability(label) - expected).abs() < 1e-12, "{label}");
    }
}

#[test]
fn a_label_without_a_share_is_never_predicted_and_no_share_undoes_all() {
    let row = array![[0.0]];
    let before = model().predict_features(&row).unwrap();
    assert_eq!(before[0].label, "calm");
    let without = model().with_prior([("calm", 0.0)]).unwrap();
    assert_ne!(without.predict_features(&row).unwrap()[0].label, "calm");
    let none: [(&str, f64); 0] = [];
    let undone = without.with_prior(none).unwrap();
    assert_eq!(undone.predict_features(&row).unwrap(), before);
}

#[test]
fn the_prior_counts_for_averages_over_speeds_too() {
    let samples: Vec<f32> = (0..9000).map(|t| (t as f32 * 0.3).sin()).collect();
    let model = model().at_speeds([0.9, 1.1]).unwrap().with_prior([("happy", 1.0)]).unwrap();
    let prediction = model.predict_samples(&samples, 22_050).unwrap();
    assert_eq!((prediction.label.as_str(), prediction.probability("happy")), ("happy", 1.0));
}

#[test]
fn what_is_no_prior_is_refused() {
    let refused = |shares: &[(&str, f64)]| {
        model().with_prior(shares.iter().copied()).unwrap_err().to_string()
    };
    assert!(refused(&[("bored", 0.5)]).contains("calm, happy, sad"));
    assert!(refused(&[("calm", -0.1)]).contains("-0.1 for calm"));
    assert!(refused(&[("calm", f64::NAN)]).contains("NaN for calm"));
    assert!(refused(&[("calm", 0.1), ("calm", 0.1)]).contains("calm twice"));
    assert!(refused(&[("calm", 0.6), ("sad", 0.6)]).contains("1.2"));
    assert!(refused(&[("calm", 0.3), ("sad", 0.3), ("happy", 0.3)]).contains("sum to 1"));
}

#[test]
fn averages_over_speeds_have_a_temperature_of_their_own() {
    let samples: Vec<f32> = (0..9000).map(|t| (t as f32 * 0.3).sin()).collect();
    let plain = model().at_speeds([0.9, 1.1]).unwrap();
    let sharper = model().with_averaging_temperature(0.5).unwrap();
    assert_eq!(
        sharper.predict_samples(&samples, 22_050).unwrap(),
        model().predict_samples(&samples, 22_050).unwrap()
    );
    let mut file = Vec::new();
    sharper.to_writer(&mut file).unwrap();
    let loaded = EmotionModel::from_reader(&file[..]).unwrap().at_speeds([0.9, 1.1]).unwrap();
    assert_eq!(loaded.averaging_temperature(), 0.5);
    let (plain, sharper) = (
        plain.predict_samples(&samples, 22_050).unwrap(),
        loaded.predict_samples(&samples, 22_050).unwrap(),
    );
    let log_odds =
        |it: &emo_pipeline::Prediction| (it.probability("calm") / it.probability("sad")).ln();
    assert!((log_odds(&sharper) - 2.0 * log_odds(&plain)).abs() < 1e-9);
    for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(model().with_averaging_temperature(wrong).is_err());
    }
}
