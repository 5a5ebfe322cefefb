//! Recordings that a manifest or a corpus describes, and tables that name their features.

use std::fs;
use std::path::Path;

use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{Clip, EmotionModel, FeatureConfig, FeatureTable, Recording};
use serde_json::{Value, json};

use crate::{audio, emo, folder, text};

/// Writes a manifest beside the recordings.
fn manifest(folder: &Path, rows: &str) -> String {
    let path = folder.join("list.csv");
    fs::write(&path, format!("path,label,speaker,start,end,audio_channel,room\n{rows}")).unwrap();
    text(&path)
}

#[test]
fn parts_and_channels_of_files_have_rows_of_their_own() {
    let folder = folder(&[("speech.wav", "call.wav"), ("stereo_s16.wav", "two.wav")]);
    let list = manifest(
        folder.path(),
        "call.wav,bored,ann,0.25,1.25,,hall\ncall.wav,none,ben,1.25,,,hall\n\
         two.wav,bored,ann,,,1,yard\ncall.wav,none,ben,,,,\n",
    );
    let out = folder.path().join("table.csv");
    emo(&["extract", "--manifest", &list, "-o", &text(&out)]).succeeded();
    let written = fs::read_to_string(&out).unwrap();
    let id = FeatureConfig::default().id();
    assert!(written.starts_with(&format!("# 60 features: {id}\nclip,label,speaker,room,")));
    let table = FeatureTable::read_csv(&out).unwrap();
    assert_eq!(table.feature_config(), Some(id.as_str()));
    assert_eq!(table.clips()[0].name, "call@0.25-1.25");
    assert_eq!(table.clips()[2].metadata["room"], "yard");
    let call = || Recording::new(audio("speech.wav"), Clip::new("call"));
    let two = Recording::new(audio("stereo_s16.wav"), Clip::new("two")).channel(1);
    let same = [call().segment(0.25, 1.0), call().segment(1.25, f64::INFINITY), two, call()];
    let extractor = RowExtractor::new(FeatureConfig::default()).unwrap();
    for (row, recording) in same.iter().enumerate() {
        assert_eq!(table.x().row(row), extractor.row_of_recording(recording).unwrap());
    }
    assert_ne!(table.x().row(0), table.x().row(3));
}

#[test]
fn predictions_of_parts_name_their_place() {
    let folder = folder(&[("speech.wav", "a.wav")]);
    let list = manifest(folder.path(), "a.wav,,,0.5,1.5,,\na.wav,,,1,,,\na.wav,,,,,,\n");
    let lines = emo(&["predict", "--manifest", &list]).succeeded().stdout;
    let names: Vec<_> = lines.lines().map(|line| line.rsplit('/').next().unwrap()).collect();
    assert_eq!(names, ["a.wav#t=0.5,1.5", "a.wav#t=1", "a.wav"]);
    let lines = emo(&["predict", "--manifest", &list, "--json"]).succeeded().stdout;
    let parts: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&parts[0]["start"], &parts[0]["end"]), (&json!(0.5), &json!(1.5)));
    assert_eq!((&parts[1]["start"], &parts[1]["end"]), (&json!(1.0), &Value::Null));
    assert_eq!(parts[2].get("start"), None);
}

#[test]
fn a_manifest_without_recordings_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let list = manifest(folder.path(), "");
    let run = emo(&["predict", "--manifest", &list]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("recordings: expected at least one"), "{}", run.stderr);
}

#[test]
fn folds_of_ravdess_are_refused_for_another_corpus() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("table.csv");
    let rows: String =
        (3..17).map(|speaker| format!("{speaker}a,angry,{speaker},emodb,0.5\n")).collect();
    fs::write(&table, format!("clip,label,speaker,corpus,zcr\n{rows}")).unwrap();
    let table = text(&table);
    let run = emo(&["evaluate", "--table", &table, "--protocol", "speaker-6fold"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("speaker-folds"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_used_is_reported_and_costs_no_other_row() {
    let folder = folder(&[("speech.wav", "call.wav")]);
    let rows = "call.wav,bored,ann,,,,\nabsent.wav,none,ben,,,,\ncall.wav,bored,ann,,,7,\n\
                call.wav,bored,ann,60,61,,\ncall.wav,,ann,0,1,,\ncall.wav,none,ben,,,,\n";
    let list = manifest(folder.path(), rows);
    let run = emo(&["extract", "--manifest", &list]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 3), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 5, "{}", run.stderr);
    for part in ["absent.wav", "label", "expected a name that no other clip"] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
}

#[test]
fn all_parts_of_a_table_have_the_same_columns() {
    let names: Vec<String> = (0..70).map(|at| format!("{at}.wav")).collect();
    let files: Vec<_> = names.iter().map(|name| ("step_8000.wav", name.as_str())).collect();
    let folder = folder(&files);
    // Only the last clip, which is of the second part, has a speaker and a room.
    let mut rows: String = names[..69].iter().map(|name| format!("{name},bored,,,,,\n")).collect();
    rows += "69.wav,none,ann,,,,hall\n";
    let list = manifest(folder.path(), &rows);
    let out = folder.path().join("table.csv");
    let more = ["--augment=pink noise 10 dB", "--jobs", "1", "-o", &text(&out)];
    let arguments = [&["extract", "--manifest", &list][..], &more].concat();
    emo(&arguments).succeeded();
    let table = fs::read_to_string(&out).unwrap();
    assert_eq!(table.lines().nth(1).map(|line| line.split(',').count()), Some(5 + 60));
    assert_eq!(FeatureTable::read_csv(&out).unwrap().len(), 140);
}

#[test]
fn a_table_of_another_configuration_makes_no_model() {
    let folder = tempfile::tempdir().unwrap();
    let table = FeatureTable::read_csv(crate::small_table(&folder)).unwrap();
    let path = folder.path().join("named.csv");
    let out = text(&folder.path().join("model.json"));
    table.clone().with_feature_config("features-60-other").write_csv(&path).unwrap();
    let train = ["train", "--table", &text(&path), "--protocol", "seed", "--out", &out];
    let run = emo(&train);
    assert_eq!(run.code, 1);
    let id = FeatureConfig::default().id();
    let expected = format!("feature configuration of the table: expected {id}");
    assert!(run.stderr.contains(&expected), "{}", run.stderr);
    assert!(run.stderr.contains("got features-60-other"), "{}", run.stderr);
    table.with_feature_config(id).write_csv(&path).unwrap();
    emo(&train).succeeded();
}

#[test]
fn each_corpus_that_is_left_out_has_a_line_and_the_card_has_the_label_map() {
    let folder = tempfile::tempdir().unwrap();
    let table = FeatureTable::read_csv(crate::small_table(&folder)).unwrap();
    let clips = table.clips().iter().cloned().enumerate();
    let clips = clips.map(|(at, clip)| clip.corpus(["one", "two"][at % 2])).collect();
    let path = folder.path().join("two.csv");
    let table = FeatureTable::new(table.x().clone(), table.columns().to_vec(), clips).unwrap();
    table.write_csv(&path).unwrap();
    let out = text(&folder.path().join("model.json"));
    let data = ["--table", &text(&path), "--labels", "angry,sad", "--classifier", "ridge"];
    let protocol = ["--protocol", "leave-one-corpus-out"];
    let run = emo(&[&["evaluate"], &data[..], &protocol].concat()).succeeded();
    let starts: Vec<&str> = run
        .stdout
        .lines()
        .take(4)
        .map(|line| line.split("  ").find(|it| !it.is_empty()).unwrap())
        .collect();
    assert_eq!(starts[..4], ["protocol", "leave-one-corpus-out", "corpus one", "corpus two"]);
    let matrix = run.stdout.split_once("UAR: trained on, tested on").unwrap().1;
    let starts: Vec<&str> =
        matrix.lines().map(|line| line.trim().split("  ").next().unwrap()).collect();
    assert_eq!(starts[..4], ["one", "one", "two", "all others"]);
    let run = emo(&[&["evaluate", "--json"], &data[..], &protocol].concat()).succeeded();
    let scores: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(scores["folds"][1]["name"], "corpus two");
    assert!(scores["folds"][1]["scores"]["uar"].is_f64());
    assert_eq!(scores["corpora"][1]["corpus"], "two");
    let rows = scores["matrix"]["rows"].as_array().unwrap();
    assert_eq!(rows[2]["trained_on"], "all others");
    assert_eq!(rows[2]["uar"][1]["value"], scores["corpora"][1]["uar"]["value"]);
    emo(&[&["train", "--out", &out], &data[..], &protocol].concat()).succeeded();
    let map = &EmotionModel::load(&out).unwrap().card().hyperparameters["label_map"].to_string();
    assert!(map.contains("\"calm\":\"neutral\"") && map.contains("sad"), "{map}");
}
