//! Tables and predictions as Parquet: one file, and folders of parts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use emo_pipeline::FeatureTable;
use emo_pipeline::arrow::{keys, read_batches, read_table, text_at};
use tempfile::TempDir;

use crate::{audio, emo, folder, text};

/// Nine recordings, the third of which cannot be read, and a manifest of them with a part of a
/// file.
fn recordings() -> (TempDir, String) {
    let sound = |at: usize| if at == 3 { "broken/nan.wav" } else { "speech_22050.wav" };
    let names: Vec<String> = (1..10).map(|at| format!("call{at}.wav")).collect();
    let files: Vec<(&str, &str)> =
        (1..10).zip(&names).map(|(at, name)| (sound(at), name.as_str())).collect();
    let folder = folder(&files);
    let mut list = String::from("path,label,agent,start,end\n");
    for at in 1..10 {
        let part = if at == 2 { "0.25,1.5" } else { "," };
        list += &format!("call{at}.wav,bored,{at},{part}\n");
    }
    let path = folder.path().join("list.csv");
    fs::write(&path, list).unwrap();
    let manifest = text(&path);
    (folder, manifest)
}

/// The cells of some columns of a Parquet file; an empty text for a null.
fn cells(path: &Path, names: &[&str]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    read_batches(path, |batch| {
        for row in 0..batch.num_rows() {
            let cell = |name: &&str| text_at(&batch[*name], row).unwrap_or_default().into_owned();
            rows.push(names.iter().map(cell).collect());
        }
        Ok(())
    })
    .unwrap();
    rows
}

fn parts(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut parts: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|it| it == "parquet")).collect();
    parts.sort();
    parts
}

#[test]
fn options_do_not_contradict_what_a_manifest_says_of_a_recording() {
    let (folder, manifest) = recordings();
    for options in [["--start", "0.2"], ["--duration", "0.5"]] {
        let run = emo(&[&["predict", "--manifest", &manifest][..], &options].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        let expected = "expected recordings for which the manifest does not say it";
        assert!(
            run.stderr.contains(expected) && run.stderr.contains("call2.wav"),
            "{}",
            run.stderr
        );
    }
    let cut = "{\"audio_filepath\": \"call1.wav\", \"label\": \"bored\"}\n";
    let whole = folder.path().join("whole.jsonl");
    fs::write(&whole, cut).unwrap();
    emo(&["predict", "--manifest", &text(&whole), "--start", "0.2"]).succeeded();
}

#[test]
fn options_of_parquet_are_refused_where_nothing_is_parquet() {
    let clip = audio("speech.wav");
    for (arguments, word) in [
        (&["extract", &clip, "--layout", "columns"][..], "--layout"),
        (&["extract", &clip, "-o", "x.csv", "--precision", "f64"], "--precision"),
        (&["extract", &clip, "--shards", "2"], "--output"),
        (&["predict", &clip, "--shards", "2"], "--output"),
        (&["timeline", &clip, "--shards", "2", "-o", "x.csv"], "--shards"),
        (&["timeline", &clip, "--rows-per-part", "9", "-o", "x.parquet"], "--rows-per-part"),
        (&["timeline", &clip, "--resume", "-o", "x.parquet"], "--resume"),
    ] {
        let run = emo(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(word), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_parquet_table_has_the_rows_of_the_csv_and_trains_a_model() {
    let names: Vec<String> =
        (1..9).map(|at| format!("03-01-0{}-01-02-01-{:02}.wav", 3 + at % 2, 1 + at / 2)).collect();
    let files: Vec<(&str, &str)> =
        names.iter().map(|name| ("speech_22050.wav", name.as_str())).collect();
    let folder = folder(&files);
    let (from, outputs) = (text(folder.path()), tempfile::tempdir().unwrap());
    let csv = text(&outputs.path().join("t.csv"));
    emo(&["extract", &from, "-o", &csv]).succeeded();
    let expected = FeatureTable::read_csv(&csv).unwrap();
    for layout in ["list", "columns"] {
        let out = outputs.path().join(format!("{layout}.parquet"));
        let format = ["--layout", layout, "--precision", "f64", "-o", &text(&out)];
        emo(&[&["extract", &from][..], &format].concat()).succeeded();
        let table = read_table(&out).unwrap();
        assert!(table.feature_config().unwrap().starts_with("features-60-"), "{layout}");
        assert_eq!((table.x(), table.clips()), (expected.x(), expected.clips()), "{layout}");
    }
    let parts = format!("{}/parts/", text(outputs.path()));
    let format = ["--precision", "f64", "--rows-per-part", "3", "-o", &parts];
    emo(&[&["extract", &from][..], &format].concat()).succeeded();
    let table = read_table(&parts).unwrap();
    assert_eq!((table.x(), table.clips()), (expected.x(), expected.clips()));
    for (table, model) in [("list.parquet", "file.json"), ("parts", "folder.json")] {
        let [table, model] = [table, model].map(|name| text(&outputs.path().join(name)));
        let train = ["train", "--table", &table, "--classifier", "ridge", "--out", &model];
        assert_eq!(emo(&[&train[..], &["--protocol", "seed"]].concat()).code, 0);
        assert!(Path::new(&model).is_file());
    }
}

#[test]
fn augmented_copies_are_rows_too() {
    let (folder, manifest) = recordings();
    let out = folder.path().join("copies.parquet");
    let arguments = ["--augment=telephone", "-o", &text(&out)];
    let run = emo(&[&["extract", "--manifest", &manifest][..], &arguments].concat());
    assert_eq!(run.code, 1);
    let rows = cells(&out, &["clip", "copy", "error"]);
    assert_eq!(rows.len(), 17);
    assert_eq!(rows.iter().filter(|row| row[1] == "telephone").count(), 8);
    assert_eq!(read_table(&out).unwrap().len(), 16);
}

#[test]
fn predictions_of_a_manifest_keep_what_is_known_and_say_what_failed() {
    let (folder, manifest) = recordings();
    let out = folder.path().join("predictions.parquet");
    let run = emo(&["predict", "--manifest", &manifest, "-o", &text(&out)]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("call3.wav: "), "{}", run.stderr);
    let rows = cells(&out, &["agent", "true_label", "label", "start", "error"]);
    assert_eq!(rows.len(), 9);
    for (at, row) in (1..).zip(&rows) {
        let failed = at == 3;
        assert_eq!((row[0].clone(), row[1].as_str()), (at.to_string(), "bored"));
        assert_eq!((row[2].is_empty(), row[4].is_empty()), (failed, !failed), "{row:?}");
        assert_eq!(row[3], if at == 2 { "0.25" } else { "" });
    }
    // The same as is printed.
    let printed = emo(&["predict", "--manifest", &manifest, "--json"]).stdout;
    let labels: Vec<String> = printed
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["label"].to_string())
        .collect();
    let written = rows.iter().filter(|row| !row[2].is_empty());
    assert_eq!(labels, written.map(|row| format!("\"{}\"", row[2])).collect::<Vec<_>>());
    read_batches(&out, |batch| {
        let metadata = batch.schema_ref().metadata();
        assert!(metadata[keys::CARD].contains("\"n_clips\""));
        assert!(metadata[keys::LABELS].contains("\"angry\""));
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_column_of_the_manifest_keeps_its_values_where_the_results_have_its_name() {
    let folder = folder(&[("speech.wav", "a.wav")]);
    let list = folder.path().join("list.csv");
    fs::write(&list, "path,quality,error,features\na.wav,7,none,many\n").unwrap();
    let out = folder.path().join("out.parquet");
    let (manifest, to) = (text(&list), text(&out));
    emo(&["predict", "--manifest", &manifest, "-o", &to]).succeeded();
    let names = ["manifest_quality", "quality", "manifest_error", "error", "features", "label"];
    let expected = ["7", "good", "none", "", "many", "angry"];
    assert_eq!(cells(&out, &names), [expected]);
    emo(&["extract", "--manifest", &manifest, "-o", &to]).succeeded();
    let names = ["quality", "manifest_error", "error", "manifest_features"];
    assert_eq!(cells(&out, &names), [["7", "none", "", "many"]]);
    emo(&["timeline", "--manifest", &manifest, "-o", &to]).succeeded();
    let rows = cells(&out, &["path", "manifest_error", "error", "quality"]);
    assert!(!rows.is_empty());
    for row in rows {
        assert!(row[0].ends_with("a.wav"), "{row:?}");
        assert_eq!(row[1..], ["none", "", "7"]);
    }
}

#[test]
fn shards_are_computed_apart_and_listed_together() {
    let (folder, manifest) = recordings();
    let [one, each, whole] = ["one", "each", "whole.parquet"].map(|name| folder.path().join(name));
    let predict = |out: &Path, more: &[&str]| {
        let arguments = ["predict", "--manifest", &manifest, "--rows-per-part", "2", "-o"];
        emo(&[&arguments[..], &[&text(out)], more].concat())
    };
    predict(&one, &["--shards", "3"]);
    for shard in ["2/3", "1/3", "3/3"] {
        predict(&each, &["--shard", shard]);
    }
    predict(&whole, &[]);
    let columns = ["clip", "label", "probability", "error"];
    let expected = cells(&whole, &columns);
    for folder in [&one, &each] {
        let parts = parts(folder);
        assert_eq!(parts.len(), 6);
        let rows: Vec<_> = parts.iter().flat_map(|part| cells(part, &columns)).collect();
        assert_eq!(rows, expected);
    }
    // A folder that was begun is not begun again, and only by the same run continued.
    let run = predict(&one, &["--shards", "3"]);
    assert!(
        run.code == 1 && run.stderr.contains("expected an empty folder, or --resume"),
        "{}",
        run.stderr
    );
    let run = predict(&one, &["--shards", "3", "--resume", "--min-speech", "1"]);
    assert!(run.stderr.contains("as in the run that the folder holds"), "{}", run.stderr);
    fs::remove_file(&parts(&one)[4]).unwrap();
    predict(&one, &["--shards", "3", "--resume"]);
    assert_eq!(parts(&one).len(), 6);
}

/// Runs the command again and again, killed after a while, until it ends by itself. Gives the
/// number of runs that were killed.
fn killed_until_done(arguments: &[&str], seed: u64) -> usize {
    for attempt in 0.. {
        let mut child = Command::new(env!("CARGO_BIN_EXE_emo"))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Any moment will do; later ones in later attempts, so that the last one ends.
        let moment = (seed * 7919 + attempt * 104_729) % (5 + 20 * (attempt + 1));
        std::thread::sleep(Duration::from_millis(moment));
        if let Some(status) = child.try_wait().unwrap() {
            // 1 if this run met the recording that cannot be read, and 0 if an earlier one did.
            assert!(matches!(status.code(), Some(0 | 1)), "{status}");
            return usize::try_from(attempt).unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    unreachable!("attempts do not end")
}

#[test]
fn killed_at_any_moment_no_row_is_lost_or_doubled() {
    let (folder, manifest) = recordings();
    let whole = folder.path().join("whole.parquet");
    emo(&["predict", "--manifest", &manifest, "-o", &text(&whole), "-m", "ravdess-60"]);
    let columns = ["clip", "label", "probability", "error"];
    let expected = cells(&whole, &columns);
    let mut killed = 0;
    for (seed, name) in (1..).zip(["a.parquet", "b.parquet", "c/"]) {
        let out = format!("{}/{name}", text(folder.path()));
        let arguments = [
            "predict",
            "--manifest",
            &manifest,
            "-o",
            &out,
            "-m",
            "ravdess-60",
            "--resume",
            "--rows-per-part",
            "1",
            "--jobs",
            "1",
        ];
        killed += killed_until_done(&arguments, seed);
        let path = Path::new(&out);
        let files = if path.is_dir() { parts(path) } else { vec![path.to_owned()] };
        let rows: Vec<_> = files.iter().flat_map(|part| cells(part, &columns)).collect();
        assert_eq!(rows, expected, "{name}");
    }
    assert!(killed > 0);
}

#[test]
fn what_parquet_cannot_be_written_to_is_refused() {
    let speech = audio("speech.wav");
    let folder = tempfile::tempdir().unwrap();
    let [csv, out] = ["t.csv", "t.parquet"].map(|name| text(&folder.path().join(name)));
    for (arguments, expected) in [
        (&["extract", &speech, "--format", "parquet"][..], "a file or folder to write Parquet to"),
        (&["extract", "-", "-o", &out], "files or folders, to write Parquet"),
        (
            &["extract", &speech, "-o", &csv, "--format", "csv", "--shards", "2"],
            "parquet for a folder",
        ),
        (&["predict", &speech, "-o", &out, "--channel", "each"], "one channel, or mix"),
        (&["predict", &speech, "-o", &csv], "a name that ends in .parquet"),
    ] {
        let run = emo(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
    let run = emo(&["extract", &speech, "-o", &format!("{}/no/such.parquet", text(folder.path()))]);
    assert_eq!(run.code, 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "something was left behind");
}

#[test]
fn a_timeline_is_parquet_where_the_name_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("call.parquet");
    emo(&["timeline", &audio("speech.wav"), "-o", &text(&out)]).succeeded();
    let rows = cells(&out, &["recording", "kind", "label"]);
    let last = rows.last().unwrap();
    assert_eq!((last[0].as_str(), last[1].as_str()), ("speech.wav", "utterance"));
}

#[test]
fn timelines_of_a_manifest_are_one_table() {
    let folder = folder(&[("speech.wav", "a.wav")]);
    let list = folder.path().join("list.csv");
    let lines = "path,start,end,speaker,call\na.wav,,,,1\na.wav,0.5,2.5,ann,2\nlost.wav,,,,3\n";
    fs::write(&list, lines).unwrap();
    let columns =
        ["recording", "speaker", "kind", "start", "end", "label", "error", "call", "part_start"];
    let measured = |out: &str, more: &[&str]| {
        let out = format!("{}/{out}", text(folder.path()));
        let run = emo(&[&["timeline", "--manifest", &text(&list), "-o", &out], more].concat());
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("lost.wav"), "{}", run.stderr);
        let path = Path::new(&out);
        let files = if path.is_dir() { parts(path) } else { vec![path.to_owned()] };
        files.iter().flat_map(|file| cells(file, &columns)).collect::<Vec<_>>()
    };
    let rows = measured("all.parquet", &[]);
    assert_eq!(measured("parts/", &["--rows-per-part", "1"]), rows);
    assert_eq!(measured("shards/", &["--shards", "2"]), rows);

    // The rows of the whole recording are those of its own timeline.
    let one = folder.path().join("one.parquet");
    emo(&["timeline", &text(&folder.path().join("a.wav")), "-o", &text(&one)]).succeeded();
    let alone = cells(&one, &columns[..7]);
    assert_eq!(
        rows[..alone.len()].iter().map(|row| &row[1..7]).collect::<Vec<_>>(),
        alone.iter().map(|row| &row[1..]).collect::<Vec<_>>()
    );
    let (lost, part) = rows[alone.len()..].split_last().unwrap();
    assert!(!part.is_empty() && part.iter().all(|row| row[0] != rows[0][0]), "{part:?}");
    assert!(lost[6].contains("lost.wav") && lost[2].is_empty(), "{lost:?}");
    // What the manifest knows is in every row.
    assert!(rows[..alone.len()].iter().all(|row| (&*row[7], &*row[8]) == ("1", "")), "{rows:?}");
    assert!(
        part.iter().all(|row| (&*row[1], &*row[7], &*row[8]) == ("ann", "2", "0.5")),
        "{part:?}"
    );
    assert_eq!((&*lost[7], lost[1].as_str()), ("3", ""));

    let out = text(&folder.path().join("wrong.parquet"));
    let run = emo(&["timeline", "--manifest", &text(&list), "-o", &out, "--window", "0"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "error: --window: expected 0.1 to 60, got 0\n")
    );

    let run = emo(&["timeline", "--manifest", &text(&list), "-o", "table.csv"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("expected Parquet, with --manifest"), "{}", run.stderr);
}
