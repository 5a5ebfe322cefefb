//! Richer features, augmented copies and other classifiers.

use emo_pipeline::{EmotionModel, FeatureConfig, FeatureSet, FeatureTable, Treatment};
use serde_json::Value;
use tempfile::TempDir;

use crate::{audio, emo, folder, small_table, text};

/// Twelve recordings of two emotions by four actors.
fn recordings() -> TempDir {
    let names: Vec<String> = (0..12)
        .map(|at| format!("03-01-0{}-01-01-0{}-{:02}.wav", 3 + at % 2, 1 + at / 8, 1 + at / 2 % 4))
        .collect();
    let sounds = ["speech.wav", "noise_16000.wav"];
    let files: Vec<(&str, &str)> =
        names.iter().enumerate().map(|(at, name)| (sounds[at % 2], name.as_str())).collect();
    folder(&files)
}

#[test]
fn a_set_is_asked_for_by_its_name_and_copies_by_what_is_done_to_them() {
    let folder = recordings();
    let out = folder.path().join("features.csv");
    let (recordings, path) = (text(folder.path()), text(&out));
    let arguments = ["extract", &recordings, "-o", &path, "--features", "functionals"];
    emo(&[&arguments[..], &["--augment=speed 1.1,telephone"]].concat()).succeeded();
    let table = FeatureTable::read_csv(&out).unwrap();
    assert_eq!(table.columns(), FeatureConfig::from(FeatureSet::Functionals).column_names());
    assert_eq!(table.len(), 36);
    let treatments: Vec<_> = table.clips()[..3].iter().map(|it| it.copy.as_deref()).collect();
    assert_eq!(treatments, [None, Some("speed 1.1"), Some("telephone")]);
}

#[test]
fn copies_without_names_are_those_for_any_microphone() {
    let folder = recordings();
    let out = folder.path().join("features.csv");
    emo(&["extract", "--augment", "-o", &text(&out), &text(folder.path())]).succeeded();
    let table = FeatureTable::read_csv(&out).unwrap();
    let expected = Treatment::ANY_MICROPHONE.map(|treatment| Some(treatment.to_string()));
    let copies = table.clips()[1..9].iter().map(|it| it.copy.clone());
    assert_eq!(copies.collect::<Vec<_>>(), expected);
    assert_eq!(table.len(), 12 * 9);
}

#[test]
fn richer_features_give_a_linear_model_that_knows_its_features_and_copies() {
    let folder = recordings();
    let out = folder.path().join("model.json");
    let arguments = ["train", "--features", "functionals", "--augment=gain -6 dB", "--out"];
    let data =
        [&text(&out), "--audio", &text(folder.path()), "--protocol", "leave-one-speaker-out"];
    emo(&[&arguments[..], &data].concat()).succeeded();
    let model = EmotionModel::load(&out).unwrap();
    assert_eq!(model.pipeline().classifier().name(), "ridge_f32");
    assert_eq!(*model.features(), FeatureConfig::from(FeatureSet::Functionals));
    assert_eq!((model.card().n_clips, model.card().scores[0].n_clips), (12, 12));
    assert_eq!(model.card().hyperparameters["augment"].as_list().unwrap()[0], "gain -6 dB");
    emo(&["predict", "--model", &text(&out), &audio("speech.wav")]).succeeded();
}

#[test]
fn a_table_is_known_by_its_columns() {
    let folder = recordings();
    let (table, out) = (folder.path().join("features.csv"), folder.path().join("model.json"));
    emo(&["extract", &text(folder.path()), "-o", &text(&table), "--features", "functionals"])
        .succeeded();
    emo(&["train", "--table", &text(&table), "--out", &text(&out), "--protocol", "seed"])
        .succeeded();
    let model = EmotionModel::load(&out).unwrap();
    assert_eq!(*model.features(), FeatureConfig::from(FeatureSet::Functionals));
}

#[test]
fn every_classifier_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let table = text(&small_table(&folder));
    let uar = |classifier| {
        let arguments = ["evaluate", "--table", &table, "--json", "--classifier", classifier];
        let scores: Value = serde_json::from_str(&emo(&arguments).succeeded().stdout).unwrap();
        scores["uar"]["value"].as_f64().unwrap()
    };
    for classifier in ["mlp", "ridge", "kernel-ridge"] {
        assert!(uar(classifier) > 0.25, "{classifier}: twice as good as chance");
    }
}

#[test]
fn what_cannot_be_searched_or_copied_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (table, out) = (text(&small_table(&folder)), folder.path().join("model.json"));
    let model = text(&out);
    let refusals = [
        (&["--classifier", "ridge", "--grid"][..], 2, "expected the classifier mlp"),
        (&["--augment"], 2, "cannot be used with '--augment"),
        (&["--features", "full"], 1, "expected mfcc_00_std"),
    ];
    for (arguments, code, message) in refusals {
        let run = emo(&[&["train", "--table", &table, "--out", &model][..], arguments].concat());
        assert_eq!(run.code, code);
        assert!(run.stderr.contains(message), "{}", run.stderr);
        assert!(!out.exists());
    }
    let run = emo(&["extract", &audio("speech.wav"), "--augment"]);
    assert!(run.stderr.contains("named as those of RAVDESS"), "{}", run.stderr);
    assert_eq!(emo(&["extract", "x.wav", "--augment=whisper"]).code, 2);
}
