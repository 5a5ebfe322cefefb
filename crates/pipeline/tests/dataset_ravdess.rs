//! RAVDESS file names, and finding its recordings under a folder.
// Ending the program is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use emo_pipeline::Error;
use emo_pipeline::dataset::ravdess::{self, ClipName, Modality, Sex, Statement};
use emo_pipeline::dataset::{Channel, Emotion, GroupKey, Intensity};
use proptest::prelude::*;

/// Empty files at these paths below `folder`.
fn touch(folder: &Path, paths: &[&str]) {
    for path in paths {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"").unwrap();
    }
}

fn ids(scan: &ravdess::Scan) -> Vec<&str> {
    scan.clips.iter().map(|clip| clip.info.clip.as_str()).collect()
}

#[test]
fn a_name_gives_its_seven_fields() {
    let name: ClipName = "02-02-06-01-02-01-07".parse().unwrap();
    assert_eq!(name.modality, Modality::VideoOnly);
    assert_eq!(name.channel, Channel::Song);
    assert_eq!(name.emotion, Emotion::Fearful);
    assert_eq!(name.intensity, Intensity::Normal);
    assert_eq!(name.statement, Statement::Dogs);
    assert_eq!((name.repetition, name.actor, name.sex()), (1, 7, Sex::Male));
    let info = name.info("x");
    assert_eq!(info.actor, Some(GroupKey::from(7)));
    assert_eq!(info.statement.unwrap().to_string(), "dogs");
}

#[test]
fn emotions_have_the_numbers_of_the_official_description() {
    let words = "neutral calm happy sad angry fearful disgust surprised";
    for (code, word) in (1..).zip(words.split(' ')) {
        let emotion = Emotion::from_code(code).unwrap();
        assert_eq!((emotion.to_string().as_str(), emotion.code()), (word, code));
        assert_eq!(serde_json::to_string(&emotion).unwrap(), format!("\"{word}\""));
        assert_eq!(serde_json::from_str::<Emotion>(&format!("\"{word}\"")).unwrap(), emotion);
    }
    assert_eq!((Emotion::from_code(0), Emotion::from_code(9)), (None, None));
    let mut sorted = Emotion::ALL.map(Emotion::name);
    sorted.sort_unstable();
    assert_eq!(sorted, Emotion::ALL.map(Emotion::name));
}

#[test]
fn a_wrong_field_is_named() {
    let refusals = [
        ("04-01-05-02-01-02-16", "modality: expected 01 to 03, got \"04\""),
        ("03-00-05-02-01-02-16", "channel: expected 01 to 02, got \"00\""),
        ("03-01-09-02-01-02-16", "emotion: expected 01 to 08, got \"09\""),
        ("03-01-05-2-01-02-16", "intensity: expected 01 to 02, got \"2\""),
        ("03-01-05-02-xx-02-16", "statement: expected 01 to 02, got \"xx\""),
        ("03-01-05-02-01-+1-16", "repetition: expected 01 to 02, got \"+1\""),
        ("03-01-05-02-01-02-25", "actor: expected 01 to 24, got \"25\""),
        ("._03-01-05-02-01-02-16", "modality: expected 01 to 03, got \"._03\""),
        ("kitchen", "name: expected seven numbers, MM-VV-EE-II-SS-RR-AA, got \"kitchen\""),
    ];
    for (name, message) in refusals {
        assert_eq!(name.parse::<ClipName>().unwrap_err().to_string(), message);
    }
}

#[test]
fn clips_are_found_in_every_layout_in_the_order_of_their_paths() {
    let folder = tempfile::tempdir().unwrap();
    touch(
        folder.path(),
        &[
            "Audio_Speech_Actors_01-24/Actor_02/03-01-01-01-01-01-02.wav",
            "Audio_Speech_Actors_01-24/Actor_01/03-01-01-01-01-02-01.flac",
            "Audio_Speech_Actors_01-24/Actor_01/03-01-01-01-01-01-01.WAV",
            "Actor_03/03-02-01-01-01-01-03.Flac",
            "03-01-08-01-01-01-24.wav",
            "README.md",
            "03-01-08-01-01-01-24.mp4",
        ],
    );
    let scan = ravdess::scan(folder.path()).unwrap();
    let expected = [
        "03-01-08-01-01-01-24",
        "Actor_03/03-02-01-01-01-01-03",
        "Audio_Speech_Actors_01-24/Actor_01/03-01-01-01-01-01-01",
        "Audio_Speech_Actors_01-24/Actor_01/03-01-01-01-01-02-01",
        "Audio_Speech_Actors_01-24/Actor_02/03-01-01-01-01-01-02",
    ];
    assert_eq!(ids(&scan), expected);
    assert!(scan.clips.iter().all(|clip| clip.path.is_file()));
    assert!(scan.skipped.is_empty());
}

#[test]
fn what_cannot_be_used_is_reported_and_the_rest_is_found() {
    let folder = tempfile::tempdir().unwrap();
    touch(folder.path(), &["a/03-01-01-01-01-01-01.wav", "a/song.wav", "a/._x.wav"]);
    fs::create_dir(folder.path().join("03-01-01-01-01-01-02.wav")).unwrap();
    let scan = ravdess::scan(folder.path()).unwrap();
    assert_eq!(ids(&scan), ["a/03-01-01-01-01-01-01"]);
    let names: Vec<_> = scan.skipped.iter().map(|(path, _)| path.file_name().unwrap()).collect();
    assert_eq!(names, ["._x.wav", "song.wav"]);
}

#[test]
fn a_recording_that_is_there_twice_is_used_once() {
    let folder = tempfile::tempdir().unwrap();
    let paths = [
        "Actor_01/03-01-01-01-01-01-01.flac",
        "Actor_01/03-01-01-01-01-01-01.wav",
        "nested/Actor_01/03-01-01-01-01-01-01.wav",
    ];
    touch(folder.path(), &paths);
    let scan = ravdess::scan(folder.path()).unwrap();
    assert_eq!(scan.clips.len(), 1);
    assert_eq!(scan.clips[0].path, folder.path().join(paths[0]));
    for ((path, error), expected) in scan.skipped.iter().zip(&paths[1..]) {
        assert_eq!(*path, folder.path().join(expected));
        assert!(matches!(error, Error::RepeatedClip { first } if *first == scan.clips[0].path));
    }
    assert_eq!(scan.skipped.len(), 2);
}

#[test]
fn a_folder_that_is_not_there_is_an_error_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let message = ravdess::scan(&missing).unwrap_err().to_string();
    assert!(message.starts_with(&missing.display().to_string()), "{message}");
    touch(folder.path(), &["file.wav"]);
    assert!(ravdess::scan(folder.path().join("file.wav")).is_err());
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_and_dead_ends_are_reported() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    touch(elsewhere.path(), &["03-01-01-01-01-01-09.wav"]);
    touch(folder.path(), &["a/03-01-01-01-01-01-01.wav"]);
    symlink(elsewhere.path(), folder.path().join("b")).unwrap();
    symlink(folder.path(), folder.path().join("a/loop")).unwrap();
    symlink("nowhere", folder.path().join("c.wav")).unwrap();
    let scan = ravdess::scan(folder.path()).unwrap();
    assert_eq!(ids(&scan), ["a/03-01-01-01-01-01-01", "b/03-01-01-01-01-01-09"]);
    let names: Vec<_> = scan.skipped.iter().map(|(path, _)| path.file_name().unwrap()).collect();
    assert_eq!(names, ["loop", "c.wav"]);
}

#[test]
fn the_corpus_has_its_known_counts() {
    let Some(folder) = emo_fixtures::ravdess_dir() else { return };
    let scan = ravdess::scan(folder).unwrap();
    assert!(scan.skipped.is_empty());
    let count = |channel| scan.clips.iter().filter(|c| c.info.channel == Some(channel)).count();
    assert_eq!((count(Channel::Speech), count(Channel::Song)), (1440, 1012));
    assert!(scan.clips.is_sorted_by(|a, b| a.info.clip < b.info.clip));
}

proptest! {
    #[test]
    fn a_name_is_displayed_as_it_was_read(
        m in 1..=3u8, v in 1..=2u8, e in 1..=8u8, i in 1..=2u8, s in 1..=2u8, r in 1..=2u8,
        a in 1..=24u8,
    ) {
        let text = format!("{m:02}-{v:02}-{e:02}-{i:02}-{s:02}-{r:02}-{a:02}");
        let name: ClipName = text.parse().unwrap();
        prop_assert_eq!(name.to_string(), text.as_str());
        prop_assert_eq!(ClipName::from_path(format!("x/{text}.wav")).unwrap(), name);
    }

    #[test]
    fn any_text_is_a_name_or_an_error(text: String, fields in "[0-9-]{15,25}") {
        for text in [text, fields] {
            if let Ok(name) = text.parse::<ClipName>() {
                prop_assert_eq!(name.to_string(), text);
            }
        }
    }

    #[test]
    fn a_group_is_displayed_as_it_is_read(text in ".*\\S.*") {
        let group: GroupKey = text.parse().unwrap();
        prop_assert_eq!(group.to_string().parse::<GroupKey>().unwrap(), group);
    }
}
