//! The protocols divide a table as they say.

// Ending the program is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use emo_corpus::protocol::{Fold, Protocol};
use emo_corpus::reader::{CorpusReader, Ravdess};
use emo_corpus::{FeatureTable, GroupKey};
use ndarray::Array2;

/// A table with two clips for each actor and channel, one a statement, as RAVDESS has them:
/// no song by actor 18.
fn table() -> FeatureTable {
    let mut clips = Vec::new();
    for (channel, statement) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
        for actor in (1..=24).filter(|&actor| (channel, actor) != (2, 18)) {
            let emotion = 1 + (actor + statement) % 6;
            let name = format!("03-0{channel}-0{emotion}-01-0{statement}-01-{actor:02}");
            clips.push(Ravdess.clip(name.as_ref()).unwrap());
        }
    }
    FeatureTable::new(Array2::zeros((clips.len(), 1)), vec!["zcr_mean".into()], clips).unwrap()
}

fn actors(table: &FeatureTable, rows: &[usize]) -> BTreeSet<u64> {
    let groups = table.speakers().unwrap();
    rows.iter().map(|&row| groups[row].number().unwrap()).collect()
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

#[test]
fn the_seed_protocol_tests_a_stratified_fifth_as_scikit_learn_draws_it() {
    let table = table();
    let folds = Protocol::Seed.folds(&table).unwrap();
    assert_eq!(folds.len(), 1);
    // train_test_split(range(94), test_size=0.2, stratify=emotions, random_state=42)[1]
    assert_eq!(
        folds[0].split.test,
        [66, 11, 43, 62, 90, 55, 72, 83, 74, 63, 57, 6, 41, 39, 69, 46, 7, 48, 28]
    );
    let mut rows = [&folds[0].split.train[..], &folds[0].split.test[..]].concat();
    rows.sort_unstable();
    assert!(rows.into_iter().eq(0..table.len()));
}

#[test]
fn six_folds_test_the_actors_of_emobox() {
    let table = table();
    let folds = Protocol::SpeakerSixFold.folds(&table).unwrap();
    assert_partition(&folds, table.len());
    let expected = [
        [1, 11, 20, 21],
        [4, 10, 12, 14],
        [8, 9, 19, 23],
        [3, 5, 7, 24],
        [2, 15, 16, 18],
        [6, 13, 17, 22],
    ];
    for (fold, expected) in folds.iter().zip(expected) {
        assert_eq!(actors(&table, &fold.split.test), BTreeSet::from(expected));
        assert!(actors(&table, &fold.split.test).is_disjoint(&actors(&table, &fold.split.train)));
    }
    assert_eq!(folds[4].name, "speakers 2, 15, 16, 18");
    assert_eq!(folds.len(), 6);
}

#[test]
fn one_speaker_is_left_out_at_a_time_in_the_order_of_their_numbers() {
    let table = table();
    let folds = Protocol::LeaveOneSpeakerOut.folds(&table).unwrap();
    assert_partition(&folds, table.len());
    for (fold, actor) in folds.iter().zip(1..=24) {
        assert_eq!(fold.name, format!("speaker {actor}"));
        assert_eq!(actors(&table, &fold.split.test), BTreeSet::from([actor]));
    }
    assert_eq!(folds.len(), 24);
}

#[test]
fn one_statement_is_left_out_at_a_time() {
    let table = table();
    let folds = Protocol::LeaveOneStatementOut.folds(&table).unwrap();
    assert_partition(&folds, table.len());
    let names: Vec<_> = folds.iter().map(|fold| fold.name.as_str()).collect();
    assert_eq!(names, ["statement dogs", "statement kids"]);
    let statements = table.keys("statement").unwrap();
    assert!(folds[0].split.test.iter().all(|&row| statements[row].to_string() == "dogs"));
}

#[test]
fn protocols_have_names() {
    for protocol in Protocol::ALL {
        assert_eq!(protocol.name().parse::<Protocol>().unwrap(), protocol);
    }
    let message = "speaker-5fold".parse::<Protocol>().unwrap_err().to_string();
    assert!(message.starts_with("protocol: expected "), "{message}");
    assert!(message.ends_with("got \"speaker-5fold\""), "{message}");
}

#[test]
fn a_table_that_cannot_be_divided_so_is_refused() {
    let table = table();
    let refusal =
        |protocol: Protocol, table: &FeatureTable| protocol.folds(table).unwrap_err().to_string();
    let one = table.filter(|clip| clip.speaker == Some(GroupKey::from(1)));
    assert_eq!(
        refusal(Protocol::LeaveOneSpeakerOut, &one),
        "fold: expected rows to train on and rows to test on for actor 1, got 0 and 4"
    );
    let few = table.filter(|clip| clip.speaker <= Some(GroupKey::from(3)));
    assert_eq!(
        refusal(Protocol::SpeakerSixFold, &few),
        "fold: expected rows to train on and rows to test on for actors 4, 10, 12, 14, got 12 and 0"
    );
    let csv = "clip,emotion,actor,zcr\na,sad,25,1\nb,sad,1,1\n";
    let other = FeatureTable::from_reader(csv.as_bytes()).unwrap();
    assert_eq!(
        refusal(Protocol::SpeakerSixFold, &other),
        "speaker: expected 1 to 24, as in RAVDESS, got \"25\""
    );
    assert_eq!(
        refusal(Protocol::LeaveOneStatementOut, &other),
        "statement: expected one for every clip, got none for \"a\" (row 1), \"b\" (row 2)"
    );
    let empty = table.filter(|_| false);
    for protocol in Protocol::ALL {
        assert!(protocol.folds(&empty).is_err(), "{protocol}");
    }
}
