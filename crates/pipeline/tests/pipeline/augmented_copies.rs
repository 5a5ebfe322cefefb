//! Augmented copies of a clip stay with their clip: on its side of every split, and never tested.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use emo_fixtures::path;
use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::model_selection::{
    CvOptions, GroupKFold, GroupShuffleSplit, KFold, LeaveOneGroupOut, PredefinedSplit,
    ShuffleSplit, Split, SplitInput, Splitter, StratifiedGroupKFold, StratifiedKFold,
    StratifiedShuffleSplit, cross_validate, groups_on_both_sides,
};
use emo_pipeline::protocol::Protocol;
use emo_pipeline::{
    Clip, FeatureConfig, FeatureTable, NoResampling, Pipeline, Recording, RidgeClassifier,
    StandardScaler, Treatment, extract_augmented_table, learn,
};
use ndarray::Array2;
use proptest::prelude::*;

/// 48 clips of 24 actors, each as recorded and with two copies: row `3 * clip + copy`.
fn table() -> FeatureTable {
    let mut clips = Vec::new();
    for clip in 0..48_usize {
        for treatment in [None, Some("speed 0.9"), Some("telephone")] {
            let label = ["angry", "fearful"][clip % 2];
            let statement = ["dogs", "kids"][clip / 2 % 2];
            let mut info = Clip::new(format!("clip {clip}"))
                .label(label)
                .speaker(clip as u64 / 2 + 1)
                .with("statement", statement);
            info.copy = treatment.map(str::to_owned);
            clips.push(info);
        }
    }
    let x = Array2::from_shape_fn((144, 2), |(row, k)| (row / 3 % 2) as f64 + k as f64);
    FeatureTable::new(x, vec!["a".into(), "b".into()], clips).unwrap()
}

fn assert_apart(what: &str, table: &FeatureTable, split: &Split) {
    let clip = |&row: &usize| table.clips()[row].name.clone();
    let train: BTreeSet<String> = split.train.iter().map(clip).collect();
    assert!(split.test.iter().all(|row| !train.contains(&clip(row))), "{what}");
    let recorded = |&row: &usize| table.clips()[row].copy.is_none();
    assert!(split.test.iter().all(recorded), "{what}: a copy is tested");
    assert_eq!(split.train.len(), 3 * train.len(), "{what}: a copy of a training clip is missing");
    assert!(!split.test.is_empty() && !train.is_empty(), "{what}");
}

/// Every other row trains.
struct EveryOther;

impl Splitter for EveryOther {
    fn divide(&self, input: &SplitInput<'_>) -> learn::Result<Vec<Split>> {
        let (test, train) = (0..input.n_samples()).partition(|row| row % 2 == 0);
        Ok(vec![Split { train, test }])
    }
}

#[test]
fn no_splitter_separates_a_clip_from_its_copies() {
    let table = table();
    let copies = table.copies().unwrap();
    let labels: Vec<usize> = (0..144).map(|row| row / 3 % 2).collect();
    let actors: Vec<usize> = (0..144).map(|row| row / 6).collect();
    let input = SplitInput::new(144).labels(&labels).groups(&actors).copies(&copies);
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
        let splits = splitter.split(&input).unwrap();
        splits.iter().for_each(|split| assert_apart(name, &table, split));
    }
}

#[test]
fn folds_of_speakers_keep_actors_whole_and_clips_beside_their_copies() {
    let table = table();
    let folds = table.speaker_folds(3).unwrap();
    folds.iter().for_each(|fold| assert_apart("speaker_folds", &table, fold));
    let actors = table.speakers().unwrap();
    for fold in &folds {
        assert_eq!(groups_on_both_sides(fold, &actors).unwrap(), []);
    }
    let mut tested: Vec<usize> = folds.into_iter().flat_map(|fold| fold.test).collect();
    tested.sort_unstable();
    assert_eq!(tested, (0..144).step_by(3).collect::<Vec<_>>());
}

#[test]
fn where_a_clip_has_no_actor_the_folds_are_of_clips() {
    let table = table();
    let mut clips = table.clips().to_vec();
    clips.iter_mut().for_each(|clip| clip.speaker = None);
    let table = FeatureTable::new(table.x().to_owned(), table.columns().to_vec(), clips).unwrap();
    let folds = table.speaker_folds(3).unwrap();
    folds.iter().for_each(|fold| assert_apart("speaker_folds", &table, fold));
    assert!(table.speaker_folds(25).is_err(), "24 clips of each emotion");
}

/// Protocols that the table can be divided by.
const PROTOCOLS: [&str; 5] =
    ["seed", "speaker-6fold", "speaker-folds", "leave-one-speaker-out", "leave-one-statement-out"];

#[test]
fn no_protocol_separates_a_clip_from_its_copies() {
    let table = table();
    for name in PROTOCOLS {
        for fold in name.parse::<Protocol>().unwrap().folds(&table).unwrap() {
            assert_apart(name, &table, &fold.split);
        }
    }
}

#[test]
fn the_clips_as_recorded_are_divided_as_if_there_were_no_copies() {
    let table = table();
    let recorded = table.filter(|clip| clip.copy.is_none());
    for name in PROTOCOLS {
        let protocol: Protocol = name.parse().unwrap();
        let (with, without) = (protocol.folds(&table).unwrap(), protocol.folds(&recorded).unwrap());
        for (with, without) in with.iter().zip(&without) {
            let tested: Vec<usize> = without.split.test.iter().map(|row| 3 * row).collect();
            assert_eq!(with.split.test, tested, "{}", with.name);
        }
    }
}

#[test]
fn copies_train_and_are_not_scored() {
    let table = table();
    let ridge = RidgeClassifier::default();
    let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge);
    let evaluation = Protocol::emobox_ravdess().evaluate(&table, &pipeline).unwrap();
    assert_eq!(evaluation.rows.len(), 48);
    assert!(evaluation.folds.iter().all(|fold| fold.n_train == 120 && fold.n_test == 8));
    let options = CvOptions::new(KFold::default()).copies(table.copies().unwrap());
    let scores = cross_validate(&pipeline, table.x(), &table.labels(), &options).unwrap();
    assert_eq!(scores.test_score.len(), 5);
}

#[test]
fn a_copy_without_its_clip_is_refused() {
    let copies_alone = table().filter(|clip| clip.copy.is_some());
    let error = copies_alone.copies().unwrap_err().to_string();
    assert!(error.contains("clip 0") && error.contains("speed 0.9"), "{error}");
    let split = |copies: &[Option<usize>]| {
        KFold::default().n_splits(2).split(&SplitInput::new(4).copies(copies))
    };
    assert!(matches!(split(&[None, None]), Err(learn::Error::Shape { .. })));
    assert!(matches!(
        split(&[None, None, None, Some(9)]),
        Err(learn::Error::NoSuchRow { row: 9, .. })
    ));
    assert!(matches!(
        split(&[None, None, Some(3), Some(0)]),
        Err(learn::Error::InvalidParameter { .. })
    ));
}

#[test]
fn a_table_on_disk_says_what_was_treated() {
    let table = table();
    let mut text = Vec::new();
    table.to_writer(&mut text).unwrap();
    assert_eq!(FeatureTable::from_reader(&text[..]).unwrap(), table);
    let header = String::from_utf8(text).unwrap();
    assert!(header.starts_with("clip,label,speaker,copy,statement,a"), "{header}");
    let mut text = Vec::new();
    table.filter(|clip| clip.copy.is_none()).to_writer(&mut text).unwrap();
    assert!(!String::from_utf8(text).unwrap().contains("copy"));
}

#[test]
fn rows_of_a_file_begin_with_the_one_as_recorded_whatever_the_threads() {
    let treatments = [Treatment::Speed { factor: 1.1 }, Treatment::PinkNoise { snr_db: 10.0 }];
    let extractor = RowExtractor::new(FeatureConfig::default()).unwrap();
    let clip = |name: &str| Recording::new(path("audio").join(name), Clip::new(name).label("calm"));
    let clips = ["speech.wav", "missing.wav", "speech.flac"].map(clip);
    let extract = || {
        let rows = |recording: &Recording, seeds: &[u32]| {
            extractor.augmented_rows_of_recording(recording, &treatments, seeds)
        };
        let columns = extractor.column_names();
        extract_augmented_table(&clips, columns, &treatments, 3, rows, |_| ()).unwrap()
    };
    let extraction = extract();
    assert_eq!(extraction.skipped.len(), 1);
    assert_eq!(
        extraction.table.copies().unwrap(),
        [None, Some(0), Some(0), None, Some(3), Some(3)]
    );
    let recorded = extractor.row_of_file(path("audio/speech.wav")).unwrap();
    assert_eq!(extraction.table.x().row(0), recorded);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(extract).table, extraction.table);
}

proptest! {
    #[test]
    fn any_copies_stay_with_their_rows(copy_of in prop::collection::vec(0_usize..6, 12..40), seed: u32) {
        // Rows 0 to 5 are as recorded; all others are copies of one of them.
        let copies: Vec<Option<usize>> = (0..6).map(|_| None)
            .chain(copy_of.iter().map(|&row| Some(row))).collect();
        let input = SplitInput::new(copies.len()).copies(&copies);
        let splitter = KFold::default().n_splits(3).shuffle(true).random_state(seed);
        for split in splitter.split(&input).unwrap() {
            for (row, copy_of) in copies.iter().enumerate() {
                let home = copy_of.unwrap_or(row);
                prop_assert_eq!(split.train.contains(&row), split.train.contains(&home));
                prop_assert_eq!(split.test.contains(&row), copy_of.is_none() && !split.train.contains(&row));
            }
        }
    }
}
