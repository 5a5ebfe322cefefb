//! The gain of a recording does not change the predicted label.
//!
//! The recordings are not part of this repository, so that the test is ignored by default.

#![allow(clippy::unwrap_used)] // a test ends by it

use emo_fixtures::ravdess_dir;
use emo_pipeline::emotion_model::{RidgeTrainer, RowExtractor};
use emo_pipeline::reader::{CorpusReader, Ravdess};
use emo_pipeline::{
    AnyPipeline, FeatureSet, FeatureTable, Recording, Treatment, extract_augmented_table,
};

fn table(clips: &[Recording], treatments: &[Treatment]) -> FeatureTable {
    let extractor = RowExtractor::new(FeatureSet::Full.into()).unwrap();
    let rows = |recording: &Recording, seeds: &[u32]| {
        extractor.augmented_rows_of_recording(recording, treatments, seeds)
    };
    let columns = extractor.column_names();
    let table = extract_augmented_table(clips, columns, treatments, 0, rows, |_| ()).unwrap();
    assert!(table.skipped.is_empty(), "{:?}", table.skipped);
    table.table
}

#[test]
#[ignore = "needs the recordings: set RAVDESS_DIR"]
fn the_label_of_a_recording_is_the_same_at_any_gain() {
    let folder = ravdess_dir();
    let mut clips = Ravdess.scan(&folder).unwrap().recordings;
    clips.retain(|clip| clip.clip.has("channel", "speech"));
    let every = |step, from| clips.iter().skip(from).step_by(step).cloned().collect::<Vec<_>>();
    let model = RidgeTrainer::default().fit(&table(&every(11, 0), &[])).unwrap();
    let model = AnyPipeline::try_from(model.pipeline).unwrap();
    let gains = [-30.0, -20.0, -10.0, 10.0].map(|db| Treatment::Gain { db });
    let tested = table(&every(31, 5), &gains);
    let labels = model.predict(tested.x()).unwrap();
    for (clip, labels) in tested.clips().chunks(5).zip(labels.chunks(5)) {
        assert!(labels.iter().all(|label| label == &labels[0]), "{}: {labels:?}", clip[0].name);
    }
}
