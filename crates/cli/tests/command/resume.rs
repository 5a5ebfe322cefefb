//! What an interrupted extraction leaves, and going on with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::{audio, emo, folder, text};

/// Seven recordings, the third of which cannot be read.
fn recordings() -> TempDir {
    let names: Vec<String> = (1..8).map(|at| format!("03-01-03-01-02-01-{at:02}.wav")).collect();
    let sound = |at: usize| if at == 2 { "broken/nan.wav" } else { "speech_22050.wav" };
    let files: Vec<(&str, &str)> =
        names.iter().enumerate().map(|(at, name)| (sound(at), name.as_str())).collect();
    folder(&files)
}

/// The file of rows beside the output.
fn partial(out: &Path) -> Option<PathBuf> {
    let mut beside = fs::read_dir(out.parent().unwrap()).unwrap().map(|it| it.unwrap().path());
    beside.find(|path| path.extension().is_some_and(|end| end == "partial"))
}

/// Extracts with more arguments; gives the whole table, and a place where the same extraction
/// was cut off behind so many bytes.
fn interrupted(
    recordings: &TempDir,
    more: &[&str],
    cut: impl Fn(&str) -> usize,
) -> (String, PathBuf) {
    let from = text(recordings.path());
    interrupted_from(recordings, &[&[from.as_str()], more].concat(), cut)
}

/// The same with other words for the recordings.
fn interrupted_from(
    recordings: &TempDir,
    words: &[&str],
    cut: impl Fn(&str) -> usize,
) -> (String, PathBuf) {
    let out = recordings.path().join("out/features.csv");
    fs::create_dir_all(out.parent().unwrap()).unwrap();
    let to = text(&out);
    let arguments = [&["extract", "-o", &to][..], words].concat();
    assert_eq!(emo(&arguments).code, 1);
    let table = fs::read_to_string(&out).unwrap();
    fs::remove_file(&out).unwrap();
    // No file may be longer than a block: the system ends the extraction at its first rows.
    let limited = ["-c", r#"ulimit -c 0 && ulimit -f 1 && exec "$0" "$@""#];
    let mut shell = Command::new("sh");
    shell.args(limited).arg(env!("CARGO_BIN_EXE_emo")).args(arguments);
    assert!(!shell.output().unwrap().status.success());
    assert!(!out.exists());
    fs::write(partial(&out).unwrap(), &table[..cut(&table)]).unwrap();
    (table, out)
}

/// Where so many lines and a half end.
fn lines_and_a_half(table: &str, lines: usize) -> usize {
    let whole: usize = table.split_inclusive('\n').take(lines).map(str::len).sum();
    whole + table.split_inclusive('\n').nth(lines).unwrap().len() / 2
}

#[test]
fn what_was_finished_is_kept_and_only_the_rest_is_done() {
    let recordings = recordings();
    let (table, out) = interrupted(&recordings, &[], |table| lines_and_a_half(table, 4));
    // Recordings 1, 2 and 4 are done: they are not needed any more.
    for at in [1, 2, 4] {
        fs::write(recordings.path().join(format!("03-01-03-01-02-01-{at:02}.wav")), "").unwrap();
    }
    let run = emo(&["extract", &text(recordings.path()), "-o", &text(&out), "--resume"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("02-01-03.wav: "), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert_eq!(fs::read_to_string(&out).unwrap(), table);
    assert_eq!(partial(&out), None);
}

#[test]
fn a_recording_that_was_added_before_the_others_is_extracted_too() {
    let recordings = recordings();
    let (table, out) = interrupted(&recordings, &[], |table| lines_and_a_half(table, 4));
    let added = "03-01-03-01-01-01-01.wav";
    fs::copy(audio("speech_22050.wav"), recordings.path().join(added)).unwrap();
    emo(&["extract", &text(recordings.path()), "-o", &text(&out), "--resume"]);
    let resumed = fs::read_to_string(&out).unwrap();
    assert_eq!(resumed.lines().count(), table.lines().count() + 1);
    assert!(resumed.lines().any(|line| line.starts_with("03-01-03-01-01-01-01,")));
    for line in table.lines() {
        assert!(resumed.lines().any(|other| other == line), "{line}");
    }
}

#[test]
fn a_cut_at_any_place_gives_the_same_table() {
    let recordings = recordings();
    for share in [0, 1, 2, 7, 50, 98, 99] {
        let (table, out) = interrupted(&recordings, &[], |table| table.len() * share / 100);
        emo(&["extract", &text(recordings.path()), "-o", &text(&out), "--resume"]);
        assert_eq!(fs::read_to_string(&out).unwrap(), table, "{share} %");
        fs::remove_file(out).unwrap();
    }
}

#[test]
fn the_table_of_a_manifest_is_continued_behind_its_comment() {
    let recordings = recordings();
    let mut list = String::from("path,label,speaker,corpus,room\n");
    for at in 1..8 {
        let room = if at == 7 { "hall" } else { "" };
        list += &format!("03-01-03-01-02-01-{at:02}.wav,bored,{at},mine,{room}\n");
    }
    let path = recordings.path().join("list.csv");
    fs::write(&path, list).unwrap();
    let words = ["--manifest", &text(&path), "--augment=telephone"];
    for share in [0, 1, 2, 20, 50, 99] {
        let cut = |table: &str| table.len() * share / 100;
        let (table, out) = interrupted_from(&recordings, &words, cut);
        assert!(table.starts_with("# 60 features: "));
        emo(&[&["extract", "-o", &text(&out), "--resume"][..], &words].concat());
        assert_eq!(fs::read_to_string(&out).unwrap(), table, "{share} %");
        fs::remove_file(out).unwrap();
    }
    // Only what was not done is read again.
    let cut = |table: &str| lines_and_a_half(table, 6);
    let (table, out) = interrupted_from(&recordings, &words, cut);
    for at in [1, 2] {
        fs::write(recordings.path().join(format!("03-01-03-01-02-01-{at:02}.wav")), "").unwrap();
    }
    emo(&[&["extract", "-o", &text(&out), "--resume"][..], &words].concat());
    assert_eq!(fs::read_to_string(&out).unwrap(), table);
}

#[test]
fn copies_of_a_recording_are_kept_together() {
    let recordings = recordings();
    let more = ["--augment=pink noise 10 dB,telephone", "--augment-seed", "3"];
    // The header, two recordings with their copies, and one row of the next.
    let (table, out) = interrupted(&recordings, &more, |table| lines_and_a_half(table, 8));
    let (from, to) = (text(recordings.path()), text(&out));
    emo(&[&["extract", &from, "-o", &to, "--resume"][..], &more].concat());
    assert_eq!(fs::read_to_string(&out).unwrap(), table);
}

#[test]
fn rows_of_other_features_are_not_continued() {
    let recordings = recordings();
    let (_, out) = interrupted(&recordings, &[], |table| lines_and_a_half(table, 3));
    let (from, to) = (text(recordings.path()), text(&out));
    emo(&["extract", &from, "-o", &to, "--resume", "--features", "functionals"]);
    let table = fs::read_to_string(&out).unwrap();
    assert_eq!(table.lines().count(), 7);
    assert!(table.lines().all(|line| line.split(',').count() == 7 + 2384));
}

#[test]
fn rows_of_other_recordings_are_refused_and_kept() {
    let recordings = recordings();
    let (_, out) = interrupted(&recordings, &[], |table| lines_and_a_half(table, 5));
    let run = emo(&["extract", &audio("speech.wav"), "-o", &text(&out), "--resume"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("expected the recordings that the table was begun"),
        "{}",
        run.stderr
    );
    assert!(partial(&out).is_some());
}

#[test]
fn without_rows_resuming_begins() {
    let recordings = recordings();
    let out = recordings.path().join("features.csv");
    emo(&["extract", &text(recordings.path()), "-o", &text(&out), "--resume"]);
    assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), 7);
}

#[test]
fn standard_output_cannot_be_resumed() {
    let run = emo(&["extract", &audio("speech.wav"), "--resume"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("resume: expected a file to write"), "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_a_device_stays_one() {
    for arguments in [
        &["extract", &audio("speech.wav"), "-o", "/dev/full"][..],
        &[
            "train",
            "--table",
            &text(&emo_fixtures::path("ravdess_features.csv")),
            "--classifier",
            "ridge",
            "--protocol",
            "seed",
            "--out",
            "/dev/full",
        ],
    ] {
        let run = emo(arguments);
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains("/dev/full: No space left"), "{}", run.stderr);
        use std::os::unix::fs::FileTypeExt;
        assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());
    }
}
