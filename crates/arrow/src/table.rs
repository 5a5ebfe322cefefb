//! Feature tables as record batches.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema, SchemaRef};
use emo_corpus::{Clip, FeatureTable};
use ndarray::Array2;

use crate::features::FEATURES;
use crate::{ClipSchema, Error, FeatureColumns, FeatureFormat, Result, keys, number_at, text_at};

/// Columns on the clip that are not metadata.
const CLIP: [&str; 5] = ["clip", "label", "speaker", "corpus", "copy"];
/// The column of messages of rows that could not be computed.
pub(crate) const ERROR: &str = "error";

/// The schema of a table: the columns on the clips, then the features. Its metadata are `more`, the
/// names of the features and the version of this crate.
///
/// # Errors
///
/// If a feature has the name of a column on the clips.
pub fn table_schema(
    clips: &ClipSchema,
    features: &FeatureColumns,
    more: impl IntoIterator<Item = (String, String)>,
) -> Result<SchemaRef> {
    let fields: Vec<_> = clips.fields().into_iter().chain(features.fields()).collect();
    let mut seen = HashSet::with_capacity(fields.len());
    if let Some(field) = fields.iter().find(|field| !seen.insert(field.name().clone())) {
        return Err(Error::Column {
            column: field.name().clone(),
            expected: "a name that no other column has".into(),
            got: "two".into(),
        });
    }
    let names = serde_json::Value::from(features.names()).to_string();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let own = [(keys::FEATURE_NAMES.to_owned(), names), (keys::VERSION.to_owned(), version)];
    let metadata: HashMap<String, String> = more.into_iter().chain(own).collect();
    Ok(Arc::new(Schema::new_with_metadata(fields, metadata)))
}

/// The table as one record batch.
///
/// # Errors
///
/// If a number is not finite at the precision of the format, or a key of the metadata is the name
/// of a feature.
pub fn table_to_batch(table: &FeatureTable, format: FeatureFormat) -> Result<RecordBatch> {
    let clips = ClipSchema::of(table.clips());
    let features = FeatureColumns::new(table.columns().to_vec(), format)?;
    let id = table.feature_config().map(|id| (keys::FEATURE_CONFIG.to_owned(), id.to_owned()));
    let schema = table_schema(&clips, &features, id)?;
    let x = table.x().as_standard_layout();
    let rows: Vec<Option<Vec<f64>>> = x.outer_iter().map(|row| Some(row.to_vec())).collect();
    let mut arrays = clips.arrays(&table.clips().iter().collect::<Vec<_>>());
    arrays.extend(features.arrays(&rows)?);
    Ok(RecordBatch::try_new(schema, arrays)?)
}

/// The table in a record batch of this crate or of another program.
///
/// The features are the columns that the metadata names; without them the column of lists
/// `features`, or else all columns of floating-point numbers. All other columns are metadata, but
/// for those with bytes, lists or other types that are no text. Rows with a message in the column
/// `error` are left out.
///
/// # Errors
///
/// If a column is missing or of another type, a row has no label, or a number is null or not
/// finite.
pub fn batch_to_table(batch: &RecordBatch) -> Result<FeatureTable> {
    let names = feature_names(batch)?;
    let is_list = batch.column_by_name(FEATURES).is_some_and(is_list);
    let failed = batch.column_by_name(ERROR);
    let is_good = |row: &usize| failed.is_none_or(|messages| text_at(messages, *row).is_none());
    let rows: Vec<usize> = (0..batch.num_rows()).filter(is_good).collect();
    let values = if is_list { list_values(batch, &rows)? } else { values(batch, &names, &rows)? };
    let metadata = metadata(batch, &names);
    let clips = rows.iter().map(|&row| clip(batch, &metadata, row)).collect::<Result<_>>()?;
    let got = values.len();
    let expected = rows.len() * names.len();
    let x =
        Array2::from_shape_vec((rows.len(), names.len()), values).map_err(|_| Error::Column {
            column: FEATURES.into(),
            expected: format!("{expected} numbers"),
            got: got.to_string(),
        })?;
    let table = FeatureTable::new(x, names, clips)?;
    let id = batch.schema_ref().metadata().get(keys::FEATURE_CONFIG);
    Ok(match id.filter(|id| !id.is_empty()) {
        Some(id) => table.with_feature_config(id),
        None => table,
    })
}

fn is_list(column: &ArrayRef) -> bool {
    matches!(
        column.data_type(),
        DataType::FixedSizeList(..) | DataType::List(_) | DataType::LargeList(_)
    )
}

/// The names in the metadata, or those of the columns of floating-point numbers.
fn feature_names(batch: &RecordBatch) -> Result<Vec<String>> {
    if let Some(names) = batch.schema_ref().metadata().get(keys::FEATURE_NAMES) {
        return serde_json::from_str(names).map_err(|error| Error::Value {
            what: keys::FEATURE_NAMES,
            expected: "a list of names as JSON".into(),
            got: error.to_string(),
        });
    }
    if let Some(lists) = batch.column_by_name(FEATURES).filter(|column| is_list(column)) {
        let first = (0..lists.len()).find_map(|row| list_at(lists, row));
        let length = first.map_or(0, |list| list.len());
        return Ok((0..length).map(|at| format!("feature_{at}")).collect());
    }
    let fields = batch.schema_ref().fields().iter();
    let numbers =
        fields.filter(|it| !CLIP.contains(&it.name().as_str()) && it.data_type().is_floating());
    Ok(numbers.map(|field| field.name().clone()).collect())
}

fn list_at(column: &ArrayRef, row: usize) -> Option<ArrayRef> {
    if row >= column.len() || column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::FixedSizeList(..) => Some(column.as_fixed_size_list().value(row)),
        DataType::List(_) => Some(column.as_list::<i32>().value(row)),
        DataType::LargeList(_) => Some(column.as_list::<i64>().value(row)),
        _ => None,
    }
}

fn finite_at(column: &ArrayRef, at: usize, row: usize, name: &str) -> Result<f64> {
    let number = number_at(column, at).filter(|number| number.is_finite());
    number.ok_or_else(|| Error::Cell {
        row,
        column: name.to_owned(),
        expected: "a finite number".into(),
        got: text_at(column, at).map_or("none".into(), |text| text.into_owned()),
    })
}

fn list_values(batch: &RecordBatch, rows: &[usize]) -> Result<Vec<f64>> {
    let lists = column(batch, FEATURES)?;
    let mut values = Vec::new();
    for &row in rows {
        let list = list_at(lists, row).ok_or_else(|| Error::Cell {
            row,
            column: FEATURES.into(),
            expected: "a list of numbers".into(),
            got: "none".into(),
        })?;
        for at in 0..list.len() {
            values.push(finite_at(&list, at, row, FEATURES)?);
        }
    }
    Ok(values)
}

fn values(batch: &RecordBatch, names: &[String], rows: &[usize]) -> Result<Vec<f64>> {
    let columns = names.iter().map(|name| column(batch, name)).collect::<Result<Vec<_>>>()?;
    let mut values = Vec::with_capacity(rows.len() * names.len());
    for &row in rows {
        for (name, column) in names.iter().zip(&columns) {
            values.push(finite_at(column, row, row, name)?);
        }
    }
    Ok(values)
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a ArrayRef> {
    batch.column_by_name(name).ok_or_else(|| Error::Column {
        column: name.to_owned(),
        expected: "a column of this name".into(),
        got: "none".into(),
    })
}

/// The columns of the metadata.
fn metadata<'a>(batch: &'a RecordBatch, features: &[String]) -> Vec<(&'a str, &'a ArrayRef)> {
    let features: HashSet<&str> = features.iter().map(String::as_str).collect();
    let is_other = |name: &str| !CLIP.contains(&name) && name != ERROR && !features.contains(name);
    let fields = batch.schema_ref().fields().iter().map(|field| field.name().as_str());
    fields.zip(batch.columns()).filter(|(name, _)| is_other(name)).collect()
}

/// What is known of the clip of a row.
fn clip(batch: &RecordBatch, metadata: &[(&str, &ArrayRef)], row: usize) -> Result<Clip> {
    let text = |name: &str| Some(text_at(batch.column_by_name(name)?, row)?.into_owned());
    let filled = |name: &str| text(name).filter(|text| !text.trim().is_empty());
    let missing = |name: &str| Error::Cell {
        row,
        column: name.to_owned(),
        expected: "a cell that is not empty".into(),
        got: "none".into(),
    };
    column(batch, "clip")?;
    let mut clip = Clip::new(filled("clip").ok_or_else(|| missing("clip"))?);
    clip.label = Some(filled("label").ok_or_else(|| missing("label"))?);
    clip.speaker = filled("speaker").map(|text| text.parse()).transpose()?;
    clip.corpus = filled("corpus");
    clip.copy = filled("copy");
    for (name, column) in metadata {
        if let Some(value) = text_at(column, row) {
            clip.metadata.insert((*name).to_owned(), value.into_owned());
        }
    }
    Ok(clip)
}
