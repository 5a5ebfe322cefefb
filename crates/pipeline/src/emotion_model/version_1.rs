//! Model files of version 1 of the format, as version 2 writes them.
//!
//! Version 1 knew two pipelines, `mlp` and `ridge`, each with its steps under fixed names, and an
//! id of the features in which default values had no part.

use emo_dsp_features::FeatureConfig;
use emo_learn::stored::deserialize;
use serde_json::{Map, Value, json};

use crate::{Error, Result};

/// The tree of a file of version 1 as that of version 2.
pub(super) fn migrated(mut tree: Value) -> Result<Value> {
    let pipeline = tree.get_mut("pipeline").map(Value::take);
    let pipeline = pipeline.ok_or_else(|| missing("pipeline"))?;
    tree["pipeline"] = migrated_pipeline(pipeline)?;
    check_id(&mut tree)?;
    tree["version"] = json!(2);
    Ok(tree)
}

/// Compares the id with that of version 1, and puts today's in its place.
fn check_id(tree: &mut Value) -> Result<()> {
    let features = tree.get_mut("features").ok_or_else(|| missing("features"))?;
    let config = features.get("config").ok_or_else(|| missing("features.config"))?;
    let config: FeatureConfig =
        deserialize(config).map_err(|error| Error::in_field(error, "features.config"))?;
    let (expected, id) = (config.id_v1(), features.get("id").and_then(Value::as_str));
    if id != Some(expected.as_str()) {
        let got = id.unwrap_or("none");
        return Err(Error::invalid_model("features.id, of features.config", expected, got));
    }
    features["id"] = json!(config.id());
    Ok(())
}

fn migrated_pipeline(pipeline: Value) -> Result<Value> {
    let Value::Object(mut kinds) = pipeline else { return Err(missing("pipeline.mlp")) };
    let (kind, steps) = match (kinds.remove("mlp"), kinds.remove("ridge")) {
        (Some(steps), None) => ("mlp", steps),
        (None, Some(steps)) => ("ridge", steps),
        _ => return Err(missing("pipeline.mlp or pipeline.ridge")),
    };
    let Value::Object(mut steps) = steps else { return Err(missing("pipeline.*.classifier")) };
    let transformer = take(&mut steps, kind, "transformer")?;
    let classifier = take(&mut steps, kind, "classifier")?;
    let labels = take(&mut steps, kind, "labels")?;
    let known = kinds.keys().chain(steps.keys()).next();
    if let Some(field) = known {
        let problem = "the field is not known".into();
        return Err(Error::ModelField { field: format!("pipeline.{kind}.{field}"), problem });
    }
    let labels = labels.get("classes").cloned().ok_or_else(|| missing("pipeline.*.labels.classes"));
    let (transformers, classifier) = match kind {
        "mlp" => (vec![json!({ "scaler": transformer })], json!({ "mlp": classifier })),
        _ => (ridge_transformers(transformer)?, json!({ "ridge_f32": classifier })),
    };
    Ok(json!({ "labels": labels?, "transformers": transformers, "classifier": classifier }))
}

/// Scaler and limits of a ridge pipeline, which computed in single precision.
fn ridge_transformers(pair: Value) -> Result<Vec<Value>> {
    match pair {
        Value::Array(pair) => match <[Value; 2]>::try_from(pair) {
            Ok([scaler, clip]) => {
                Ok(vec![json!({ "scaler_f32": scaler }), json!({ "clip": clip })])
            }
            Err(_) => Err(missing("pipeline.ridge.transformer[1]")),
        },
        _ => Err(missing("pipeline.ridge.transformer[0]")),
    }
}

fn take(steps: &mut Map<String, Value>, kind: &str, field: &str) -> Result<Value> {
    steps.remove(field).ok_or_else(|| missing(format!("pipeline.{kind}.{field}")))
}

fn missing(field: impl Into<String>) -> Error {
    Error::ModelField { field: field.into(), problem: "the field is missing".into() }
}
