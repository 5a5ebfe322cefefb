//! `emo predict`.

use std::fs;

use emo_pipeline::EmotionModel;
use serde_json::Value;

use crate::{audio, emo, emo_with_stdin, folder, text};

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_prediction_is_that_of_the_library_to_the_last_bit() {
    let path = audio("speech.wav");
    let run = emo(&["predict", "--json", &path]).succeeded();
    let expected = EmotionModel::pretrained().unwrap().predict_file(&path).unwrap();
    let line = &json_lines(&run.stdout)[0];
    assert_eq!(line["path"], path.as_str());
    assert_eq!(line["label"], expected.label);
    assert_eq!(line["probabilities"].as_object().unwrap().len(), 8);
    for (emotion, probability) in expected.probabilities() {
        assert_eq!(line["probabilities"][emotion.as_str()].as_f64(), Some(*probability));
    }
}

#[test]
fn at_several_speeds_a_prediction_is_that_of_the_library_too() {
    let path = audio("speech.wav");
    let heard = |option: &str| emo(&["predict", "--json", option, &path]).succeeded().stdout;
    let model = EmotionModel::pretrained().unwrap().at_speeds(EmotionModel::FIVE_SPEEDS).unwrap();
    let expected = model.predict_file(&path).unwrap();
    let line = &json_lines(&heard("--speeds"))[0];
    for (emotion, probability) in expected.probabilities() {
        assert_eq!(line["probabilities"][emotion.as_str()].as_f64(), Some(*probability));
    }
    assert_eq!(heard("--speeds=0.9,0.95,1,1.05,1.1"), heard("--speeds"));
    assert_ne!(heard("--speeds=0.9"), heard("--speeds"));
}

#[test]
fn a_speed_out_of_range_is_refused() {
    let run = emo(&["predict", "--speeds=0.9,3", &audio("speech.wav")]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(run.stderr, "error: speeds: expected one or more, each from 0.5 to 2, got 3\n");
}

#[test]
fn a_line_for_people_has_the_emotion_its_probability_and_the_recording() {
    let path = audio("speech.wav");
    let run = emo(&["predict", &path]).succeeded();
    let cells: Vec<&str> = run.stdout.trim_end().split('\t').collect();
    assert_eq!(cells.len(), 3);
    assert!((0.125..=1.0).contains(&cells[1].parse::<f64>().unwrap()), "{cells:?}");
    assert_eq!(cells[2], path);
}

#[test]
fn folders_are_searched_at_any_depth_for_any_audio_in_the_order_of_their_paths() {
    let folder = folder(&[
        ("speech.ogg", "b/deep/two.ogg"),
        ("speech.flac", "a/one.FLAC"),
        ("speech.mp3", "c.mp3"),
        ("broken/text.wav", "notes.txt"),
    ]);
    let run = emo(&["predict", "--json", &text(folder.path())]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.ends_with("skipped 1 file that is not audio: 1 .txt\n"), "{}", run.stderr);
    let names: Vec<String> = json_lines(&run.stdout)
        .iter()
        .map(|line| line["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["one.FLAC", "two.ogg", "c.mp3"]);
}

#[test]
fn any_number_of_jobs_prints_the_same() {
    let files = ["speech.wav", "speech.mp3", "noise_16000.wav", "chirp_48000.flac"].map(audio);
    let print = |jobs| {
        let mut arguments = vec!["predict", "--json", "--jobs", jobs];
        arguments.extend(files.iter().map(String::as_str));
        emo(&arguments).succeeded().stdout
    };
    assert_eq!(print("1"), print("3"));
}

#[test]
fn bad_files_are_reported_and_do_not_stop_the_others() {
    let (bad, missing) = (audio("broken/text.wav"), audio("no_such_file.wav"));
    let good = audio("speech.wav");
    let run = emo(&["predict", "--quiet", &bad, &good, &missing]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout.lines().count(), 1);
    assert!(run.stdout.contains("speech.wav"));
    let reasons: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(reasons.len(), 2);
    assert!(reasons[0].starts_with("error: ") && reasons[0].contains("text.wav: it is a text"));
    assert!(reasons[1].contains("no_such_file.wav: No such file"), "{}", reasons[1]);
}

#[test]
fn a_folder_without_audio_is_a_failure() {
    let folder = folder(&[("speech.wav", "speech.txt")]);
    let run = emo(&["predict", &text(folder.path())]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("audio files in the folder"), "{}", run.stderr);
}

#[test]
fn a_recording_on_standard_input_is_judged_as_the_file() {
    let path = audio("speech.flac");
    let bytes = fs::read(&path).unwrap();
    let piped = emo_with_stdin(&["predict", "--json", "-"], &bytes).succeeded();
    let named = emo(&["predict", "--json", &path]).succeeded();
    let (piped, named) = (&json_lines(&piped.stdout)[0], &json_lines(&named.stdout)[0]);
    assert_eq!(piped["path"], "-");
    assert_eq!(piped["probabilities"], named["probabilities"]);
    let run = emo_with_stdin(&["predict", "-"], b"no audio");
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("standard input: its start is not that of any audio file"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_file_that_is_no_model_is_refused() {
    let run = emo(&["predict", "--model", &audio("speech.wav"), &audio("speech.wav")]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("speech.wav: model: file: expected JSON"), "{}", run.stderr);
}

#[test]
fn a_bundled_model_is_found_by_its_name() {
    let path = audio("speech.wav");
    let run = emo(&["predict", "--json", "--model", "ravdess-60", &path]).succeeded();
    let model = EmotionModel::pretrained_named("ravdess-60".parse().unwrap()).unwrap();
    let expected = model.predict_file(&path).unwrap();
    assert_eq!(json_lines(&run.stdout)[0]["label"], expected.label);
    let run = emo(&["predict", "--model", "ravdess-61", &path]);
    assert!(run.stderr.contains("ravdess-61: No such file"), "{}", run.stderr);
}

#[test]
fn a_prior_changes_the_probabilities() {
    let path = audio("speech.wav");
    let probability = |prior: &str| {
        let run = emo(&["predict", "--json", "--model", "ravdess-60", "--prior", prior, &path]);
        json_lines(&run.succeeded().stdout)[0]["probabilities"]["sad"].as_f64().unwrap()
    };
    assert_eq!(probability("sad=1"), 1.0);
    assert!(probability("sad=0.9,calm=0.05") > probability("sad=0.1,calm=0.05"));
    let run = emo(&["predict", "--prior", "sleepy=0.5", &path]);
    assert!(run.stderr.starts_with("error: prior: expected "), "{}", run.stderr);
    let run = emo(&["predict", "--prior", "sad", &path]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("expected LABEL=SHARE"), "{}", run.stderr);
}
