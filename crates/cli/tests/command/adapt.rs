//! Adaptation to a speaker or a place, by recordings without labels.

use crate::{audio, emo, folder, text};

#[test]
fn recordings_of_a_speaker_change_what_is_predicted_for_them() {
    let clips = folder(&[
        ("speech.wav", "1.wav"),
        ("speech.mp3", "2.mp3"),
        ("speech_22050.wav", "3.wav"),
        ("tone_48000.wav", "4.wav"),
    ]);
    let predict = ["predict", "--json", &audio("speech.wav")];
    let before = emo(&predict).succeeded().stdout;
    let clips = text(clips.path());
    let after = emo(&[&predict[..], &["--speaker-clips", &clips]].concat());
    assert_eq!(after.code, 0, "{}", after.stderr);
    assert!(after.stderr.starts_with("adapted to 4 recordings, by "), "{}", after.stderr);
    let held_back = after.stderr.contains("by 0 %");
    assert_eq!(after.stdout == before, held_back, "{}", after.stderr);
    // A place is a speaker to the model.
    assert_eq!(emo(&[&predict[..], &["--adapt", &clips]].concat()).stdout, after.stdout);
}

#[test]
fn the_recordings_of_the_call_can_be_those_to_adapt_to() {
    let run = emo(&["predict", "--adapt", "inputs", &audio("speech.wav"), &audio("speech.mp3")]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 2), "{}", run.stderr);
    assert!(run.stderr.starts_with("adapted to 2 recordings"), "{}", run.stderr);
}

#[test]
fn a_folder_without_recordings_is_a_failure() {
    let nothing = tempfile::tempdir().unwrap();
    let run = emo(&["predict", "--speaker-clips", &text(nothing.path()), &audio("speech.wav")]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    let both = ["predict", "--speaker-clips", "a", "--adapt", "b", &audio("speech.wav")];
    assert_eq!(emo(&both).code, 2);
}
