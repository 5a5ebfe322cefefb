//! `emo extract`.

use std::fs;

use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{FeatureConfig, FeatureTable};

use crate::{audio, emo, emo_with_stdin, folder, text};

const HAPPY: &str = "Actor_12/03-01-03-01-02-01-12.wav";
const SAD: &str = "Actor_03/03-02-04-02-01-02-03.flac";

#[test]
fn equal_names_in_two_folders_are_told_by_their_folders() {
    let folder = folder(&[("speech.wav", "one/a.wav"), ("speech.mp3", "two/a.wav")]);
    let [one, two] = ["one", "two"].map(|name| text(&folder.path().join(name)));
    let lines = emo(&["extract", &one, &two]).succeeded().stdout;
    let names: Vec<_> = lines.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(names, [format!("{one}/a.wav"), format!("{two}/a.wav")]);
}

#[test]
fn recordings_named_as_in_ravdess_give_a_feature_table() {
    let folder = folder(&[("speech.wav", HAPPY), ("speech.flac", SAD)]);
    let out = folder.path().join("features.csv");
    let run = emo(&["extract", &text(folder.path()), "-o", &text(&out)]).succeeded();
    assert_eq!(run.stdout, "");
    let table = FeatureTable::read_csv(&out).unwrap();
    assert_eq!(table.labels(), ["sad", "happy"]);
    assert_eq!(table.clips()[1].name, "Actor_12/03-01-03-01-02-01-12");
    let extractor = RowExtractor::new(FeatureConfig::default()).unwrap();
    assert_eq!(table.columns(), extractor.column_names());
    assert_eq!(table.x().row(1), extractor.row_of_file(audio("speech.wav")).unwrap());
}

#[test]
fn other_recordings_give_their_names_and_features_alone() {
    let folder = folder(&[("speech.wav", HAPPY), ("speech.mp3", "take.one.mp3")]);
    let run = emo(&["extract", &text(folder.path())]).succeeded();
    let lines: Vec<Vec<&str>> = run.stdout.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!((lines[0][0], lines[0][1], lines[0].len()), ("clip", "mfcc_00_mean", 61));
    assert_eq!((lines[1][0], lines[2][0]), (HAPPY, "take.one.mp3"));
    let extractor = RowExtractor::new(FeatureConfig::default()).unwrap();
    let expected = extractor.row_of_file(audio("speech.mp3")).unwrap();
    let got: Vec<f64> = lines[2][1..].iter().map(|cell| cell.parse().unwrap()).collect();
    assert_eq!(got, expected.to_vec());
}

#[test]
fn a_second_file_of_a_recording_is_left_out_and_said() {
    let folder =
        folder(&[("speech.wav", HAPPY), ("speech.flac", "copy/03-01-03-01-02-01-12.flac")]);
    let run = emo(&["extract", &text(folder.path())]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 2));
    assert!(run.stderr.contains("expected one file per recording"), "{}", run.stderr);
}

#[test]
fn bad_files_are_left_out_of_the_table() {
    let folder = folder(&[("speech.wav", HAPPY), ("broken/nan.wav", SAD)]);
    let out = folder.path().join("features.csv");
    let run = emo(&["extract", &text(folder.path()), "-o", &text(&out)]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("03-02-04-02-01-02-03.flac"), "{}", run.stderr);
    let table = FeatureTable::read_csv(&out).unwrap();
    assert_eq!(table.labels(), ["happy"]);
}

#[test]
fn where_nothing_can_be_read_no_file_appears() {
    let folder = folder(&[("broken/nan.wav", HAPPY)]);
    let out = folder.path().join("features.csv");
    let run = emo(&["extract", &text(folder.path()), "-o", &text(&out)]);
    assert_eq!(run.code, 1);
    assert!(!out.exists());
}

#[test]
fn a_place_that_cannot_be_written_is_a_failure() {
    let out = audio("speech.wav/features.csv");
    let run = emo(&["extract", &audio("speech.wav"), "-o", &out]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("features.csv"), "{}", run.stderr);
}

#[test]
fn a_recording_on_standard_input_gives_a_row() {
    let bytes = fs::read(audio("speech.wav")).unwrap();
    let piped = emo_with_stdin(&["extract", "-"], &bytes).succeeded().stdout;
    let named = emo(&["extract", &audio("speech.wav")]).succeeded().stdout;
    let row = |text: &str| text.lines().nth(1).unwrap().split_once(',').unwrap().1.to_owned();
    assert_eq!(row(&piped), row(&named));
}

#[test]
#[ignore = "needs the recordings: set RAVDESS_DIR"]
fn all_of_ravdess_is_one_call() {
    let ravdess = emo_fixtures::ravdess_dir();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("features.csv");
    assert_eq!(emo(&["extract", &text(&ravdess), "-o", &text(&out)]).code, 0);
    assert_eq!(FeatureTable::read_csv(out).unwrap().len(), 2452);
}
