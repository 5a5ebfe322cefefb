//! Finding a corpus's recordings below a folder.
// Ending the program is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use std::fs;
use std::path::Path;

use emo_corpus::reader::{About, CorpusReader, Registry, Scan};
use emo_corpus::{Clip, Result};

/// Files with this content at these paths below a folder.
fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, content) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

fn scan(corpus: &str, files: &[(&str, &str)]) -> Scan {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    let scan = Registry::known().get(corpus).unwrap().scan(folder.path()).unwrap();
    assert!(scan.recordings.iter().all(|it| it.path.is_file()));
    scan
}

fn names(scan: &Scan) -> Vec<&str> {
    scan.recordings.iter().map(|it| it.clip.name.as_str()).collect()
}

/// The last parts of the skipped paths, each with its reason.
fn skipped(scan: &Scan) -> Vec<String> {
    let line = |(path, error): &(std::path::PathBuf, emo_corpus::Error)| {
        let path = path.file_name().unwrap().to_string_lossy();
        format!("{path}: {}", error.to_string().split(" of /").next().unwrap())
    };
    scan.skipped.iter().map(line).collect()
}

#[test]
fn clips_are_found_in_every_layout_in_the_order_of_their_paths() {
    let scan = scan(
        "ravdess",
        &[
            ("Audio_Speech_Actors_01-24/Actor_02/03-01-01-01-01-01-02.wav", ""),
            ("Audio_Speech_Actors_01-24/Actor_01/03-01-01-01-01-02-01.flac", ""),
            ("Audio_Speech_Actors_01-24/Actor_01/03-01-01-01-01-01-01.WAV", ""),
            ("Actor_03/03-02-01-01-01-01-03.Flac", ""),
            ("03-01-08-01-01-01-24.wav", ""),
            ("README.md", ""),
            ("03-01-08-01-01-01-24.mp4", ""),
        ],
    );
    let expected = [
        "03-01-08-01-01-01-24",
        "Actor_03/03-02-01-01-01-01-03",
        "Audio_Speech_Actors_01-24/Actor_01/03-01-01-01-01-01-01",
        "Audio_Speech_Actors_01-24/Actor_01/03-01-01-01-01-02-01",
        "Audio_Speech_Actors_01-24/Actor_02/03-01-01-01-01-01-02",
    ];
    assert_eq!(names(&scan), expected);
    // The video has the name of a recording, and is left out.
    assert_eq!(scan.skipped.len(), 1);
    let (path, error) = &scan.skipped[0];
    assert!(path.ends_with("03-01-08-01-01-01-24.mp4"), "{path:?}");
    assert!(error.to_string().starts_with("expected one file per recording"), "{error}");
    assert_eq!(scan.left_out.to_string(), "1 .md");
}

#[test]
fn a_stray_file_is_reported_and_costs_no_other_its_label() {
    let scan = scan(
        "emodb",
        &[
            ("dataset/Angry/03a01Wa.wav", ""),
            ("dataset/Angry/notes.wav", ""),
            ("dataset/Sad/10b03Tb.wav", ""),
            ("dataset/Sad/readme.txt", ""),
        ],
    );
    assert_eq!(names(&scan), ["dataset/Angry/03a01Wa", "dataset/Sad/10b03Tb"]);
    let labels: Vec<_> = scan.recordings.iter().filter_map(|it| it.clip.label.as_deref()).collect();
    assert_eq!(labels, ["angry", "sad"]);
    assert_eq!(skipped(&scan).len(), 1);
    assert!(skipped(&scan)[0].starts_with("notes.wav: name: expected speaker, text"));
}

#[test]
fn hidden_and_apple_double_files_are_left_out() {
    let scan = scan(
        "nemo",
        &[
            ("samples/EB0_anger_1.wav", ""),
            ("samples/._EB0_anger_1.wav", ""),
            ("__MACOSX/samples/._EB0_fear_1.wav", ""),
            (".trash/EB0_fear_2.wav", ""),
        ],
    );
    assert_eq!(names(&scan), ["samples/EB0_anger_1"]);
    assert!(scan.skipped.is_empty());
    assert_eq!((scan.left_out.count(), scan.left_out.to_string()), (2, "2 hidden".into()));
}

#[test]
fn the_same_take_counts_once() {
    let ravdess = scan(
        "ravdess",
        &[
            ("Audio/03-01-01-01-01-01-01.wav", ""),
            ("Audio/nested/03-01-01-01-01-01-01.wav", ""),
            ("AV/01-01-01-01-01-01-01.wav", ""),
            ("AV/01-01-01-01-01-01-02.wav", ""),
            ("AV/02-01-01-01-01-01-02.wav", ""),
        ],
    );
    assert_eq!(names(&ravdess), ["AV/01-01-01-01-01-01-02", "Audio/03-01-01-01-01-01-01"]);
    let repeated = "expected one file per recording, got a second one";
    let expected = [
        format!("01-01-01-01-01-01-01.wav: {repeated}"),
        "02-01-01-01-01-01-02.wav: modality: expected 01 or 03, with sound, got \"02\"".into(),
        format!("03-01-01-01-01-01-01.wav: {repeated}"),
    ];
    assert_eq!(skipped(&ravdess), expected);

    let cafe = scan("cafe", &[("CaFE_192k/12-P-2-5.wav", ""), ("CaFE_48k/12-P-2-5.wav", "")]);
    assert_eq!(names(&cafe), ["CaFE_192k/12-P-2-5"]);
    let savee = scan("savee", &[("DC/a01.wav", ""), ("JE/a01.wav", "")]);
    assert_eq!(names(&savee), ["DC/a01", "JE/a01"]);
}

#[test]
fn iemocap_has_its_labels_in_evaluation_files() {
    let evaluation = "% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]\r\n\r\n\
        [6.29 - 8.23]\tSes01F_impro01_F000\tneu\t[2.5, 2.5, 2.5]\r\n\
        C-E2:\tNeutral;\t()\r\n\
        [10.01 - 11.39]\tSes01F_impro01_M000\txxx\t[2.5, 2.5, 2.5]\r\n";
    let scan = scan(
        "iemocap",
        &[
            ("Session1/dialog/EmoEvaluation/Ses01F_impro01.txt", evaluation),
            (
                "Session1/dialog/EmoEvaluation/Categorical/Ses01F_impro01_e2_cat.txt",
                "[1 - 2]\tx\ty\tz",
            ),
            ("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F000.wav", ""),
            ("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M000.wav", ""),
            ("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M001.wav", ""),
        ],
    );
    let labels: Vec<_> = scan.recordings.iter().map(|it| it.clip.label.as_deref()).collect();
    assert_eq!(labels, [Some("neutral"), None]);
    let missing = "label: expected a line of the turn in a file of EmoEvaluation, got none";
    assert_eq!(skipped(&scan), [format!("Ses01F_impro01_M001.wav: {missing}")]);
    let note = "1 of the recordings have no label, since the annotators did not agree (xxx)";
    assert_eq!(scan.notes, [note]);
}

#[test]
fn meld_has_its_labels_in_csv_files() {
    let csv = "Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID,Season\n\
        1,\"also I was, you know\",Chandler,neutral,neutral,0,0,8\n\
        2,You must\u{92}ve had your hands full.,The Interviewer,joy,neutral,0,1,8\n";
    let scan = scan(
        "meld",
        &[
            ("train/train_sent_emo.csv", csv),
            ("dev_sent_emo.csv", "Speaker,Emotion\n"),
            ("train/train_splits/dia0_utt0.mp4", ""),
            ("train/train_splits/dia0_utt1.mp4", ""),
            ("train/train_splits/dia1_utt0.mp4", ""),
        ],
    );
    let clips: Vec<_> = scan.recordings.iter().map(|it| &it.clip).collect();
    assert_eq!(clips[0].label.as_deref(), Some("neutral"));
    assert_eq!(clips[0].speaker.as_ref().unwrap().to_string(), "Chandler");
    assert_eq!(clips[1].label.as_deref(), Some("happy"));
    let expected = [
        "dev_sent_emo.csv: line 1: expected a column Dialogue_ID, got none",
        "dia1_utt0.mp4: label: expected a line of the utterance in train_sent_emo.csv, got none",
    ];
    assert_eq!(skipped(&scan), expected);
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let missing = Path::new("no/such/folder");
    for reader in Registry::known().iter() {
        let message = reader.scan(missing).unwrap_err().to_string();
        assert!(message.starts_with("no/such/folder: "), "{message}");
    }
}

struct Calls(About);

impl CorpusReader for Calls {
    fn about(&self) -> &About {
        &self.0
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        Ok(clip.label("bored"))
    }
}

#[test]
fn a_reader_of_ones_own_takes_part_and_may_replace_another() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a/1.wav", ""), ("b/1.wav", "")]);
    let mut registry = Registry::known();
    registry.add(Calls(About { id: "calls", ..About::default() }));
    let scan = registry.get("calls").unwrap().scan(folder.path()).unwrap();
    assert_eq!(names(&scan), ["a/1", "b/1"]);
    registry.add(Calls(About { id: "savee", ..About::default() }));
    assert_eq!(registry.iter().count(), 18);
    let savee = registry.get("savee").unwrap();
    assert_eq!(savee.clip("x.wav".as_ref()).unwrap().label.as_deref(), Some("bored"));
}

#[test]
fn every_format_is_found_and_of_files_with_one_name_the_uncompressed_one() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("angry/1.mp4", ""),
        ("angry/1.wav", ""),
        ("angry/2.opus", ""),
        ("sad/3.webm", ""),
        ("sad/3.flac", ""),
        ("sad/4.w64", ""),
        ("sad/list.txt", ""),
    ];
    write(folder.path(), &files);
    let scan = emo_corpus::manifest::Folders::default().scan(folder.path()).unwrap();
    let paths: Vec<_> = scan.recordings.iter().filter_map(|it| it.path.file_name()).collect();
    assert_eq!(paths, ["1.wav", "2.opus", "3.flac", "4.w64"]);
    assert_eq!((scan.skipped.len(), scan.left_out.to_string()), (2, "1 .txt".into()));
}
