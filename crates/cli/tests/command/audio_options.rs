//! What is read of a recording: channel, track, part, samples without a header and the limit, in
//! every command that reads audio; and which files of a folder are read.

use std::fs;

use emo_audio_io::{Channels, LoadOptions, load};

use crate::{Run, audio, emo, emo_with_stdin, folder, text};

/// Part of a file as samples without a header, and the option that says so.
fn raw(file: &str, options: LoadOptions) -> (Vec<u8>, String) {
    let clip = load(audio(file), &options.sample_rate(None)).unwrap();
    let bytes = clip.samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    (bytes, format!("f32le:{}:1", clip.sample_rate))
}

/// A row without the name of the clip.
fn features(run: Run) -> String {
    let run = run.succeeded();
    let row = run.stdout.lines().nth(1).unwrap();
    row.split_once(',').unwrap().1.to_owned()
}

#[test]
fn extract_reads_a_part_and_a_channel_as_from_a_pipe_of_samples() {
    let part = LoadOptions::default().offset(0.5).duration(Some(1.0));
    let (bytes, format) = raw("speech.wav", part);
    let of_file = emo(&["extract", "--start", "0.5", "--duration", "1", &audio("speech.wav")]);
    let of_pipe = emo_with_stdin(&["extract", "--raw", &format, "-"], &bytes);
    assert_eq!(features(of_file), features(of_pipe));

    let right = LoadOptions::default().channels(Channels::One(1));
    let (bytes, format) = raw("stereo_s16.wav", right);
    let of_file = emo(&["extract", "--channel", "right", &audio("stereo_s16.wav")]);
    let of_pipe = emo_with_stdin(&["extract", "--raw", &format, "-"], &bytes);
    assert_eq!(features(of_file), features(of_pipe));
}

#[test]
fn timeline_and_listen_read_a_part_as_from_a_pipe_of_samples() {
    let part = LoadOptions::default().offset(0.5).duration(Some(1.5));
    let (bytes, format) = raw("speech.wav", part);
    let chosen = ["--start", "0.5", "--duration", "1.5", "--channel", "left"];
    let file = audio("speech.wav");
    let of_file = emo(&[["timeline", &file].as_slice(), &chosen].concat()).succeeded();
    let of_pipe = emo_with_stdin(&["timeline", "-", "--raw", &format, "--channel", "left"], &bytes);
    assert_eq!(of_file.stdout, of_pipe.succeeded().stdout);

    let whole = fs::read(&file).unwrap();
    let arguments = [["listen", "-", "--events", "jsonl"].as_slice(), &chosen].concat();
    let of_file = emo_with_stdin(&arguments, &whole).succeeded();
    let arguments = ["listen", "-", "--events", "jsonl", "--raw", &format, "--channel", "left"];
    let of_pipe = emo_with_stdin(&arguments, &bytes).succeeded();
    assert_eq!(of_file.stdout, of_pipe.stdout);
}

#[test]
fn a_track_can_be_chosen_in_every_command() {
    let file = audio("kinds/two_tracks.mov");
    for command in ["predict", "extract", "timeline"] {
        let run = emo(&[command, "--track", "3", &file]);
        assert_eq!(run.code, 1, "{command}");
        assert!(
            run.stderr.contains("expected an audio track from 1 to 2, got 3"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn the_longest_part_is_an_option_of_every_command() {
    let file = audio("speech.wav");
    for command in ["predict", "extract", "timeline"] {
        let run = emo(&[command, "--max-duration", "1", &file]);
        assert_eq!(run.code, 1, "{command}");
        assert!(
            run.stderr.contains("longer than the limit `max_duration` of 1 s"),
            "{}",
            run.stderr
        );
        let part = emo(&[command, "--max-duration", "1", "--duration", "0.9", &file]);
        assert_eq!(part.code, 0, "{command}: {}", part.stderr);
    }
    let whole = fs::read(&file).unwrap();
    let run = emo_with_stdin(&["listen", "-", "--max-duration", "1"], &whole);
    assert!(run.stderr.contains("longer than the limit `max_duration` of 1 s"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_cut_is_used_with_a_note() {
    let folder = folder(&[]);
    let path = folder.path().join("cut.wav");
    let whole = fs::read(audio("speech.wav")).unwrap();
    fs::write(&path, &whole[..whole.len() * 3 / 4]).unwrap();
    for command in ["predict", "timeline"] {
        let run = emo(&[command, &text(&path)]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("cut.wav: the file is cut short"), "{command}: {}", run.stderr);
    }
}

#[test]
fn a_corpus_is_read_in_any_format_and_what_is_left_out_is_counted() {
    let folder = folder(&[
        ("speech.mp3", "Actor_01/03-01-01-01-01-01-01.mp3"),
        ("speech.ogg", "Actor_02/03-01-02-01-01-01-02.ogg"),
        ("speech.m4a", "Actor_03/03-01-03-01-01-01-03.m4a"),
        ("speech.wav", "Actor_04/03-01-04-01-01-01-04.wav"),
        // A video beside its sound track: the sound track is read.
        ("speech.m4a", "Actor_04/03-01-04-01-01-01-04.mp4"),
        ("speech.wav", "Actor_04/._03-01-04-01-01-01-04.wav"),
        ("broken/text.wav", "notes.txt"),
    ]);
    let run = emo(&["extract", "--audio", &text(folder.path())]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("skipped 2 files that are not audio: 1 .txt, 1 hidden"));
    assert!(run.stderr.contains("04.mp4: expected one file per recording"), "{}", run.stderr);
    let clips = run.stdout.lines().filter(|line| line.contains("Actor_0"));
    assert_eq!(clips.count(), 4, "{}", run.stdout);
}

#[test]
fn the_summary_counts_recordings_by_reason_without_their_names() {
    let folder = folder(&[("speech.wav", "a.wav")]);
    for name in ["b.wav", "c d.wav", "e.wav"] {
        fs::write(folder.path().join(name), b"#!AMR\n and a call").unwrap();
    }
    fs::write(folder.path().join("f.wav"), b"").unwrap();
    let run = emo(&["predict", &text(folder.path())]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1));
    let summary = run.stderr.split_once("skipped 4 recordings:\n").unwrap().1;
    let amr = "it is AMR, which is not read; convert it first: ffmpeg -i FILE converted.wav";
    assert_eq!(summary, format!("     3 {amr}\n     1 the file is empty\n"));
}
