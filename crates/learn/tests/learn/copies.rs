//! Augmented copies of a row stay with their row: on its side of every split, and never tested.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::collections::BTreeSet;

use emo_learn::model_selection::{
    Copies, GroupKFold, GroupShuffleSplit, KFold, LeaveOneGroupOut, PredefinedSplit, ShuffleSplit,
    Split, SplitInput, Splitter, StratifiedGroupKFold, StratifiedKFold, StratifiedShuffleSplit,
};

/// Every other row trains.
struct EveryOther;

impl Splitter for EveryOther {
    fn divide(&self, input: &SplitInput<'_>) -> emo_learn::Result<Vec<Split>> {
        let (test, train) = (0..input.n_samples()).partition(|row| row % 2 == 0);
        Ok(vec![Split { train, test }])
    }
}

/// 48 clips of 24 speakers, each as recorded and with two copies: row `3 * clip + copy`.
#[test]
fn no_splitter_separates_a_clip_from_its_copies() {
    let copies: Vec<_> = (0..144).map(|row| (row % 3 != 0).then_some(row / 3 * 3)).collect();
    let labels: Vec<usize> = (0..144).map(|row| row / 3 % 2).collect();
    let speakers: Vec<usize> = (0..144).map(|row| row / 6).collect();
    let input = SplitInput::new(144).labels(&labels).groups(&speakers).copies(&copies);
    let of_clip: Vec<Option<usize>> = (0..48).map(|clip| Some(clip % 4)).collect();
    let splitters: Vec<(&str, Box<dyn Splitter>)> = vec![
        ("KFold", Box::new(KFold::default().shuffle(true))),
        ("StratifiedKFold", Box::new(StratifiedKFold::default().shuffle(true))),
        ("GroupKFold", Box::new(GroupKFold::default())),
        ("StratifiedGroupKFold", Box::new(StratifiedGroupKFold::default())),
        ("ShuffleSplit", Box::new(ShuffleSplit::default())),
        ("StratifiedShuffleSplit", Box::new(StratifiedShuffleSplit::default())),
        ("GroupShuffleSplit", Box::new(GroupShuffleSplit::default())),
        ("LeaveOneGroupOut", Box::new(LeaveOneGroupOut::default())),
        ("PredefinedSplit", Box::new(PredefinedSplit::new(of_clip))),
        ("splits that are given", Box::new(EveryOther.split(&SplitInput::new(48)).unwrap())),
        ("a caller's own", Box::new(EveryOther)),
    ];
    for (name, splitter) in splitters {
        for split in splitter.split(&input).unwrap() {
            let train: BTreeSet<usize> = split.train.iter().map(|row| row / 3).collect();
            assert!(split.test.iter().all(|row| row % 3 == 0), "{name}: a copy is tested");
            assert!(split.test.iter().all(|row| !train.contains(&(row / 3))), "{name}");
            assert_eq!(split.train.len(), 3 * train.len(), "{name}: a copy is missing");
            assert!(!split.test.is_empty() && !train.is_empty(), "{name}");
        }
    }
}

#[test]
fn a_copy_must_name_a_row_that_is_there_and_no_copy() {
    assert!(Copies::new(&[None, Some(0)]).is_ok());
    assert!(Copies::new(&[None, Some(2)]).is_err());
    assert!(Copies::new(&[None, Some(0), Some(1)]).is_err());
}
