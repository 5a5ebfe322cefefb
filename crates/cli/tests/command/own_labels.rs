//! Labels, speakers and columns of one's own.

use std::fs;

use emo_pipeline::EmotionModel;
use tempfile::TempDir;

use crate::{audio, emo, folder, text};

/// A table with other names of columns: the moods of four people.
fn moods(folder: &TempDir) -> String {
    let table = fs::read_to_string(emo_fixtures::path("ravdess_features.csv")).unwrap();
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut csv = format!("clip,mood,person,room,{}\n", header[7..].join(","));
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let mood = match cells[1] {
            "angry" => "excited",
            "sad" => "bored",
            "neutral" => "none",
            _ => continue,
        };
        let person = match cells[6] {
            "1" => "ann",
            "2" => "ben",
            "3" => "cem",
            "4" => "dan",
            _ => continue,
        };
        csv += &format!("{},{mood},{person},studio,{}\n", cells[0], cells[7..].join(","));
    }
    let path = folder.path().join("mine.csv");
    fs::write(&path, csv).unwrap();
    text(&path)
}

#[test]
fn a_table_of_ones_own_is_trained_evaluated_saved_inspected_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let (table, out) = (moods(&folder), text(&folder.path().join("mine.json")));
    let columns = ["--table", &table, "--label-column", "mood", "--group-column", "person"];
    for classifier in ["ridge", "kernel-ridge"] {
        let train = ["train", "--classifier", classifier, "--out", &out];
        let run = emo(&[&train[..], &columns].concat()).succeeded();
        assert!(run.stdout.contains("speaker-folds"), "{}", run.stdout);
        let model = EmotionModel::load(&out).unwrap();
        assert_eq!(model.classes(), ["bored", "excited", "none"]);
        assert_eq!(model.card().n_speakers, Some(4));
        let shown = emo(&["inspect", &out]).succeeded().stdout;
        assert!(shown.contains("bored, excited, none"), "{shown}");
        let predicted = emo(&["predict", "--model", &out, &audio("speech.wav")]).succeeded().stdout;
        let label = predicted.split('\t').next().unwrap();
        assert!(["bored", "excited", "none"].contains(&label), "{predicted}");
    }
    let evaluate = ["evaluate", "--classifier", "ridge", "--json"];
    let scores = emo(&[&evaluate[..], &columns].concat()).succeeded().stdout;
    assert!(scores.contains("\"speaker-folds\""), "{scores}");
}

#[test]
fn the_columns_of_another_program_are_features_and_the_command_says_which() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.csv");
    let mut csv = String::from("clip,label,speaker,room,pitch,jitter\n");
    for at in 0..24 {
        let (label, speaker) = (["bored", "excited"][at % 2], ["ann", "ben", "cem", "dan"][at / 6]);
        csv += &format!("{at},{label},{speaker},studio,{}.5,0.{at}\n", 100 + 50 * (at % 2) + at);
    }
    fs::write(&path, csv).unwrap();
    let run = emo(&["evaluate", "--table", &text(&path), "--classifier", "ridge"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stderr, "all 2 numeric columns are features: pitch to jitter\n");
    assert!(run.stdout.contains("speaker-folds"), "{}", run.stdout);
}

#[test]
fn a_label_map_renames_and_leaves_out() {
    let folder = tempfile::tempdir().unwrap();
    let (table, map) = (moods(&folder), folder.path().join("map.csv"));
    fs::write(&map, "from,to\nexcited,lively\nnone,\n").unwrap();
    let out = text(&folder.path().join("model.json"));
    let arguments = [
        "train",
        "--table",
        &table,
        "--label-column",
        "mood",
        "--group-column",
        "person",
        "--classifier",
        "ridge",
        "--label-map",
        &text(&map),
        "--out",
        &out,
    ];
    emo(&arguments).succeeded();
    assert_eq!(EmotionModel::load(&out).unwrap().classes(), ["bored", "lively"]);
}

#[test]
fn a_manifest_is_read_with_its_labels_and_a_bad_row_costs_no_other() {
    let names: Vec<String> = (0..8).map(|at| format!("{at}.wav")).collect();
    let files: Vec<(&str, &str)> =
        names.iter().map(|name| ("speech_22050.wav", name.as_str())).collect();
    let folder = folder(&files);
    let mut csv = String::from("path,label,speaker\n");
    for (at, name) in names.iter().enumerate() {
        csv += &format!(
            "{name},{},{}\n",
            ["bored", "excited"][at % 2],
            ["ann", "ben", "cem", "dan"][at / 2]
        );
    }
    csv += "9.wav,bored\n";
    fs::write(folder.path().join("list.csv"), csv).unwrap();
    let run = emo(&[
        "evaluate",
        "--manifest",
        &text(&folder.path().join("list.csv")),
        "--classifier",
        "ridge",
        "--protocol",
        "leave-one-speaker-out",
    ]);
    assert_eq!(run.code, 1, "a row of the list cannot be read");
    assert!(run.stderr.contains("line 10"), "{}", run.stderr);
    assert!(run.stdout.contains("leave-one-speaker-out      8"), "{}", run.stdout);
}

#[test]
fn a_corpus_that_is_not_known_is_refused_with_those_that_are() {
    let run = emo(&["evaluate", "--corpus", "mine=recordings"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("emodb") && run.stderr.contains("mine"), "{}", run.stderr);
    assert_eq!(emo(&["evaluate", "--corpus", "recordings"]).code, 2);
}
