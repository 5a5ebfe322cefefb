//! `emo convert`.

use std::fs;

use crate::{audio, emo, text};

#[test]
fn a_model_in_either_form_predicts_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let json = text(&emo_fixtures::path("../crates/models/ravdess-60.json"));
    let [binary, back] = ["model.emo", "back.JSON"].map(|name| text(&folder.path().join(name)));
    for (from, to) in [(&json, &binary), (&binary, &back)] {
        let run = emo(&["convert", from, to]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    }
    assert!(fs::metadata(&binary).unwrap().len() < fs::metadata(&json).unwrap().len());
    assert!(fs::read_to_string(&back).unwrap().starts_with('{'));
    let clip = audio("speech.wav");
    let predicted = |model: &String| emo(&["predict", "--json", "--model", model, &clip]).stdout;
    assert_eq!(predicted(&binary), predicted(&json));
    assert_eq!(predicted(&back), predicted(&json));
}

#[test]
fn a_bundled_model_is_converted_by_its_name_and_to_standard_output() {
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_emo"))
        .args(["convert", "ravdess-60", "-"])
        .output()
        .unwrap();
    assert!(run.status.success());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("model.emo");
    emo(&["convert", "ravdess-60", &text(&file)]).succeeded();
    assert_eq!(fs::read(&file).unwrap(), run.stdout);
}

#[test]
fn what_is_no_model_is_not_converted() {
    let folder = tempfile::tempdir().unwrap();
    let output = text(&folder.path().join("model.emo"));
    let run = emo(&["convert", &audio("speech.wav"), &output]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("speech.wav: model:"), "{}", run.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
