//! `emo timeline`, and `emo listen` on standard input.

use std::fs;

use serde_json::Value;

use crate::{audio, emo, emo_with_stdin, folder, text};

fn events(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_timeline_is_a_table_with_a_summary_or_what_the_ending_says() {
    let table = emo(&["timeline", &audio("speech.wav")]).succeeded().stdout;
    assert!(table.starts_with("start         end           speaker  emotion"), "{table}");
    assert!(table.lines().any(|line| line.contains("silence") && line.contains("turns 1")));
    let folder = folder(&[("speech.wav", "call.wav")]);
    let call = text(&folder.path().join("call.wav"));
    for (name, start) in [("a.vtt", "WEBVTT"), ("a.csv", "speaker,kind"), ("a.rttm", "SPEAKER ")] {
        let out = folder.path().join(name);
        emo(&["timeline", &call, "-o", &text(&out)]).succeeded();
        let written = fs::read_to_string(out).unwrap();
        assert!(written.starts_with(start), "{name}: {written}");
    }
}

#[test]
fn a_file_and_the_same_audio_live_have_the_same_events() {
    let arguments = ["--window", "1", "--hop", "0.5"];
    let file = audio("speech.wav");
    let run = emo(&[&["timeline", &file, "--format", "jsonl"][..], &arguments].concat());
    let timeline = events(&run.succeeded().stdout);
    let bytes = fs::read(&file).unwrap();
    let listen = [&["listen", "-", "--events", "jsonl"][..], &arguments].concat();
    let live = events(&emo_with_stdin(&listen, &bytes).succeeded().stdout);
    let (summary, parts) = live.split_last().unwrap();
    assert!(parts.len() > 3, "{live:?}");
    assert_eq!(parts, &timeline[..timeline.len() - 1]);
    let expected = timeline.last().unwrap();
    for field in ["seconds", "silence", "overlap", "turns", "speakers"] {
        assert_eq!(summary[field], expected[field], "{field}");
    }
    assert_eq!(summary["missing"], 0.0);
}

#[test]
fn channels_are_speakers_with_names() {
    // Two seconds of silence on the right.
    let samples: Vec<u8> = (0..64_000_i32)
        .flat_map(|at| {
            let left = (at % 97 * 300 - 14_000) as i16;
            [left.to_le_bytes(), [0, 0]].concat()
        })
        .collect();
    let arguments = ["--raw", "s16le:16000:2", "--channel", "each", "--speakers", "ann,ben"];
    let timeline = [&["timeline", "-", "--format", "jsonl"][..], &arguments].concat();
    let run = emo_with_stdin(&timeline, &samples);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let summary = events(&run.stdout).pop().unwrap();
    assert_eq!(summary["seconds"], 4.0);
    let names = [&summary["speakers"][0]["speaker"], &summary["speakers"][1]["speaker"]];
    assert_eq!(names, ["ann", "ben"]);
    assert_eq!(summary["speakers"][1]["utterances"], 0);
    let one = ["timeline", "-", "--raw", "s16le:16000:2", "--speakers", "ann,ben"];
    let run = emo_with_stdin(&one, &samples);
    assert!(run.stderr.contains("names of speakers: expected 1, got 2"), "{}", run.stderr);
}

#[test]
fn a_report_finds_the_recording_beside_it_and_plots_are_files() {
    let folder = folder(&[("speech.wav", "my call.wav")]);
    let path = |name: &str| text(&folder.path().join(name));
    let (call, report, plots) = (path("my call.wav"), path("call.html"), path("plots"));
    emo(&["timeline", &call, "--report", &report, "--plots", &plots]).succeeded();
    let html = fs::read_to_string(report).unwrap();
    for part in ["<audio controls", "src=\"my%20call.wav\"", "<svg", "Summary"] {
        assert!(html.contains(part), "{part}");
    }
    let mut names: Vec<String> = fs::read_dir(plots)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["timeline_my_call_wav.png", "timeline_my_call_wav.svg"]);
    let run = emo(&["timeline", &call, "--report", &path("absent/call.html")]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
}

#[test]
fn a_file_is_no_input_to_listen_to() {
    let run = emo(&["listen", &audio("speech.wav")]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("emo timeline reads files"), "{}", run.stderr);
}
