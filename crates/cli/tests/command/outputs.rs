//! Where a result cannot be written, the command says so before it does any work.

use std::fs;

use crate::{audio, emo, small_table, text};

/// The table is not there either: reading it would be the first of the work.
const NO_TABLE: &str = "no-such-table.csv";

/// What is said where these arguments name a place that cannot be written to.
fn refusal(arguments: &[&str]) -> String {
    let run = emo(arguments);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{arguments:?}");
    run.stderr
}

#[test]
fn a_missing_folder_is_seen_before_the_table_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let [model, missing] =
        ["model.json", "missing/file"].map(|name| text(&folder.path().join(name)));
    let train = ["train", "--table", NO_TABLE, "--out"];
    let evaluate = ["evaluate", "--table", NO_TABLE, "--report"];
    for arguments in [
        [&train[..], &[&missing]].concat(),
        [&train[..], &[&model, "--report", &missing]].concat(),
        [&evaluate[..], &[&missing]].concat(),
        vec!["extract", NO_TABLE, "--output", &missing],
    ] {
        let said = refusal(&arguments);
        assert!(said.contains(&missing) && !said.contains(NO_TABLE), "{said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "something was left behind");
}

#[test]
fn a_folder_is_no_file_and_a_file_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "kept").unwrap();
    let (here, file) = (text(folder.path()), text(&file));
    let said = refusal(&["extract", &audio("speech.wav"), "--output", &here]);
    assert!(said.contains(&here), "{said}");
    let said = refusal(&["evaluate", "--table", NO_TABLE, "--plots", &file]);
    assert!(said.contains(&file) && !said.contains(NO_TABLE), "{said}");
    let below = format!("{file}/plots");
    let said = refusal(&["evaluate", "--table", NO_TABLE, "--plots", &below]);
    assert!(said.contains(&file) && !said.contains(NO_TABLE), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "kept");
}

#[test]
fn a_recording_that_a_folder_or_a_manifest_names_is_not_replaced() {
    let folder = crate::folder(&[("speech_22050.wav", "a.wav")]);
    let (clip, list) = (folder.path().join("a.wav"), folder.path().join("list.csv"));
    fs::write(&list, "path,label\na.wav,bored\n").unwrap();
    let before = fs::read(&clip).unwrap();
    let (clips, output, list) = (text(folder.path()), text(&clip), text(&list));
    for arguments in [
        ["extract", &clips, "-o", &output].to_vec(),
        ["extract", "--manifest", &list, "-o", &output].to_vec(),
        ["predict", "--manifest", &list, "-o", &output].to_vec(),
        ["train", "--manifest", &list, "--out", &output].to_vec(),
    ] {
        let run = emo(&arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        let expected = "expected a name that does not end as that of a recording";
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
    assert!(fs::read(&clip).unwrap() == before, "the recording was replaced");
}

#[test]
fn folders_for_plots_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let (table, plots) = (text(&small_table(&folder)), folder.path().join("new/plots"));
    let scored = ["evaluate", "--table", &table, "--classifier", "ridge", "--protocol", "seed"];
    emo(&[&scored[..], &["--plots", &text(&plots)]].concat()).succeeded();
    assert!(plots.join("scores.svg").is_file());
}

#[test]
fn an_output_replaces_no_input_and_no_other_output() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| text(&folder.path().join(name));
    let (recording, list, page) = (path("a.wav"), path("list.csv"), path("x.html"));
    fs::copy(audio("speech.wav"), &recording).unwrap();
    fs::write(&list, "path,label\na.wav,angry\n").unwrap();
    let same = format!("{}/./a.wav", text(folder.path()));
    for arguments in [
        vec!["extract", &recording, "-o", &same],
        vec!["timeline", &recording, "-o", &recording],
        vec!["extract", "--manifest", &list, "-o", &list],
        vec!["train", "--table", &list, "--out", &list],
        vec!["evaluate", "--table", &list, "--report", &list],
        vec!["timeline", &recording, "-o", &page, "--report", &page],
        vec!["train", "--table", &list, "--out", &page, "--report", &page],
    ] {
        let run = emo(&arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains("not an input or another output"), "{}", run.stderr);
    }
    assert_eq!(fs::read(&recording).unwrap(), fs::read(audio("speech.wav")).unwrap());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_folder_named_plots_is_no_obstacle() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("plots")).unwrap();
    let other = text(&folder.path().join("other"));
    let said = refusal(&["evaluate", "--table", NO_TABLE, "--plots", &other]);
    assert!(said.contains(NO_TABLE), "{said}");
}
