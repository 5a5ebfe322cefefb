//! Feature tables as record batches and Parquet files.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::fs;
use std::sync::Arc;

use arrow_array::types::Float32Type;
use arrow_array::{
    ArrayRef, Float64Array, Int32Array, LargeStringArray, ListArray, RecordBatch, StringArray,
};
use emo_arrow::{
    Error, FeatureColumns, FeatureFormat, Layout, Precision, batch_to_table, read_batches,
    read_table, table_to_batch, write_table,
};
use emo_corpus::{Clip, FeatureTable};
use ndarray::{Array2, array};
use proptest::prelude::*;

fn formats() -> impl Iterator<Item = FeatureFormat> {
    Layout::ALL
        .into_iter()
        .flat_map(|layout| Precision::ALL.map(|precision| FeatureFormat { layout, precision }))
}

fn table() -> FeatureTable {
    let clips = vec![
        Clip::new("day 1/a").label("bored").speaker(7).with("age", "31").with("room", "07"),
        Clip::new("b").label("so, \"sad\"").corpus("mine").with("loud", "true"),
        Clip::new("b").label("sad").corpus("mine").copy("speed 0.9").with("snr", "2.5"),
    ];
    let x = array![[0.5, -1e30], [2.0, 0.25], [1.5, 3e-20_f32 as f64]];
    FeatureTable::new(x, vec!["mfcc_00_mean".into(), "zcr".into()], clips)
        .unwrap()
        .with_feature_config("two-1a2b")
}

#[test]
fn a_table_survives_every_format() {
    let folder = tempfile::tempdir().unwrap();
    for format in formats() {
        let path = folder.path().join("table.parquet");
        let table = if format.precision == Precision::F32 { rounded(&table()) } else { table() };
        write_table(&table, &path, format).unwrap();
        assert_eq!(read_table(&path).unwrap(), table, "{format:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left behind");
}

#[test]
fn a_folder_is_one_table_of_the_same_columns() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, table: &FeatureTable| {
        write_table(table, folder.path().join(name), FeatureFormat::default()).unwrap();
    };
    let nothing = read_table(folder.path()).unwrap_err().to_string();
    assert!(nothing.contains("expected files that end in .parquet, got none"), "{nothing}");
    let table = table();
    write("b.parquet", &table);
    write("a.parquet", &table);
    write("_hidden.parquet", &table);
    fs::write(folder.path().join("_done.jsonl"), "{}").unwrap();
    let read = read_table(folder.path()).unwrap();
    assert_eq!(read.clips(), [table.clips(), table.clips()].concat());
    assert_eq!(read.feature_config(), table.feature_config());

    write("c.parquet", &table.with_feature_config("other-3c4d"));
    let mixed = read_table(folder.path()).unwrap_err().to_string();
    assert!(mixed.contains("the same columns and feature configuration"), "{mixed}");
}

/// The table with the numbers that single precision has.
fn rounded(table: &FeatureTable) -> FeatureTable {
    let x = table.x().mapv(|number| f64::from(number as f32));
    let rounded = FeatureTable::new(x, table.columns().to_vec(), table.clips().to_vec()).unwrap();
    rounded.with_feature_config(table.feature_config().unwrap_or_default())
}

#[test]
fn metadata_are_typed_where_no_text_is_lost() {
    let batch = table_to_batch(&table(), FeatureFormat::default()).unwrap();
    let types: Vec<String> = batch
        .schema_ref()
        .fields()
        .iter()
        .take(9)
        .map(|field| format!("{} {}", field.name(), field.data_type()))
        .collect();
    let expected = [
        "clip Utf8",
        "label Utf8",
        "speaker Int64",
        "corpus Utf8",
        "copy Utf8",
        "age Int64",
        "loud Boolean",
        "room Utf8",
        "snr Float64",
    ];
    assert_eq!(types, expected);
}

#[test]
fn numbers_beyond_single_precision_are_refused_there() {
    let table =
        FeatureTable::new(array![[1e300]], vec!["a".into()], vec![Clip::new("c").label("x")]);
    let table = table.unwrap();
    let format = FeatureFormat { precision: Precision::F32, ..FeatureFormat::default() };
    let error = table_to_batch(&table, format).unwrap_err().to_string();
    assert!(error.contains("row 0, column a: expected a number that is finite in f32"), "{error}");
}

#[test]
fn a_key_with_the_name_of_a_feature_is_refused() {
    let clips = vec![Clip::new("c").label("x").with("zcr", "1")];
    let table = FeatureTable::new(array![[1.0]], vec!["zcr".into()], clips).unwrap();
    let format = FeatureFormat { layout: Layout::Columns, ..FeatureFormat::default() };
    let error = table_to_batch(&table, format).unwrap_err().to_string();
    assert!(error.contains("column zcr: expected a name that no other column has"), "{error}");
}

#[test]
fn rows_that_could_not_be_computed_are_null() {
    for format in formats() {
        let columns = FeatureColumns::new(vec!["a".into(), "b".into()], format).unwrap();
        let arrays = columns.arrays(&[Some([1.0, 2.0]), None]).unwrap();
        for array in arrays {
            assert_eq!((array.is_valid(0), array.is_null(1)), (true, true), "{format:?}");
        }
        assert!(columns.arrays(&[Some([1.0])]).is_err());
    }
}

#[test]
fn batches_of_other_programs_are_tables() {
    let text = |texts: &[&str]| Arc::new(LargeStringArray::from(texts.to_vec())) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("pitch", Arc::new(Float64Array::from(vec![1.5, 2.5])) as ArrayRef),
        ("clip", text(&["a", "b"])),
        ("label", text(&["bored", "sad"])),
        ("session", Arc::new(Int32Array::from(vec![Some(3), None])) as ArrayRef),
    ])
    .unwrap();
    let table = batch_to_table(&batch).unwrap();
    assert_eq!(table.columns(), ["pitch"]);
    assert_eq!(table.x(), array![[1.5], [2.5]]);
    assert_eq!(table.clips()[0].metadata["session"], "3");
    assert_eq!(table.clips()[1].metadata.get("session"), None);
}

#[test]
fn lists_of_any_kind_are_features_and_failed_rows_are_left_out() {
    let lists = ListArray::from_iter_primitive::<Float32Type, _, _>([
        Some(vec![Some(1.0), Some(2.0)]),
        None,
    ]);
    let batch = RecordBatch::try_from_iter([
        ("clip", Arc::new(StringArray::from(vec!["a", "b"])) as ArrayRef),
        ("label", Arc::new(StringArray::from(vec![Some("bored"), None])) as ArrayRef),
        ("features", Arc::new(lists) as ArrayRef),
        ("error", Arc::new(StringArray::from(vec![None, Some("b: no samples")])) as ArrayRef),
    ])
    .unwrap();
    let table = batch_to_table(&batch).unwrap();
    assert_eq!((table.columns().len(), table.len()), (2, 1));
    assert_eq!(table.x(), array![[1.0, 2.0]]);
}

#[test]
fn a_file_that_is_no_table_says_so_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.parquet");
    let message = |error: Error| error.to_string();
    fs::write(&path, "clip,label,zcr\n").unwrap();
    let error = message(read_table(&path).unwrap_err());
    assert!(error.contains("table.parquet: expected a Parquet file"), "{error}");
    assert!(!emo_arrow::is_parquet(&path).unwrap());
    write_table(&table(), &path, FeatureFormat::default()).unwrap();
    assert!(emo_arrow::is_parquet(&path).unwrap());
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(message(read_table(&path).unwrap_err()).contains("table.parquet: "));
    let error = message(read_table(folder.path().join("absent.parquet")).unwrap_err());
    assert!(error.contains("absent.parquet: "), "{error}");
}

#[test]
fn the_metadata_of_a_file_are_key_values() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.parquet");
    write_table(&table(), &path, FeatureFormat::default()).unwrap();
    read_batches(&path, |batch| {
        let metadata = batch.schema_ref().metadata();
        assert_eq!(metadata[emo_arrow::keys::FEATURE_CONFIG], "two-1a2b");
        assert_eq!(metadata[emo_arrow::keys::FEATURE_NAMES], "[\"mfcc_00_mean\",\"zcr\"]");
        Ok(())
    })
    .unwrap();
}

fn any_clip() -> impl Strategy<Value = Clip> {
    let value = "(-?[0-9]{1,20}|-?[0-9]{0,3}\\.[0-9]{0,3}[1-9]|[0-9]e-?[0-9]|true|false|NaN|inf|[a-zä, \"]{1,5})";
    let metadata = proptest::collection::btree_map("[a-c]_key", value, 0..3);
    ("[a-z/]{1,8}", "[a-z,]{1,5}", proptest::option::of(0..99_u64), metadata).prop_map(
        |(name, label, speaker, metadata)| {
            let mut clip = Clip::new(name).label(label);
            clip.speaker = speaker.map(Into::into);
            clip.metadata = metadata;
            clip
        },
    )
}

proptest! {
    #[test]
    fn any_table_is_the_same_after_a_way_through_a_batch(
        clips in proptest::collection::vec(any_clip(), 1..6),
        numbers in proptest::collection::vec(-1e300..1e300, 18),
        is_list: bool,
    ) {
        let numbers = numbers.into_iter().take(3 * clips.len()).collect();
        let x = Array2::from_shape_vec((clips.len(), 3), numbers).unwrap();
        let columns = ["x", "y", "z"].map(String::from).to_vec();
        let table = FeatureTable::new(x, columns, clips).unwrap();
        let layout = if is_list { Layout::List } else { Layout::Columns };
        let format = FeatureFormat { layout, precision: Precision::F64 };
        let batch = table_to_batch(&table, format).unwrap();
        prop_assert_eq!(batch_to_table(&batch).unwrap(), table);
    }
}
