//! Clips become a table, and a bad one does not stop the others.
// Ending the program is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::sync::Mutex;

use emo_pipeline::{Clip, Error, Extraction, Recording, Result, extract_table};
use ndarray::{Array1, array};

fn clips(n: usize) -> Vec<Recording> {
    let recording = |at: usize| {
        let label = ["bored", "excited"][at % 2];
        Recording::new(at.to_string(), Clip::new(format!("clip {at}")).label(label))
    };
    (0..n).map(recording).collect()
}

/// The number that a path is, and its square; every fourth path fails in one of four ways.
fn features(recording: &Recording) -> Result<Array1<f64>> {
    let path = &recording.path;
    let at: f64 = path.to_string_lossy().parse().unwrap();
    match at as usize % 16 {
        3 => Err(Error::Empty { what: "samples" }),
        7 => Ok(array![at]),
        11 => Ok(array![at, f64::NAN]),
        15 => Ok(array![f64::INFINITY, at]),
        _ => Ok(array![at, at * at]),
    }
}

fn extract(n: usize) -> Extraction {
    let columns = ["number".to_string(), "square".to_string()];
    extract_table(&clips(n), &columns, features, |_| ()).unwrap()
}

#[test]
fn rows_keep_the_order_of_the_clips_and_bad_ones_are_reported() {
    let extraction = extract(64);
    let good: Vec<usize> = (0..64).filter(|at| at % 4 != 3).collect();
    let numbers: Vec<usize> = extraction.table.x().column(0).iter().map(|v| *v as usize).collect();
    assert_eq!(numbers, good);
    for (clip, at) in extraction.table.clips().iter().zip(&good) {
        assert_eq!(clip.name, format!("clip {at}"));
    }
    let skipped: Vec<_> =
        extraction.skipped.iter().take(4).map(|(p, e)| (p, e.to_string())).collect();
    let expected = [
        ("3", "samples: expected at least one, got none"),
        ("7", "features of a clip: expected 2, got 1"),
        ("11", "feature: expected a finite number for square, got NaN"),
        ("15", "feature: expected a finite number for number, got inf"),
    ];
    for ((path, error), (file, message)) in skipped.into_iter().zip(expected) {
        assert_eq!((path, error.as_str()), (&PathBuf::from(file), message));
    }
    assert_eq!(extraction.skipped.len(), 16);
}

#[test]
fn one_thread_makes_the_same_table_as_many() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let one = pool(1).install(|| extract(200));
    let many = pool(7).install(|| extract(200));
    assert_eq!(one.table, many.table);
}

#[test]
fn progress_counts_every_clip_once() {
    let seen = Mutex::new(Vec::new());
    let columns = ["number".to_string(), "square".to_string()];
    extract_table(&clips(40), &columns, features, |done| seen.lock().unwrap().push(done)).unwrap();
    let mut seen = seen.into_inner().unwrap();
    seen.sort_unstable();
    assert!(seen.into_iter().eq(1..=40));
}

#[test]
fn no_clips_and_only_bad_clips_give_a_table_without_rows() {
    assert!(extract(0).table.is_empty());
    let columns = ["number".to_string()];
    let fails = |_: &Recording| Err(Error::Empty { what: "samples" });
    let extraction = extract_table(&clips(3), &columns, fails, |_| ()).unwrap();
    assert_eq!((extraction.table.len(), extraction.skipped.len()), (0, 3));
}

#[test]
fn names_that_no_table_can_have_are_refused_before_any_work() {
    let untouched = |_: &Recording| panic!("no clip is read");
    let refuses = |clips: &[Recording], column: &str| {
        extract_table(clips, &[column.to_string()], untouched, |_| ()).is_err()
    };
    assert!(refuses(&clips(3), "actor"));
    let mut unnamed = clips(3);
    unnamed[2].clip.name.clear();
    assert!(refuses(&unnamed, "number"));
    let mut unlabelled = clips(3);
    unlabelled[1].clip.label = None;
    assert!(refuses(&unlabelled, "number"));
}
