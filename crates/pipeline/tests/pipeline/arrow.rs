//! Record batches of recordings in, record batches of features and predictions out.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::fs;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Float32Type;
use arrow_array::{
    Array, ArrayRef, BinaryArray, Float32Array, Float64Array, Int16Array, LargeStringArray,
    RecordBatch, StringArray,
};
use emo_pipeline::arrow::{
    Extractor, FeatureFormat, Layout, Precision, Predictor, keys, number_at, text_at,
};
use emo_pipeline::emotion_model::ModelCard;
use emo_pipeline::{
    Clip, EmotionModel, Error, FeatureConfig, FeatureTable, MlpClassifier, NoResampling, Pipeline,
    Recording, RowExtractor, StandardScaler,
};
use ndarray::{Array2, Axis, concatenate};

fn speech() -> String {
    emo_fixtures::path("audio/speech.wav").to_str().unwrap().to_owned()
}

/// A model that has seen one recording and silence.
fn model() -> EmotionModel {
    let config = FeatureConfig::default();
    let row = RowExtractor::new(config.clone()).unwrap().row_of_file(speech()).unwrap();
    let row = row.insert_axis(Axis(0));
    let x = concatenate![Axis(0), row, Array2::zeros((1, row.ncols()))];
    let mlp = MlpClassifier::default().hidden_layer_sizes([4]).max_iter(200).random_state(7);
    let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp)
        .fit(&x, &["angry".to_owned(), "none".to_owned()])
        .unwrap();
    EmotionModel::new(config, pipeline, ModelCard::new("two rows")).unwrap()
}

/// Three good rows and five bad ones.
fn batch() -> RecordBatch {
    let (path, content) = (speech(), fs::read(speech()).unwrap());
    let url = format!("file://{path}");
    let paths = [
        Some(path.as_str()),
        Some(&url),
        None,
        Some("absent.wav"),
        Some("text.wav"),
        Some(&path),
        Some(&path),
        None,
    ];
    let bytes = [None, None, Some(&content[..]), None, Some(&b"no audio"[..]), None, None, None];
    let starts = [None, Some(0.25), None, None, None, Some(2.0), None, None];
    let ends = [None, Some(1.5), None, None, None, Some(1.0), None, None];
    let channels = [None, None, Some(0), None, None, None, Some(7), None];
    RecordBatch::try_from_iter([
        ("path", Arc::new(LargeStringArray::from(paths.to_vec())) as ArrayRef),
        ("bytes", Arc::new(BinaryArray::from(bytes.to_vec()))),
        ("start", Arc::new(Float64Array::from(starts.to_vec()))),
        ("end", Arc::new(Float32Array::from(ends.to_vec()))),
        ("channel", Arc::new(Int16Array::from(channels.to_vec()))),
        ("call", Arc::new(StringArray::from(vec!["c"; 8]))),
    ])
    .unwrap()
}

#[test]
fn a_bad_row_never_fails_a_batch() {
    let predictor = Predictor::new(model()).unwrap().keep(["call"]);
    let result = predictor.predict(&batch()).unwrap();
    let expected = [
        None,
        None,
        None,
        Some("absent.wav: "),
        Some("text.wav: "),
        Some("column end: expected more than the start"),
        Some("speech.wav: "),
        Some("expected a path or bytes"),
    ];
    for (row, expected) in expected.into_iter().enumerate() {
        let error = text_at(&result["error"], row);
        assert_eq!(error.is_some(), expected.is_some(), "{row}: {error:?}");
        let error = error.unwrap_or_default();
        assert!(error.contains(expected.unwrap_or_default()), "{row}: {error}");
        assert_eq!(result["label"].is_null(row), expected.is_some(), "{row}");
        assert_eq!(result["probabilities"].is_null(row), expected.is_some(), "{row}");
        assert_eq!(text_at(&result["call"], row).as_deref(), Some("c"));
    }
    let same = model().predict_file(speech()).unwrap();
    for row in [0, 2] {
        assert_eq!(text_at(&result["label"], row).as_deref(), Some(same.label.as_str()));
        let probability = number_at(&result["probability"], row).unwrap();
        assert_eq!(probability, same.probability(&same.label));
    }
    let part = Recording::new(speech(), Clip::default()).segment(0.25, 1.25);
    let part = model().predict_recording(&part, None).unwrap();
    assert_eq!(number_at(&result["probability"], 1), Some(part.probability(&part.label)));
}

#[test]
fn features_are_those_of_the_extractor() {
    let rows = || RowExtractor::new(FeatureConfig::default()).unwrap();
    let expected: Vec<f32> =
        rows().row_of_file(speech()).unwrap().iter().map(|&number| number as f32).collect();
    let list = FeatureFormat { layout: Layout::List, precision: Precision::F32 };
    let result = Extractor::new(rows(), list).unwrap().extract(&batch()).unwrap();
    let lists = result["features"].as_fixed_size_list();
    assert_eq!(lists.value(0).as_primitive::<Float32Type>().values(), &expected[..]);
    assert_eq!(lists.null_count(), 5);
    let columns = FeatureFormat { layout: Layout::Columns, ..list };
    let result = Extractor::new(rows(), columns).unwrap().extract(&batch()).unwrap();
    for (name, expected) in rows().column_names().iter().zip(expected) {
        assert_eq!(number_at(&result[name], 0), Some(f64::from(expected)));
    }
    let id = &result.schema_ref().metadata()[keys::FEATURE_CONFIG];
    assert_eq!(*id, rows().config().id());
}

#[test]
fn missing_and_wrong_columns_are_errors() {
    let predictor = Predictor::new(model()).unwrap();
    let column = |name: &str, array: ArrayRef| RecordBatch::try_from_iter([(name, array)]).unwrap();
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["a.wav"]));
    let message = |batch: &RecordBatch| predictor.predict(batch).unwrap_err().to_string();
    let error = message(&column("file", texts.clone()));
    assert!(error.contains("expected a column path or bytes, got file"), "{error}");
    let error = message(&column("bytes", texts.clone()));
    assert!(error.contains("column bytes: expected binary, got Utf8"), "{error}");
    let keeping = |name: &str| Predictor::new(model()).unwrap().keep([name]);
    let paths = column("path", texts);
    let error = keeping("id").predict(&paths).unwrap_err().to_string();
    assert!(error.contains("column id: expected a column of this name"), "{error}");
    let error = keeping("path").predict(&paths).unwrap_err().to_string();
    assert!(error.contains("a name that no column of the results has"), "{error}");
}

#[test]
fn a_table_of_other_features_is_refused() {
    let model = model();
    let x = Array2::zeros((1, 60));
    let clips = vec![Clip::new("a").label("angry")];
    let table = FeatureTable::new(x, model.column_names().to_vec(), clips).unwrap();
    let own = table.clone().with_feature_config(model.features().id());
    assert_eq!(model.predict_table(&own).unwrap().len(), 1);
    assert_eq!(model.predict_table(&table).unwrap().len(), 1);
    let other = model.predict_table(&table.clone().with_feature_config("mean-0000"));
    assert!(matches!(other.unwrap_err(), Error::InvalidValue { .. }));
    let fewer = table.select_columns(&["zcr_mean"]).unwrap();
    let error = model.predict_table(&fewer).unwrap_err().to_string();
    assert!(error.contains("expected 60 columns, mfcc_00_mean to zcr_mean, got 1"), "{error}");
}
