//! Row for row the splits of scikit-learn 1.9.1, and what holds for every split.

use std::collections::BTreeMap;

use emo_fixtures::golden;
use emo_learn::Error;
use emo_learn::model_selection::*;
use proptest::prelude::*;

#[derive(serde::Deserialize)]
struct Rows {
    labels: Vec<usize>,
    groups: Vec<usize>,
}

impl Rows {
    fn input(&self) -> SplitInput<'_> {
        SplitInput::new(self.labels.len()).labels(&self.labels).groups(&self.groups)
    }
}

#[derive(serde::Deserialize)]
struct KFoldCase {
    data: String,
    kind: String,
    n_splits: usize,
    seed: Option<u32>,
    folds: Vec<usize>,
}

#[derive(serde::Deserialize)]
struct DrawCase {
    kind: String,
    test: Option<Size>,
    train: Option<Size>,
    seed: u32,
    splits: Vec<Split>,
}

#[derive(serde::Deserialize)]
struct TrainTestCase {
    test: Option<Size>,
    train: Option<Size>,
    seed: Option<u32>,
    stratified: bool,
    split: Split,
}

fn data() -> BTreeMap<String, Rows> {
    golden("splitters/data")
}

/// A splitter by its name, of this many folds; shuffled where there is a seed.
fn k_fold(kind: &str, n_splits: usize, seed: Option<u32>) -> Box<dyn Splitter> {
    macro_rules! build {
        ($name:ident) => {{
            let splitter = $name::default().n_splits(n_splits);
            Box::new(match seed {
                Some(seed) => splitter.shuffle(true).random_state(seed),
                None => splitter,
            })
        }};
    }
    match kind {
        "KFold" => build!(KFold),
        "StratifiedKFold" => build!(StratifiedKFold),
        "GroupKFold" => build!(GroupKFold),
        "StratifiedGroupKFold" => build!(StratifiedGroupKFold),
        other => unreachable!("no splitter {other}"),
    }
}

/// A drawing splitter by its name, of two splits.
fn drawing(case: &DrawCase) -> Box<dyn Splitter> {
    macro_rules! build {
        ($name:ident) => {{
            let mut splitter = $name::default().n_splits(2).random_state(case.seed);
            splitter.test_size = case.test;
            splitter.train_size = case.train;
            Box::new(splitter)
        }};
    }
    match case.kind.as_str() {
        "ShuffleSplit" => build!(ShuffleSplit),
        "StratifiedShuffleSplit" => build!(StratifiedShuffleSplit),
        "GroupShuffleSplit" => build!(GroupShuffleSplit),
        other => unreachable!("no splitter {other}"),
    }
}

#[test]
fn k_folds_are_scikit_learns_for_every_seed() {
    let data = data();
    for case in golden::<Vec<KFoldCase>>("splitters/k_folds") {
        let what = format!("{} {} × {}, seed {:?}", case.data, case.kind, case.n_splits, case.seed);
        let splitter = k_fold(&case.kind, case.n_splits, case.seed);
        let splits = splitter.split(&data[&case.data].input()).unwrap();
        assert_eq!(splits.len(), case.n_splits, "{what}");
        for (fold, split) in splits.iter().enumerate() {
            let (test, train): (Vec<usize>, Vec<usize>) =
                (0..case.folds.len()).partition(|&row| case.folds[row] == fold);
            assert_eq!(split, &Split { train, test }, "{what}, fold {fold}");
        }
    }
}

#[test]
fn drawn_splits_are_scikit_learns_for_every_seed_and_size() {
    let data = data();
    for case in golden::<Vec<DrawCase>>("splitters/draws") {
        let splits = drawing(&case).split(&data["small"].input()).unwrap();
        let what = format!("{} {:?} {:?} {}", case.kind, case.test, case.train, case.seed);
        assert_eq!(splits, case.splits, "{what}");
    }
}

#[test]
fn train_test_split_is_scikit_learns_for_every_seed_and_size() {
    let labels = &data()["small"].labels;
    for case in golden::<Vec<TrainTestCase>>("splitters/train_test_split") {
        let mut options = TrainTestSplit::default().shuffle(case.seed.is_some());
        options.random_state = case.seed.unwrap_or(0);
        (options.test_size, options.train_size) = (case.test, case.train);
        let split =
            if case.stratified { options.stratified(labels) } else { options.split(labels.len()) };
        assert_eq!(split.unwrap(), case.split, "{options:?}, stratified: {}", case.stratified);
    }
}

#[test]
#[ignore = "needs the recordings: set RAVDESS_DIR"]
fn the_split_of_ravdess_is_the_one_that_the_reference_figures_stand_on() {
    #[derive(serde::Deserialize)]
    struct Expected {
        train: Vec<usize>,
        test: Vec<usize>,
        folds_of_train: Vec<usize>,
    }
    let table = emo_fixtures::reference("notebook_features.csv");
    let mut reader = csv::Reader::from_path(table).unwrap();
    let labels: Vec<String> = reader.records().map(|row| row.unwrap()[60].to_owned()).collect();
    let expected: Expected = golden("splitters/ravdess");

    let split = TrainTestSplit::default().test_size(0.2).random_state(42).stratified(&labels);
    let split = split.unwrap();
    assert_eq!(split, Split { train: expected.train, test: expected.test });

    let train: Vec<String> = take(&labels, &split.train).unwrap();
    let mut classes = train.clone();
    classes.sort();
    classes.dedup();
    let codes: Vec<usize> =
        train.iter().map(|label| classes.binary_search(label).unwrap()).collect();
    let input = SplitInput::new(codes.len()).labels(&codes);
    let folds = StratifiedKFold::default().n_splits(3).split(&input).unwrap();
    for (fold, split) in folds.iter().enumerate() {
        assert!(split.test.iter().all(|&row| expected.folds_of_train[row] == fold));
    }
}

#[test]
#[ignore = "needs the recordings: set RAVDESS_DIR"]
fn actors_of_ravdess_go_to_the_folds_that_scikit_learn_puts_them_in() {
    #[derive(serde::Deserialize)]
    struct Folds {
        kind: String,
        n_splits: usize,
        seed: Option<u32>,
        fold_of_actor: Vec<usize>,
    }
    let table = emo_fixtures::reference("librosa_features.csv");
    let mut reader = csv::Reader::from_path(table).unwrap();
    let (mut emotions, mut actors) = (Vec::new(), Vec::new());
    for row in reader.records() {
        let clip = row.unwrap()[0].to_owned();
        let name = clip.rsplit('/').next().unwrap();
        let fields: Vec<usize> = name.split('-').map(|field| field.parse().unwrap()).collect();
        emotions.push(fields[2]);
        actors.push(fields[6]);
    }
    let input = SplitInput::new(emotions.len()).labels(&emotions).groups(&actors);
    for case in golden::<Vec<Folds>>("splitters/ravdess_by_actor") {
        let splits = k_fold(&case.kind, case.n_splits, case.seed).split(&input).unwrap();
        for (fold, split) in splits.iter().enumerate() {
            let right = split.test.iter().all(|&row| case.fold_of_actor[actors[row] - 1] == fold);
            assert!(right, "{} × {}, seed {:?}", case.kind, case.n_splits, case.seed);
        }
    }
}

#[test]
fn one_group_at_a_time_is_left_out_in_order() {
    let groups = [9, 2, 9, 4, 2];
    let splits = LeaveOneGroupOut::default().split(&SplitInput::new(5).groups(&groups)).unwrap();
    let tests: Vec<_> = splits.iter().map(|split| split.test.clone()).collect();
    assert_eq!(tests, [vec![1, 4], vec![3], vec![0, 2]]);
    assert_eq!(splits[1].train, [0, 1, 2, 4]);
}

#[test]
fn predefined_folds_are_tested_in_the_order_of_their_numbers() {
    let splitter = PredefinedSplit::new([Some(7), None, Some(3), Some(7)]);
    let splits = splitter.split(&SplitInput::new(4)).unwrap();
    assert_eq!(splits[0], Split { train: vec![0, 1, 3], test: vec![2] });
    assert_eq!(splits[1], Split { train: vec![1, 2], test: vec![0, 3] });
    assert!(matches!(splitter.split(&SplitInput::new(3)), Err(Error::Shape { .. })));
}

#[test]
fn groups_on_both_sides_are_named() {
    let split = Split { train: vec![0, 1, 2], test: vec![3, 4] };
    let groups = ["b", "a", "c", "b", "c"];
    assert_eq!(groups_on_both_sides(&split, &groups).unwrap(), ["b", "c"]);
    let error = groups_on_both_sides(&split, &groups[..4]).unwrap_err();
    assert_eq!(error.to_string(), "row 4: expected one of 4 rows, counted from 0");
}

#[test]
fn rows_are_taken_in_the_order_of_the_split() {
    let x = ndarray::array![[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]];
    assert_eq!(take_rows(&x, &[2, 0]).unwrap(), ndarray::array![[4.0, 5.0], [0.0, 1.0]]);
    assert!(matches!(take_rows(&x, &[3]), Err(Error::NoSuchRow { row: 3, n_rows: 3 })));
}

#[test]
fn what_cannot_be_split_is_an_error_that_says_why() {
    let message = |splitter: &dyn Splitter, input| splitter.split(&input).unwrap_err().to_string();
    let (labels, groups) = ([0, 0, 1, 1], [1, 1, 1, 1]);
    let full = SplitInput::new(4).labels(&labels).groups(&groups);
    let fives: [Box<dyn Splitter>; 4] =
        ["KFold", "StratifiedKFold", "GroupKFold", "StratifiedGroupKFold"]
            .map(|kind| k_fold(kind, 5, None));
    for splitter in &fives {
        assert!(message(&**splitter, full).contains("expected at least 5, got"));
        assert!(splitter.split(&SplitInput::new(0)).is_err());
    }
    assert_eq!(
        message(&KFold::default().n_splits(1), full),
        "n_splits: expected at least 2, got 1"
    );
    assert_eq!(
        message(&StratifiedKFold::default().n_splits(3), full),
        "members of the largest class for this n_splits: expected at least 3, got 2"
    );
    assert_eq!(
        message(&GroupKFold::default(), SplitInput::new(4)),
        "groups: expected one for each row, got none"
    );
    assert_eq!(
        message(&StratifiedKFold::default(), SplitInput::new(5).labels(&labels)),
        "labels: expected 5, got 4"
    );
    assert_eq!(message(&LeaveOneGroupOut::default(), full), "groups: expected at least 2, got 1");
}

#[test]
fn absurd_sizes_are_refused_before_memory_is_asked_for() {
    let huge = SplitInput::new(usize::MAX);
    assert!(KFold::default().split(&huge).is_err());
    assert!(ShuffleSplit::default().split(&huge).is_err());
    assert!(TrainTestSplit::default().split(usize::MAX).is_err());
    assert!(ShuffleSplit::default().n_splits(usize::MAX).split(&SplitInput::new(10)).is_err());
    let groups: Vec<usize> = (0..1 << 15).collect();
    let leave_one_out = LeaveOneGroupOut::default();
    assert!(leave_one_out.split(&SplitInput::new(1 << 15).groups(&groups)).is_err());
    assert!(ShuffleSplit::default().n_splits(0).split(&SplitInput::new(10)).is_err());
}

#[test]
fn sizes_that_make_no_sense_are_errors() {
    let with = |test: Size, train: Option<Size>| {
        let mut options = TrainTestSplit::default().test_size(test);
        options.train_size = train;
        options.split(10)
    };
    for wrong in [0.0, 1.0, -0.2, f64::NAN] {
        assert!(matches!(with(wrong.into(), None), Err(Error::InvalidParameter { .. })), "{wrong}");
    }
    assert!(with(0_usize.into(), None).is_err());
    assert!(with(10_usize.into(), None).is_err());
    assert!(with(6_usize.into(), Some(5_usize.into())).is_err());
    assert!(with(0.2.into(), Some(0.05.into())).is_err(), "nothing to train on");
    assert!(with(0.95.into(), None).is_err(), "nothing to train on");
    assert!(TrainTestSplit::default().split(0).is_err());
}

#[test]
fn stratified_draws_need_two_rows_of_each_class_and_room_for_each() {
    let split = |test: usize, labels: &[usize]| {
        TrainTestSplit::default().test_size(test).stratified(labels).map_err(|e| e.to_string())
    };
    let error = split(2, &[0, 0, 5, 0]).unwrap_err();
    assert_eq!(error, "stratified split: class 5: expected at least 2 rows, got 1");
    let error = split(1, &[0, 0, 1, 1]).unwrap_err();
    assert_eq!(error, "rows to test on, one for each class: expected at least 2, got 1");
    let unshuffled = TrainTestSplit::default().shuffle(false).stratified(&[0, 0, 1, 1]);
    assert!(matches!(unshuffled, Err(Error::InvalidParameter { .. })));
}

#[test]
fn a_splitter_keeps_its_parameters_through_json() {
    let splitter = StratifiedShuffleSplit::default().test_size(0.2).train_size(30_usize);
    let json = serde_json::to_string(&splitter).unwrap();
    assert!(json.contains(r#""test_size":0.2,"train_size":30"#), "{json}");
    assert_eq!(serde_json::from_str::<StratifiedShuffleSplit>(&json).unwrap(), splitter);
}

proptest! {
    #[test]
    fn k_folds_test_each_row_once_and_train_on_the_rest(
        rows in prop::collection::vec((0usize..3, 0usize..7), 20..80),
        kind in 0usize..4,
        seed in prop::option::of(any::<u32>()),
    ) {
        let (labels, groups): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let kind = ["KFold", "StratifiedKFold", "GroupKFold", "StratifiedGroupKFold"][kind];
        let input = SplitInput::new(labels.len()).labels(&labels).groups(&groups);
        let splits = k_fold(kind, 3, seed).split(&input);
        prop_assume!(splits.is_ok());
        let splits = splits.unwrap();
        let mut tested: Vec<usize> = splits.iter().flat_map(|split| split.test.clone()).collect();
        tested.sort_unstable();
        prop_assert!(tested.into_iter().eq(0..labels.len()));
        for split in splits {
            let mut all = [split.train.clone(), split.test.clone()].concat();
            all.sort_unstable();
            prop_assert!(all.into_iter().eq(0..labels.len()));
            if kind.contains("Group") {
                prop_assert!(groups_on_both_sides(&split, &groups).unwrap().is_empty());
            }
        }
    }

    #[test]
    fn a_stratified_draw_gives_each_class_its_share_within_one_row(
        labels in prop::collection::vec(0usize..4, 30..120),
        seed: u32,
    ) {
        let options = TrainTestSplit::default().test_size(0.3).random_state(seed);
        let split = options.stratified(&labels);
        prop_assume!(split.is_ok());
        let split = split.unwrap();
        for class in 0..4 {
            let count = |rows: &[usize]| rows.iter().filter(|&&row| labels[row] == class).count();
            let all = labels.iter().filter(|&&label| label == class).count() as f64;
            let share = split.train.len() as f64 / labels.len() as f64;
            prop_assert!((count(&split.train) as f64 - all * share).abs() <= 1.0);
            prop_assert_eq!((count(&split.train) + count(&split.test)) as f64, all);
        }
    }
}

#[test]
fn splits_that_are_given_are_taken_where_their_rows_are_there() {
    let given = vec![Split { train: vec![0, 2], test: vec![1] }];
    assert_eq!(given.split(&SplitInput::new(3)).unwrap(), given);
    let refused = given.split(&SplitInput::new(2));
    assert!(matches!(refused, Err(Error::NoSuchRow { row: 2, n_rows: 2 })));
}
