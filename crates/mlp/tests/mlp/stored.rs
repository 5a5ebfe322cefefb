//! What is written is read again, and what is damaged is refused.

// Helpers of tests end the program as tests do.
#![allow(clippy::unwrap_used)]

use crate::common::clusters;
use emo_mlp::{BatchSize, ClassWeight, FittedMlpClassifier, MlpClassifier, Solver};
use serde_json::{Value, json};

fn stored(early_stopping: bool) -> (FittedMlpClassifier<f64>, Value) {
    let (x, y) = clusters(60, 3);
    let mlp = MlpClassifier::default().hidden_layer_sizes([4]).max_iter(5);
    let fitted = mlp.early_stopping(early_stopping).fit(&x, &y).unwrap();
    let value = serde_json::to_value(&fitted).unwrap();
    (fitted, value)
}

fn problem(damage: impl FnOnce(&mut Value)) -> String {
    let (_, mut value) = stored(false);
    damage(&mut value);
    serde_json::from_value::<FittedMlpClassifier<f64>>(value).unwrap_err().to_string()
}

#[test]
fn a_model_reads_back_as_it_was() {
    for early_stopping in [false, true] {
        let (fitted, _) = stored(early_stopping);
        let text = serde_json::to_string(&fitted).unwrap();
        assert_eq!(serde_json::from_str::<FittedMlpClassifier<f64>>(&text).unwrap(), fitted);
    }
}

#[test]
fn a_model_whose_parts_contradict_each_other_is_refused() {
    for (damage, expected) in [
        (("/classes", json!([1])), "two classes"),
        (("/classes", json!([10, 30, 20])), "rising order"),
        (("/classes", json!([10, 20])), "output units"),
        (("/intercepts", json!([])), "weight matrices"),
        (("/coefs/0/dim", json!([3, 4])), ""),
        (("/coefs/0/dim", json!([2, 8])), "layer 0"),
        (("/intercepts/0/dim", json!([3])), ""),
        (("/coefs/0/data/5", Value::Null), ""),
        (("/history/loss_curve", json!([])), "loss curve is empty"),
        (("/history/validation_scores", json!([0.5])), "validation scores"),
        (("/history/best_loss", Value::Null), "best figures"),
        (("/activation", json!("sine")), "sine"),
        (("/history/more", json!(1)), "more"),
    ] {
        let (path, wrong) = damage;
        let message = problem(|value| match value.pointer_mut(path) {
            Some(place) => *place = wrong,
            None => value["history"]["more"] = wrong,
        });
        assert!(message.contains(expected), "{path}: {message}");
    }
}

#[test]
fn a_weight_beyond_single_precision_is_refused_there() {
    let (_, mut value) = stored(false);
    value["coefs"][0]["data"][5] = json!(1e300);
    let error = serde_json::from_value::<FittedMlpClassifier<f32>>(value).unwrap_err();
    assert!(error.to_string().contains("not finite"), "{error}");
}

#[test]
fn hyperparameters_are_written_in_scikit_learns_spelling() {
    let mlp = MlpClassifier::default();
    let value = serde_json::to_value(&mlp).unwrap();
    assert_eq!(value["activation"], "relu");
    assert_eq!(value["solver"], "adam");
    assert_eq!(value["learning_rate"], "constant");
    assert_eq!(value["batch_size"], "auto");
    assert_eq!(value["class_weight"], "none");
    assert_eq!(serde_json::from_value::<MlpClassifier>(json!({})).unwrap(), mlp);

    let mlp = mlp.solver(Solver::Sgd).batch_size(BatchSize::Rows(50));
    let mlp = mlp.class_weight(ClassWeight::Table([(3, 0.5)].into()));
    let text = serde_json::to_string(&mlp).unwrap();
    assert!(text.contains(r#""batch_size":50"#) && text.contains(r#""solver":"sgd""#), "{text}");
    assert_eq!(serde_json::from_str::<MlpClassifier>(&text).unwrap(), mlp);
}

#[test]
fn a_misspelt_hyperparameter_is_refused() {
    let error = serde_json::from_value::<MlpClassifier>(json!({"alhpa": 1.0})).unwrap_err();
    assert!(error.to_string().contains("alhpa"), "{error}");
}
