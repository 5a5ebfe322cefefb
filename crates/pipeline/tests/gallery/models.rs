//! Model files of each kind, damaged in each field.

use emo_fixtures::path;
use emo_pipeline::emotion_model::{EmotionModel, ModelCard, RidgeTrainer};
use emo_pipeline::{
    AnyPipeline, FeatureConfig, FeatureTable, MlpClassifier, NoResampling, Pipeline, Result,
    StandardScaler,
};
use serde_json::{Value, json};

use crate::damage::{cuts, flips};
use crate::visit::Visit;

pub(crate) fn show(visit: &mut Visit) {
    let table = FeatureTable::read_csv(path("ravdess_features.csv")).unwrap();
    let table = table.select(&(0..table.len()).step_by(6).collect::<Vec<_>>()).unwrap();
    let mlp = MlpClassifier::default().hidden_layer_sizes([3]).max_iter(3).random_state(7);
    let mlp = Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp);
    let mlp = mlp.fit(table.x(), &table.labels()).unwrap().try_into().unwrap();
    let ridge = RidgeTrainer::default().fit(&table).unwrap().pipeline.try_into().unwrap();
    for (name, pipeline) in [("mlp", mlp), ("ridge", ridge)] {
        let mut model: Value = serde_json::from_slice(&file(pipeline)).unwrap();
        round(&mut model["pipeline"]);
        let text = model.to_string().into_bytes();
        let read = |text: &[u8]| read(text, &table);
        visit
            .many(&format!("{name} model: each field damaged"), fields(&model), |text| read(&text));
        visit.many(&format!("{name} model: cut at each 1 %"), cuts(&text), read);
        visit.many(&format!("{name} model: bits turned over"), flips(&text), |text| read(&text));
    }
}

fn file(pipeline: AnyPipeline) -> Vec<u8> {
    let card = ModelCard::new("small");
    let model = EmotionModel::new(FeatureConfig::default(), pipeline, card).unwrap();
    let mut file = Vec::new();
    model.to_writer(&mut file).unwrap();
    file
}

/// Leaves three digits of each trained number, so that the bytes to be damaged do not follow from
/// the last bit of a sum.
fn round(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(round),
        Value::Array(list) => list.iter_mut().for_each(round),
        Value::Number(number) if number.is_f64() => {
            let digits = format!("{:.2e}", number.as_f64().unwrap());
            *value = json!(digits.parse::<f64>().unwrap());
        }
        _ => {}
    }
}

/// Reads a model; what is read must give shares, or say that it cannot.
fn read(text: &[u8], table: &FeatureTable) -> Result<()> {
    let model = EmotionModel::from_reader(text)?;
    for prediction in model.predict_features(table.x())? {
        let sum: f64 = prediction.probabilities().iter().map(|(_, share)| share).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
    Ok(())
}

/// The model with each value in turn replaced by others, and each field removed, renamed or put
/// beside an unknown one. Of lists of numbers the first and the last take part.
fn fields(model: &Value) -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    for place in places(model, String::new()) {
        let mut add = |change: &dyn Fn(&mut Value)| {
            let mut damaged = model.clone();
            change(damaged.pointer_mut(&place).unwrap());
            texts.push(damaged.to_string().into_bytes());
        };
        for value in others() {
            add(&|here| *here = value.clone());
        }
        add(&|here| match here {
            Value::Object(fields) => drop(fields.insert("unknown".into(), json!(1))),
            Value::Array(list) => list.push(list.last().cloned().unwrap_or_default()),
            Value::String(text) => text.push('x'),
            Value::Number(number) => *here = json!(number.as_f64().unwrap_or_default() + 1.0),
            Value::Bool(value) => *value = !*value,
            Value::Null => *here = json!(0),
        });
        add(&|here| match here {
            Value::Object(fields) => {
                drop(fields.remove(&fields.keys().next().cloned().unwrap_or_default()))
            }
            Value::Array(list) => drop(list.pop()),
            Value::String(text) => drop(text.pop()),
            Value::Number(number) => *here = json!(-number.as_f64().unwrap_or_default()),
            other => *other = json!({}),
        });
    }
    texts
}

/// Values of each kind, and numbers at their ends.
fn others() -> [Value; 14] {
    [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(0.5),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e308),
        json!(5e-324),
        json!(""),
        json!("NaN"),
        json!([]),
        json!({}),
        json!([[[[[[[[]]]]]]]]),
    ]
}

/// The pointers to all values.
fn places(value: &Value, here: String) -> Vec<String> {
    let mut found = Vec::new();
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                found.extend(places(value, format!("{here}/{name}")));
            }
        }
        Value::Array(list) => {
            let ends = [0, list.len().saturating_sub(1)];
            let ends = &ends[..list.len().min(2)];
            found.extend(ends.iter().flat_map(|&at| places(&list[at], format!("{here}/{at}"))));
        }
        _ => {}
    }
    found.push(here);
    found
}
