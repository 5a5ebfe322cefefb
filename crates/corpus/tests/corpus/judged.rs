//! Predictions that are judged on the labels that several corpora have in common.

#![allow(clippy::unwrap_used)]

use emo_corpus::protocol::{Evaluation, Protocol};
use emo_corpus::{Clip, FeatureTable, LabelMap};
use emo_learn::metrics::Bootstrap;
use emo_learn::{NoResampling, Pipeline, StandardScaler};
use emo_ridge::RidgeClassifier;
use ndarray::Array2;

/// Two corpora: `x` has calm speech, `y` has bored speech, and both have the other labels. A
/// label's value is its place.
fn table() -> FeatureTable {
    let labels =
        [("x", ["calm", "neutral", "sad", "angry"]), ("y", ["bored", "neutral", "sad", "angry"])];
    let (mut clips, mut values) = (Vec::new(), Vec::new());
    for row in 0..48_u64 {
        let (corpus, labels) = labels[row as usize % 2];
        let at = (row / 2) as usize % 4;
        let speaker = row / 2 % 3;
        clips.push(Clip::new(format!("{row}")).label(labels[at]).speaker(speaker).corpus(corpus));
        values.extend((0..4).map(|place| f64::from(u8::from(place == at)) + 0.01 * row as f64));
    }
    let x = Array2::from_shape_vec((48, 4), values).unwrap();
    FeatureTable::new(x, ["a", "b", "c", "d"].map(String::from).to_vec(), clips).unwrap()
}

fn evaluated(protocol: &str) -> Evaluation {
    let ridge = RidgeClassifier::default().alpha(1e-3);
    let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge);
    protocol.parse::<Protocol>().unwrap().evaluate(&table(), &pipeline).unwrap()
}

#[test]
fn labels_that_not_every_corpus_has_are_left_out_and_calm_is_neutral() {
    let evaluation = evaluated("leave-one-corpus-out");
    assert!(evaluation.scores.uar < 1.0);
    let map = LabelMap::common_to(&table()).unwrap();
    let judged = evaluation.judged_on(&map).unwrap();
    assert_eq!(judged.classes, ["angry", "neutral", "sad"]);
    assert_eq!(judged.judged_on.as_ref(), Some(&judged.classes));
    // Six clips of y are bored.
    assert_eq!((judged.rows.len(), judged.labels.len()), (42, 42));
    assert_eq!(judged.folds.iter().map(|fold| fold.n_test).collect::<Vec<_>>(), [24, 18]);
    assert!(judged.probabilities.rows().into_iter().all(|row| (row.sum() - 1.0).abs() < 1e-9));
    let classes: Vec<usize> =
        judged.predicted.iter().map(|it| judged.classes.binary_search(it).unwrap()).collect();
    for (row, &class) in judged.probabilities.rows().into_iter().zip(&classes) {
        assert!(row.iter().all(|&probability| probability <= row[class]));
    }
    assert!(evaluation.judged_on(&LabelMap::default().restricted_to(["proud"])).is_err());
}

#[test]
fn the_probabilities_of_labels_that_become_one_are_added() {
    let evaluation = evaluated("speaker-folds");
    let map = LabelMap::default().with("calm", "neutral");
    let judged = evaluation.judged_on(&map).unwrap();
    assert_eq!(judged.rows, evaluation.rows);
    let column = |it: &Evaluation, label: &str| {
        let at = it.classes.iter().position(|class| class == label).unwrap();
        it.probabilities.column(at).to_owned()
    };
    let sum = column(&evaluation, "calm") + column(&evaluation, "neutral");
    let merged = column(&judged, "neutral");
    assert!(sum.iter().zip(&merged).all(|(a, b)| (a - b).abs() < 1e-9));
}

#[test]
fn each_corpus_is_judged_among_its_own_labels() {
    let summary = evaluated("speaker-folds").summary(&Bootstrap::default()).unwrap();
    let names: Vec<_> =
        summary.corpora.iter().map(|it| (it.corpus.as_str(), it.n_clips, it.n_labels)).collect();
    assert_eq!(names, [("x", 24, 4), ("y", 24, 4)]);
    let mean = summary.corpora.iter().map(|it| it.uar.value).sum::<f64>() / 2.0;
    assert_eq!(summary.mean_of_corpora(), Some(mean));
    assert!(summary.corpora.iter().all(|it| it.uar.interval.is_some()));
    let json = serde_json::to_string(&summary).unwrap();
    let read: emo_corpus::protocol::ProtocolScores = serde_json::from_str(&json).unwrap();
    assert_eq!(read, summary);
}

#[test]
fn corpora_with_equal_labels_have_no_map() {
    let table = table();
    let one = table.filter(|clip| clip.corpus.as_deref() == Some("x"));
    assert_eq!(LabelMap::common_to(&one), None);
    let same = table.filter(|clip| matches!(clip.label.as_deref(), Some("sad" | "angry")));
    assert_eq!(LabelMap::common_to(&same), None);
    assert!(LabelMap::common_to(&table).is_some());
}
