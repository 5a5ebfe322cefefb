//! Wrong usage, help, completions and the manual page.

use std::process::Command;

use crate::{audio, emo};

#[test]
fn wrong_usage_exits_with_2_and_says_what_is_wrong() {
    let wrong: [(&[&str], &str); 19] = [
        (&[], "Usage"),
        (&["sing"], "sing"),
        (&["predict"], "<INPUT>"),
        (&["predict", "--loud", "a.wav"], "--loud"),
        (&["predict", "--jobs", "100000", "a.wav"], "100000"),
        (&["train", "--out", "model.json"], "--table"),
        (&["train", "--table", "a.csv", "--audio", "b", "--out", "c"], "cannot be used with"),
        (&["evaluate", "--table", "a.csv", "--protocol", "seeds"], "speaker-6fold"),
        (&["evaluate", "--table", "a.csv", "--channels", "hum"], "speech"),
        (&["evaluate"], "--manifest FILE"),
        (&["evaluate", "--table", "a.csv", "--start", "1"], "--start"),
        (&["evaluate", "--table", "a.csv", "--raw", "s16le:8000:1"], "--raw"),
        (&["train", "--table", "a.csv", "--out", "m.json", "--date", "2026-02-30"], "--date"),
        (
            &["train", "--table", "a.csv", "--out", "m.json", "--max-distance", "nan"],
            "a number from 0",
        ),
        (&["predict", "a.wav", "--min-speech", "inf"], "a number from 0"),
        (&["predict", "a.wav", "--max-duration", "0"], "above 0"),
        (&["extract", "a.wav", "--start=-1"], "a number from 0"),
        (&["timeline", "a.wav", "--duration", "nan"], "a number from 0"),
        (&["convert", "model.json"], "<OUTPUT>"),
    ];
    for (arguments, word) in wrong {
        let run = emo(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(word), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_value_that_a_library_refuses_is_wrong_usage_and_has_the_name_of_the_option() {
    for (option, value) in [("--window", "0"), ("--hop", "-0.5"), ("--smoothing", "nan")] {
        let run = emo(&["timeline", &audio("speech.wav"), &format!("{option}={value}")]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{option}");
        assert!(run.stderr.starts_with(&format!("error: {option}: expected ")), "{}", run.stderr);
    }
}

#[test]
fn control_characters_in_names_are_printed_as_escapes() {
    let run = emo(&["predict", "a\n\u{1b}[31mb.wav"]);
    assert!(run.stderr.starts_with(r"error: a\n\u{1b}[31mb.wav: "), "{}", run.stderr);
}

#[test]
fn a_table_that_is_missing_is_a_failure_with_its_name() {
    let run = emo(&["evaluate", "--table", "no_such_table.csv"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("no_such_table.csv"), "{}", run.stderr);
}

#[test]
fn help_and_version_are_no_failures() {
    let help = emo(&["--help"]).succeeded().stdout;
    for command in ["predict", "extract", "train", "evaluate", "inspect"] {
        assert!(help.contains(command), "{help}");
        emo(&[command, "--help"]).succeeded();
    }
    assert!(emo(&["--version"]).succeeded().stdout.starts_with("emo "));
}

#[test]
fn completions_and_the_manual_page_name_every_command() {
    for arguments in [&["completions", "bash"][..], &["completions", "zsh"], &["man"]] {
        let text = emo(arguments).succeeded().stdout;
        assert!(text.contains("predict") && text.contains("evaluate"), "{arguments:?}");
    }
}

#[test]
fn nothing_of_the_progress_bar_is_seen_where_there_is_no_terminal() {
    emo(&["predict", &audio("speech.wav"), &audio("speech.mp3")]).succeeded();
}

#[test]
fn a_reader_that_has_left_ends_the_command_quietly_with_a_failure() {
    let (one, other) = (audio("speech.wav"), audio("speech.mp3"));
    let commands = [&["predict", &one, &other][..], &["extract", &one, &other], &["inspect"]];
    for arguments in commands {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_emo"));
        let output = command.args(arguments).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
    }
}
