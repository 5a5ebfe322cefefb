//! A classifier for unseen corpora, and the checks that make it say that it does not know.

#![allow(clippy::unwrap_used)]

use emo_pipeline::emotion_model::{
    CrossCorpusRidgeTrainer, EmotionModel, ModelCard, Quality, QualityCheck,
};
use emo_pipeline::{Clip, Descriptor, FeatureConfig, FeatureTable};
use ndarray::{Array2, Axis, array, concatenate};

const CORPORA: [&str; 3] = ["x", "y", "z"];

/// Three corpora of unequal size. Column 0 tells the labels apart in all of them, column 1 in each
/// in another direction, and each corpus has an offset of its own.
fn table(n_rows: [usize; 3]) -> FeatureTable {
    let (mut values, mut clips) = (Vec::new(), Vec::new());
    for (at, (corpus, n)) in CORPORA.iter().zip(n_rows).enumerate() {
        for row in 0..n {
            let (label, sign) = if row % 2 == 0 { ("angry", 1.0) } else { ("sad", -1.0) };
            let noise = ((row * 7 + at) % 5) as f64 * 0.1;
            let turned = [1.0, -1.0, 1.0][at];
            values.extend([3.0 * sign + noise, 2.0 * sign * turned + at as f64 - noise]);
            clips.push(Clip::new(format!("{corpus}/{row}")).label(label).corpus(*corpus));
        }
    }
    let x = Array2::from_shape_vec((clips.len(), 2), values).unwrap();
    FeatureTable::new(x, vec!["level".into(), "pitch".into()], clips).unwrap()
}

#[test]
fn each_corpus_is_predicted_by_a_model_of_the_others() {
    let trained = CrossCorpusRidgeTrainer::default().fit(&table([20, 30, 40])).unwrap();
    assert_eq!(trained.held_out_uar.len(), 4);
    let best = trained.held_out_uar.iter().copied().fold(0.0, f64::max);
    assert!(best > 0.9, "{:?}", trained.held_out_uar);
    assert_eq!(trained.classes(), ["angry", "sad"]);
}

#[test]
fn one_corpus_is_divided_by_its_speakers() {
    let one = table([24, 0, 0]);
    let speaker = |(row, clip): (usize, &Clip)| clip.clone().speaker((row / 4) as u64);
    let clips: Vec<Clip> = one.clips().iter().enumerate().map(speaker).collect();
    let table = |clips: &[Clip]| {
        FeatureTable::new(one.x().clone(), one.columns().to_vec(), clips.to_vec()).unwrap()
    };
    let trained = CrossCorpusRidgeTrainer::default().fit(&table(&clips)).unwrap();
    assert!(trained.held_out_uar.iter().all(|&uar| uar > 0.9), "{:?}", trained.held_out_uar);
    let same: Vec<Clip> = clips.into_iter().map(|clip| clip.speaker(1_u64)).collect();
    assert!(CrossCorpusRidgeTrainer::default().fit(&table(&same)).is_err());
}

#[test]
fn copies_at_other_speeds_calibrate_averages() {
    let recorded = table([20, 30, 40]);
    let trainer = CrossCorpusRidgeTrainer::default();
    let trained = trainer.fit(&recorded).unwrap();
    assert_eq!(trained.averaging_temperature, None);
    let with_copies = |copy: &str| {
        let copies = recorded.clips().iter().map(|clip| clip.clone().copy(copy));
        let clips: Vec<Clip> = recorded.clips().iter().cloned().chain(copies).collect();
        let x = concatenate![Axis(0), *recorded.x(), *recorded.x()];
        let table = FeatureTable::new(x, recorded.columns().to_vec(), clips).unwrap();
        trainer.fit(&table).unwrap().averaging_temperature
    };
    // The average of a row and an equal copy is the row.
    let averaging = with_copies("any speed").unwrap();
    assert!((averaging - 1.0).abs() < 1e-6, "{averaging}");
    assert_eq!(with_copies("telephone"), None);
}

#[test]
fn a_share_of_the_encoder_weighs_its_columns() {
    let all = table([20, 30, 40]);
    let columns = vec!["level".to_owned(), "encoder_1_000_mean".to_owned()];
    let all = FeatureTable::new(all.x().clone(), columns, all.clips().to_vec()).unwrap();
    let uar = |share| {
        let trainer = CrossCorpusRidgeTrainer::default().encoder_share(share);
        trainer.fit(&all).unwrap().held_out_uar[0]
    };
    // Column 0 tells the labels apart in all corpora, column 1 in each in another direction.
    assert!(uar(0.0) > 0.9 && uar(1.0) < 0.7, "{} {}", uar(0.0), uar(1.0));
    let error = CrossCorpusRidgeTrainer::default().encoder_share(f64::NAN).fit(&all).unwrap_err();
    assert!(error.to_string().contains("encoder_share"), "{error}");
}

#[test]
fn the_distance_leaves_the_encoder_out_where_there_are_other_columns() {
    let all = table([20, 30, 40]);
    let names = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    let with = |names: Vec<String>| {
        FeatureTable::new(all.x().clone(), names, all.clips().to_vec()).unwrap()
    };
    let mixed = names(["level", "encoder_2_000_mean"]);
    let check = QualityCheck::fit(&with(mixed.clone())).unwrap();
    let qualities = check.of_rows(&array![[0.0, 1e6], [1e6, 0.0]], &mixed).unwrap();
    assert_eq!(qualities[0], Quality::Good);
    assert!(matches!(qualities[1], Quality::FarFromTraining { .. }));
    let encoder = names(["encoder_2_000_mean", "encoder_2_000_std"]);
    let check = QualityCheck::fit(&with(encoder.clone())).unwrap();
    assert!(check.of_rows(&array![[0.0, 1e6]], &encoder).unwrap()[0].is_uncertain());
}

#[test]
fn rows_unlike_the_training_are_far_from_it() {
    let table = table([20, 30, 40]);
    let check = QualityCheck::fit(&table).unwrap();
    let columns = table.columns();
    let qualities = check.of_rows(table.x(), columns).unwrap();
    assert!(qualities.iter().all(|quality| *quality == Quality::Good), "{qualities:?}");
    let far = check.of_rows(&array![[100.0, -100.0]], columns).unwrap();
    assert!(matches!(far[0], Quality::FarFromTraining { distance } if distance == 8.0), "{far:?}");
    assert!(far[0].is_uncertain() && !Quality::Good.is_uncertain());
    assert!(!Quality::NotChecked.is_uncertain());
}

#[test]
fn length_and_voicing_are_judged_before_the_distance() {
    let clips = (0..4).map(|row| Clip::new(format!("{row}")).label("sad")).collect();
    let x = array![[1.0, 0.5], [2.0, 0.7], [3.0, 0.6], [2.0, 0.8]];
    let columns = vec!["duration".to_owned(), "voiced_share".to_owned()];
    let table = FeatureTable::new(x, columns.clone(), clips).unwrap();
    let check = QualityCheck::fit(&table).unwrap().min_seconds(0.5);
    let rows = array![[0.1, 0.0], [2.0, 0.1], [2.0, 0.6], [900.0, 0.6]];
    let qualities = check.of_rows(&rows, &columns).unwrap();
    assert_eq!(qualities[0], Quality::TooShort { seconds: 0.1 });
    assert_eq!(qualities[1], Quality::NoSpeech { voiced_share: 0.1 });
    assert_eq!(qualities[2], Quality::Good);
    assert!(matches!(qualities[3], Quality::FarFromTraining { .. }));
    assert_eq!(qualities[0].to_string(), "too short: 0.10 s");
}

#[test]
fn a_model_keeps_its_checks_in_its_file() {
    let config = FeatureConfig::default()
        .descriptors(vec![Descriptor::ZeroCrossingRate(Default::default())]);
    let columns = emo_pipeline::RowExtractor::new(config.clone()).unwrap().column_names().to_vec();
    let clips = (0..6).map(|row| {
        let label = if row < 3 { "angry" } else { "sad" };
        Clip::new(format!("{row}")).label(label).corpus(CORPORA[row % 2])
    });
    let x = array![[0.10], [0.11], [0.12], [0.30], [0.31], [0.32]];
    let table = FeatureTable::new(x, columns, clips.collect()).unwrap();
    let trained = CrossCorpusRidgeTrainer::default().fit(&table).unwrap();
    let model = EmotionModel::new(config, trained.pipeline, ModelCard::new("test")).unwrap();
    let rows = array![[0.11], [0.9]];
    let unchecked = model.predict_features(&rows).unwrap();
    assert_eq!(unchecked[1].quality, Quality::NotChecked);

    let model = model.with_quality_check(QualityCheck::fit(&table).unwrap()).unwrap();
    let mut file = Vec::new();
    model.to_writer(&mut file).unwrap();
    let loaded = EmotionModel::from_reader(&file[..]).unwrap();
    assert_eq!(loaded.quality_check(), model.quality_check());
    let predicted = loaded.predict_features(&rows).unwrap();
    assert_eq!(predicted, model.predict_features(&rows).unwrap());
    assert_eq!(predicted[0].quality, Quality::Good);
    assert!(predicted[1].quality.is_uncertain());
}
