//! Judging an estimator by a protocol.

#![allow(clippy::unwrap_used)] // a test ends by it

use emo_pipeline::{
    FeatureTable, NoResampling, Pipeline, RidgeClassifier, StandardScaler,
    estimator::Predictor,
    metrics::Bootstrap,
    protocol::{Protocol, Scores},
};
use ndarray::Axis;

const LABELS: [&str; 8] =
    ["angry", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprised"];

/// Four actors who speak eight emotions twice; one column tells the emotion, one the actor.
fn table() -> FeatureTable {
    let mut csv = String::from("clip,emotion,statement,actor,height,voice\n");
    for actor in 1..=4 {
        for (at, emotion) in LABELS.into_iter().enumerate() {
            for (statement, shift) in [("kids", 0.0), ("dogs", 0.25)] {
                let height = at as f64 * at as f64 + shift;
                csv += &format!(
                    "{actor}-{at}-{statement},{emotion},{statement},{actor},{height},{actor}\n"
                );
            }
        }
    }
    FeatureTable::from_reader(csv.as_bytes()).unwrap()
}

fn ridge() -> Pipeline<StandardScaler, NoResampling, RidgeClassifier> {
    Pipeline::new(StandardScaler::default(), NoResampling::default(), RidgeClassifier::default())
}

#[test]
fn every_row_is_judged_once_by_a_model_that_did_not_train_on_its_actor() {
    let table = table();
    let evaluation = Protocol::leave_one_out("speaker").evaluate(&table, &ridge()).unwrap();
    let mut rows = evaluation.rows.clone();
    rows.sort_unstable();
    assert!(rows.into_iter().eq(0..table.len()));
    assert_eq!(evaluation.folds.len(), 4);
    for (fold, scores) in
        Protocol::leave_one_out("speaker").folds(&table).unwrap().iter().zip(&evaluation.folds)
    {
        let (train, test) = table.split(&fold.split).unwrap();
        let model = ridge().fit(train.x(), &train.labels()).unwrap();
        assert_eq!(scores.scores.accuracy, model.score(test.x(), &test.labels()).unwrap());
        assert_eq!((scores.n_train, scores.n_test), (48, 16));
    }
}

#[test]
fn scores_are_those_of_all_folds_together() {
    let evaluation = Protocol::leave_one_out("statement").evaluate(&table(), &ridge()).unwrap();
    let expected = Scores::new(&evaluation.labels, &evaluation.predicted).unwrap();
    assert_eq!(evaluation.scores, expected);
    let matrix = evaluation.confusion_matrix().unwrap();
    assert_eq!(matrix.counts().sum(), 64.0);
    assert_eq!(matrix.accuracy(), expected.accuracy);
}

#[test]
fn an_interval_holds_the_score_and_needs_actors() {
    let evaluation = Protocol::leave_one_out("speaker").evaluate(&table(), &ridge()).unwrap();
    let interval = evaluation.interval(&Bootstrap::default(), |scores| scores.uar).unwrap();
    assert!(interval.low <= evaluation.scores.uar && evaluation.scores.uar <= interval.high);
    let mut rows = String::from("clip,emotion,height\n");
    (0..10).for_each(|at| rows += &format!("{at},{},{at}\n", if at < 5 { "calm" } else { "sad" }));
    let nobody = FeatureTable::from_reader(rows.as_bytes()).unwrap();
    let evaluation = Protocol::seed().evaluate(&nobody, &ridge()).unwrap();
    assert!(evaluation.interval(&Bootstrap::default(), |scores| scores.uar).is_err());
}

#[test]
fn probabilities_are_in_the_column_of_their_label_even_where_a_fold_lacks_one() {
    // Speaker 4 alone is calm, so that the fold that tests speaker 4 does not train on it.
    let table = table().filter(|clip| !clip.has("label", "calm") || clip.has("speaker", "4"));
    let evaluation = Protocol::leave_one_out("speaker").evaluate(&table, &ridge()).unwrap();
    assert_eq!(evaluation.classes, LABELS);
    let of_speaker_4: Vec<usize> = evaluation
        .speakers
        .iter()
        .flatten()
        .enumerate()
        .filter(|(_, speaker)| speaker.number() == Some(4))
        .map(|(row, _)| row)
        .collect();
    assert_eq!(of_speaker_4.len(), 16);
    assert!(of_speaker_4.iter().all(|&row| evaluation.probabilities[[row, 1]] == 0.0));
    assert!(evaluation.probabilities.sum_axis(Axis(1)).iter().all(|sum| (sum - 1.0).abs() < 1e-9));
    let fold = &Protocol::leave_one_out("speaker").folds(&table).unwrap()[0];
    let (train, test) = table.split(&fold.split).unwrap();
    let model = ridge().fit(train.x(), &train.labels()).unwrap();
    let own = Predictor::<f64, String>::predict_proba(&model, test.x()).unwrap();
    assert_eq!(evaluation.probabilities[[0, 0]], own[[0, 0]]);
}
