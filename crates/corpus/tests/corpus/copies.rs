//! Augmented copies belong to the recording that they were made from.

// Ending the program is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use emo_corpus::protocol::Protocol;
use emo_corpus::{Clip, FeatureTable};
use ndarray::Array2;

fn table(clips: Vec<Clip>) -> FeatureTable {
    FeatureTable::new(Array2::zeros((clips.len(), 1)), vec!["zcr".into()], clips).unwrap()
}

#[test]
fn copies_of_clips_of_one_name_belong_to_their_own_corpus() {
    let clip = |corpus: &str| Clip::new("a01").label("sad").corpus(corpus).speaker(1);
    let table = table(vec![
        clip("savee"),
        clip("mine"),
        clip("mine").copy("speed 0.9"),
        clip("savee").copy("speed 0.9"),
    ]);
    assert_eq!(table.copies().unwrap(), [None, None, Some(1), Some(0)]);
    let folds = Protocol::leave_one_out("corpus").folds(&table).unwrap();
    assert_eq!((&folds[0].split.train[..], &folds[0].split.test[..]), (&[0, 3][..], &[1][..]));
}

#[test]
fn copies_of_repeated_names_belong_to_the_clip_that_agrees_with_them() {
    let clip = |speaker: u64| Clip::new("take1").label("sad").speaker(speaker);
    let rows = vec![clip(1), clip(1).copy("noise"), clip(2), clip(2).copy("noise")];
    assert_eq!(table(rows).copies().unwrap(), [None, Some(0), None, Some(2)]);
}

#[test]
fn a_copy_that_could_be_of_two_clips_is_refused() {
    let clip = Clip::new("take1").label("sad");
    let rows = vec![clip.clone(), clip.clone(), clip.clone().copy("noise")];
    let message = table(rows).copies().unwrap_err().to_string();
    let expected = "copy: expected \"take1\" as recorded in the table once";
    assert_eq!(message, format!("{expected}, got \"noise\" and 2 such rows"));
    let alone = table(vec![clip.copy("noise")]).copies().unwrap_err().to_string();
    let expected = "copy: expected \"take1\" as recorded in the table too, got \"noise\" alone";
    assert_eq!(alone, expected);
}
