//! Recordings and outputs that are named by URLs.

use std::fs;

use crate::{audio, emo, folder, text};

#[test]
fn a_file_url_is_a_local_file() {
    let calls = folder(&[("speech.wav", "my calls/a.wav")]);
    let path = text(&calls.path().join("my calls/a.wav"));
    let url = format!("file://{}", path.replace(' ', "%20"));
    let expected = emo(&["predict", &path]).succeeded().stdout;
    assert_eq!(emo(&["predict", &url]).succeeded().stdout, expected);

    // In a manifest it keeps its name.
    let lists = folder(&[]);
    let list = lists.path().join("list.csv");
    fs::write(&list, format!("path\n{url}\n")).unwrap();
    let listed = emo(&["predict", "--manifest", &format!("file://{}", text(&list))]).succeeded();
    assert_eq!(listed.stdout, expected.replace(&path, &url));

    let in_folder = format!("file://{}/", text(calls.path()));
    assert_eq!(emo(&["predict", &in_folder]).succeeded().stdout, expected);
}

#[test]
fn a_url_where_only_a_local_path_can_be_is_an_error_that_says_so() {
    let speech = audio("speech.wav");
    let wrong: [&[&str]; 7] = [
        &["predict", &speech, "--model", "s3://models/a.json"],
        &["extract", &speech, "-o", "s3://out/table.csv"],
        &["extract", "--corpus", "emodb=s3://emodb/", "-o", "table.csv"],
        &["train", "--table", "https://host/table.csv", "--out", "model.json"],
        &["evaluate", "--table", "gs://tables/table.csv"],
        &["timeline", &speech, "-o", "az://out/call.vtt"],
        &["convert", "model.json", "s3://models/model.emo"],
    ];
    for arguments in wrong {
        let run = emo(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{arguments:?}");
        let url = arguments.iter().find_map(|it| Some(&it[it.find("://")?..])).unwrap();
        assert!(run.stderr.contains(url), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("expected a local path here, got a URL"), "{}", run.stderr);
    }
}

#[cfg(not(feature = "object-store"))]
#[test]
fn without_object_stores_a_url_is_an_error_that_names_the_feature() {
    let calls = folder(&[("speech.wav", "a.wav")]);
    let list = calls.path().join("list.csv");
    fs::write(&list, "path\na.wav\ngs://calls/b.wav\n").unwrap();
    let (list, speech) = (text(&list), audio("speech.wav"));
    let named: [&[&str]; 5] = [
        &["predict", "s3://calls/a.wav"],
        &["predict", "https://host/a.wav?signed=1"],
        &["extract", "s3://calls/2026/"],
        &["predict", "--manifest", "az://calls/list.csv"],
        &["predict", "--manifest", &list],
    ];
    let outputs: [&[&str]; 2] = [
        &["extract", &speech, "-o", "s3://out/features/"],
        &["predict", &speech, "-o", "s3://out/predictions.parquet"],
    ];
    let outputs = if cfg!(feature = "parquet") { &outputs[..] } else { &[] };
    for arguments in named.iter().chain(outputs) {
        let run = emo(arguments);
        assert_eq!(run.code, 1, "{arguments:?}");
        let message = "expected a local path, got a URL, which only an emo with the feature \
                       object-store can read and write";
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
        assert!(!run.stderr.contains("No such file"), "{}", run.stderr);
    }
}
