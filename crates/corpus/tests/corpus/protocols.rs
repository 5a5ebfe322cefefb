//! The protocols divide a table as they say.

// Ending the program is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use emo_corpus::protocol::{Fold, Protocol};
use emo_corpus::reader::{CorpusReader, Ravdess};
use emo_corpus::{Clip, FeatureTable, GroupKey};
use ndarray::Array2;
use proptest::prelude::*;

fn table_of(clips: Vec<Clip>) -> FeatureTable {
    FeatureTable::new(Array2::zeros((clips.len(), 1)), vec!["zcr_mean".into()], clips).unwrap()
}

/// A table with two clips for each actor and channel, one per statement, as RAVDESS has them:
/// no song by actor 18.
fn ravdess() -> FeatureTable {
    let mut clips = Vec::new();
    for (channel, statement) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
        for actor in (1..=24).filter(|&actor| (channel, actor) != (2, 18)) {
            let emotion = 1 + (actor + statement) % 6;
            let name = format!("03-0{channel}-0{emotion}-01-0{statement}-01-{actor:02}.wav");
            clips.push(Ravdess.clip(name.as_ref()).unwrap());
        }
    }
    table_of(clips)
}

/// Clips as `label speaker corpus`.
fn table(rows: &[&str]) -> FeatureTable {
    let clip = |(row, text): (usize, &&str)| {
        let parts: Vec<&str> = text.split(' ').collect();
        let speaker: GroupKey = parts[1].parse().unwrap();
        let clip = Clip::new(format!("clip{row}")).label(parts[0]).speaker(speaker);
        parts.get(2).map_or(clip.clone(), |corpus| clip.corpus(*corpus))
    };
    table_of(rows.iter().enumerate().map(clip).collect())
}

fn speakers(table: &FeatureTable, rows: &[usize]) -> BTreeSet<GroupKey> {
    let speakers = table.speakers().unwrap();
    rows.iter().map(|&row| speakers[row].clone()).collect()
}

fn numbers(numbers: impl IntoIterator<Item = u64>) -> BTreeSet<GroupKey> {
    numbers.into_iter().map(GroupKey::from).collect()
}

fn assert_partition(folds: &[Fold], n_rows: usize) {
    let mut tested: Vec<usize> = folds.iter().flat_map(|fold| fold.split.test.clone()).collect();
    tested.sort_unstable();
    assert!(tested.into_iter().eq(0..n_rows));
    for fold in folds {
        let mut rows = [&fold.split.train[..], &fold.split.test[..]].concat();
        rows.sort_unstable();
        assert!(rows.into_iter().eq(0..n_rows), "{}", fold.name);
    }
}

fn named(name: &str) -> Protocol {
    name.parse().unwrap()
}

fn refusal(protocol: &Protocol, table: &FeatureTable) -> String {
    protocol.folds(table).unwrap_err().to_string()
}

#[test]
fn the_seed_protocol_tests_a_stratified_fifth_as_scikit_learn_draws_it() {
    let table = ravdess();
    let folds = named("seed").folds(&table).unwrap();
    assert_eq!(folds.len(), 1);
    // train_test_split(range(94), test_size=0.2, stratify=emotions, random_state=42)[1]
    assert_eq!(
        folds[0].split.test,
        [66, 11, 43, 62, 90, 55, 72, 83, 74, 63, 57, 6, 41, 39, 69, 46, 7, 48, 28]
    );
    let mut rows = [&folds[0].split.train[..], &folds[0].split.test[..]].concat();
    rows.sort_unstable();
    assert!(rows.into_iter().eq(0..table.len()));
    let other = named("split-0.5-seed-7").folds(&table).unwrap();
    assert_eq!((other[0].split.test.len(), other[0].name.as_str()), (47, "50 % of the clips"));
}

#[test]
fn six_folds_test_the_actors_of_emobox() {
    let table = ravdess();
    let folds = named("speaker-6fold").folds(&table).unwrap();
    assert_partition(&folds, table.len());
    assert_eq!(folds.len(), 6);
    for (fold, expected) in folds.iter().zip(Ravdess::EMOBOX_ACTORS) {
        let tested = speakers(&table, &fold.split.test);
        assert_eq!(tested, numbers(expected));
        assert!(tested.is_disjoint(&speakers(&table, &fold.split.train)));
    }
    assert_eq!(folds[4].name, "speakers 2, 15, 16, 18");
    let song = table.filter(|clip| clip.metadata["channel"] == "song");
    let folds = named("speaker-6fold").folds(&song).unwrap();
    assert_eq!(speakers(&song, &folds[4].split.test), numbers([2, 15, 16]));
}

#[test]
fn one_group_is_left_out_at_a_time_in_the_order_of_their_keys() {
    let table = ravdess();
    let folds = named("leave-one-speaker-out").folds(&table).unwrap();
    assert_partition(&folds, table.len());
    for (fold, actor) in folds.iter().zip(1..=24) {
        assert_eq!(fold.name, format!("speaker {actor}"));
        assert_eq!(speakers(&table, &fold.split.test), numbers([actor]));
    }
    assert_eq!(folds.len(), 24);
    for (protocol, expected) in [
        ("leave-one-statement-out", ["statement dogs", "statement kids"]),
        ("leave-one-channel-out", ["channel song", "channel speech"]),
    ] {
        let folds = named(protocol).folds(&table).unwrap();
        assert_partition(&folds, table.len());
        let names: Vec<_> = folds.iter().map(|fold| fold.name.as_str()).collect();
        assert_eq!(names, expected);
    }
}

#[test]
fn whole_speakers_are_tested_in_as_many_folds_as_speakers_and_at_most_six() {
    let table = ravdess();
    let folds = Protocol::default().folds(&table).unwrap();
    assert_eq!(folds.len(), 6);
    assert_partition(&folds, table.len());
    let four = named("speaker-folds-4").folds(&table).unwrap();
    assert_eq!(four.len(), 4);
    for fold in folds.iter().chain(&four) {
        let tested = speakers(&table, &fold.split.test);
        assert!(tested.is_disjoint(&speakers(&table, &fold.split.train)));
    }
    let few = table.filter(|clip| clip.speaker <= Some(GroupKey::from(3)));
    let folds = Protocol::default().folds(&few).unwrap();
    let names: Vec<&str> = folds.iter().map(|fold| fold.name.as_str()).collect();
    assert_eq!(names, ["speaker 1", "speaker 2", "speaker 3"]);
    let one = table.filter(|clip| clip.speaker == Some(GroupKey::from(1)));
    let message = "groups: expected at least two different ones under speaker, got 1";
    assert_eq!(refusal(&Protocol::default(), &one), message);
}

#[test]
fn corpora_train_and_others_test() {
    let table = table(&[
        "sad 1 emodb",
        "happy 1 emodb",
        "sad 1 nemo",
        "happy 2 nemo",
        "sad 1 cafe",
        "happy 2 cafe",
    ]);
    let key = |text: &str| text.parse::<GroupKey>().unwrap();
    let protocol = Protocol::train_test([key("emodb")], [key("nemo"), key("cafe")]);
    let folds = protocol.folds(&table).unwrap();
    assert_eq!(folds[0].name, "corpora nemo, cafe");
    assert_eq!(
        (&folds[0].split.train[..], &folds[0].split.test[..]),
        (&[0, 1][..], &[2, 3, 4, 5][..])
    );
    let out = named("leave-one-corpus-out").folds(&table).unwrap();
    assert_partition(&out, 6);
    assert_eq!(out[1].name, "corpus emodb");
    let both = Protocol::train_test([key("emodb")], [key("emodb")]);
    let message = "group: expected groups that train or test, not both, got \"emodb\"";
    assert_eq!(refusal(&both, &table), message);
    let missing = Protocol::train_test([key("emodb")], [key("tess")]);
    let message = "group: expected one that the table has under corpus, got \"tess\"";
    assert_eq!(refusal(&missing, &table), message);
}

#[test]
fn speakers_of_two_corpora_are_different_people() {
    let table = table(&["sad 1 emodb", "happy 1 emodb", "sad 1 nemo", "happy 1 nemo"]);
    let names: Vec<String> = table.speakers().unwrap().into_iter().map(String::from).collect();
    assert_eq!(names, ["emodb 1", "emodb 1", "nemo 1", "nemo 1"]);
    let folds = named("leave-one-speaker-out").folds(&table).unwrap();
    assert_eq!(folds.len(), 2);
}

#[test]
fn a_protocol_knows_whether_speakers_are_held_out() {
    let independent =
        ["speaker-6fold", "leave-one-speaker-out", "leave-one-corpus-out", "speaker-folds"];
    for name in independent {
        assert!(named(name).is_speaker_independent(), "{name}");
    }
    for name in ["seed", "split-0.3-seed-1", "leave-one-statement-out", "session-folds-5"] {
        assert!(!named(name).is_speaker_independent(), "{name}");
    }
    let corpora = Protocol::train_test([1.into()], [2.into()]);
    assert!(corpora.is_speaker_independent());
}

#[test]
fn a_table_has_a_usual_protocol() {
    assert_eq!(Protocol::suited_to(&ravdess()), Protocol::emobox_ravdess());
    let old = "clip,emotion,statement,actor,zcr\na,sad,kids,1,1\nb,sad,dogs,24,1\n";
    let old = FeatureTable::from_reader(old.as_bytes()).unwrap();
    assert_eq!(Protocol::suited_to(&old), Protocol::emobox_ravdess());
    assert_eq!(Protocol::suited_to(&table(&["sad 1", "happy 2"])), Protocol::default());
    assert_eq!(Protocol::suited_to(&ravdess().filter(|_| false)), Protocol::default());
}

#[test]
fn cards_store_protocols_by_name_or_with_their_parts() {
    let old = ["seed", "speaker-6fold", "leave-one-speaker-out", "leave-one-statement-out"];
    for name in
        old.into_iter().chain(Protocol::NAMES).chain(["split-0.25-seed-3", "session-folds-5"])
    {
        let json = format!("\"{name}\"");
        let protocol: Protocol = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&protocol).unwrap(), json);
        assert_eq!(protocol.to_string(), name);
        assert_eq!(named(name), protocol);
    }
    let corpora = Protocol::train_test(["a".parse().unwrap()], [7.into()]);
    let json = serde_json::to_string(&corpora).unwrap();
    assert_eq!(json, r#"{"train-test":{"key":"corpus","train":["a"],"test":["7"]}}"#);
    assert_eq!(serde_json::from_str::<Protocol>(&json).unwrap(), corpora);
    assert_eq!(corpora.to_string(), "corpus a to 7");

    for name in ["speaker-5fold", "leave-one--out", "split-1.5-seed-2", "x-folds-1", "-folds", ""] {
        let message = name.parse::<Protocol>().unwrap_err().to_string();
        assert!(message.starts_with("protocol: expected seed, speaker-folds, "), "{message}");
        assert!(message.ends_with(&format!("got {name:?}")), "{message}");
        assert!(serde_json::from_str::<Protocol>(&format!("{name:?}")).is_err());
    }
    assert!(serde_json::from_str::<Protocol>(r#"{"leave-one-out":{"kex":"a"}}"#).is_err());
}

#[test]
fn a_table_that_cannot_be_divided_so_is_refused() {
    let ravdess = ravdess();
    let one = ravdess.filter(|clip| clip.speaker == Some(GroupKey::from(1)));
    assert_eq!(
        refusal(&named("leave-one-speaker-out"), &one),
        "fold: expected rows to train on and rows to test on for speaker 1, got 0 and 4"
    );
    let few = ravdess.filter(|clip| clip.speaker <= Some(GroupKey::from(3)));
    assert_eq!(
        refusal(&named("speaker-6fold"), &few),
        "fold: expected rows to train on and rows to test on for speakers 4, 10, 12, 14, got 12 and 0"
    );
    let other = table(&["sad 25", "sad 1"]);
    let message = refusal(&named("speaker-6fold"), &other);
    let expected =
        "group: expected one that the folds name: speakers 1, 2, 3, 4, 5, 6, 7, 8 and 16 more";
    assert_eq!(message, format!("{expected}, got \"25\""));
    let message = refusal(&named("leave-one-statement-out"), &other);
    assert!(message.starts_with("statement: expected one for every clip, got none for \"clip0\""));
    for name in Protocol::NAMES {
        assert!(named(name).folds(&ravdess.filter(|_| false)).is_err(), "{name}");
    }
}

#[test]
fn rows_without_a_speaker_are_named_where_speakers_are_held_out() {
    let clips = (0..6).map(|row| {
        let clip = Clip::new(format!("clip{row}")).label(["sad", "happy"][row % 2]);
        if row == 3 { clip } else { clip.speaker(row as u64 / 2) }
    });
    let table = table_of(clips.collect());
    let expected = "speaker: expected one for every clip, got none for \"clip3\" (row 4)";
    for name in ["speaker-folds", "speaker-6fold", "leave-one-speaker-out"] {
        assert_eq!(refusal(&named(name), &table), expected, "{name}");
    }
    assert_eq!(table.speaker_folds(2).unwrap_err().to_string(), expected);
    let clips = (0..4).map(|row| Clip::new(format!("clip{row}")).label("sad"));
    let nobody = table_of(clips.collect());
    assert!(nobody.speaker_folds(2).is_ok());
}

proptest! {
    #[test]
    fn named_folds_keep_groups_whole(folds in proptest::collection::vec(0..3_u64, 4..12)) {
        let mut fold_of: BTreeMap<GroupKey, GroupKey> = folds
            .iter()
            .enumerate()
            .map(|(group, &fold)| (GroupKey::from(group as u64), GroupKey::from(fold)))
            .collect();
        fold_of.insert(0.into(), 0.into());
        fold_of.insert(1.into(), 1.into());
        let rows: Vec<String> = (0..40).map(|row| format!("sad {}", row % folds.len())).collect();
        let table = table(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        let protocol = Protocol::NamedFolds { key: "speaker".into(), fold_of: fold_of.clone() };
        let made = protocol.folds(&table).unwrap();
        assert_partition(&made, table.len());
        for fold in made {
            let tested = speakers(&table, &fold.split.test);
            prop_assert!(tested.is_disjoint(&speakers(&table, &fold.split.train)));
            let names: BTreeSet<_> = tested.iter().map(|group| &fold_of[group]).collect();
            prop_assert_eq!(names.len(), 1);
        }
        let json = serde_json::to_string(&protocol).unwrap();
        prop_assert_eq!(serde_json::from_str::<Protocol>(&json).unwrap(), protocol);
    }
}
