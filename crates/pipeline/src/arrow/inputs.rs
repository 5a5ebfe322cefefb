//! The recordings of a batch.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use emo_arrow::{ClipSchema, Error, bytes_at, number_at, text_at, whole_at};
use emo_corpus::{Clip, Recording};

use crate::Result;

/// The name of a recording without a path, in errors.
const BYTES: &str = "<bytes>";

/// The columns of a batch that say what to read.
pub(super) struct Inputs<'a> {
    path: Option<&'a ArrayRef>,
    bytes: Option<&'a ArrayRef>,
    start: Option<&'a ArrayRef>,
    end: Option<&'a ArrayRef>,
    channel: Option<&'a ArrayRef>,
    rows: usize,
}

/// What to read for a row, or what is wrong with it.
pub(super) type Source<'a> = Result<(Recording, Option<&'a [u8]>)>;

impl<'a> Inputs<'a> {
    /// The columns.
    ///
    /// # Errors
    ///
    /// If there is neither `path` nor `bytes`, or a column has another type.
    pub(super) fn of(batch: &'a RecordBatch) -> Result<Self> {
        let inputs = Self {
            path: column(batch, "path", "text", is_text)?,
            bytes: column(batch, "bytes", "binary", is_binary)?,
            start: column(batch, "start", "numbers", DataType::is_numeric)?,
            end: column(batch, "end", "numbers", DataType::is_numeric)?,
            channel: column(batch, "channel", "whole numbers", DataType::is_integer)?,
            rows: batch.num_rows(),
        };
        if inputs.path.is_none() && inputs.bytes.is_none() {
            let names = batch.schema_ref().fields().iter().map(|it| it.name().as_str());
            let (column, expected) = ("path".into(), "a column path or bytes".into());
            let got = names.collect::<Vec<_>>().join(", ");
            return Err(Error::Column { column, expected, got }.into());
        }
        Ok(inputs)
    }

    /// What to read, row by row.
    pub(super) fn sources(&self) -> Vec<Source<'a>> {
        (0..self.rows).map(|row| self.source(row)).collect()
    }

    fn source(&self, row: usize) -> Source<'a> {
        let path = self.path.and_then(|column| text_at(column, row));
        let bytes = self.bytes.and_then(|column| bytes_at(column, row));
        let name = path.as_deref().map(without_scheme);
        let cell = |column: &str, expected: &str, got: String| {
            let (column, expected) = (column.to_owned(), expected.to_owned());
            Err(Error::Cell { row, column, expected, got }.into())
        };
        if name.is_none() && bytes.is_none() {
            return cell("path", "a path or bytes", "none".into());
        }
        let path = PathBuf::from(name.unwrap_or(BYTES));
        let mut recording = Recording::new(path, Clip::default());
        let start = self.start.and_then(|column| number_at(column, row));
        let end = self.end.and_then(|column| number_at(column, row));
        if start.is_some() || end.is_some() {
            let (start, end) = (start.unwrap_or(0.0), end.unwrap_or(f64::INFINITY));
            if !(start.is_finite() && start >= 0.0) {
                return cell("start", "a number from 0, in seconds", start.to_string());
            }
            if end.is_nan() || end <= start {
                return cell("end", "more than the start, in seconds", end.to_string());
            }
            recording = recording.segment(start, end - start);
        }
        if let Some(channel) = self.channel.and_then(|column| whole_at(column, row)) {
            let Ok(channel) = usize::try_from(channel) else {
                return cell("channel", "a number from 0", channel.to_string());
            };
            recording = recording.channel(channel);
        }
        Ok((recording, bytes))
    }

    /// The columns `path`, `start`, `end` and `channel` of the output: those of the input, or
    /// nulls.
    pub(super) fn arrays(&self) -> Vec<ArrayRef> {
        let rows = 0..self.rows;
        let path = |row| self.path.and_then(|column| text_at(column, row));
        let number = |column: Option<&'a ArrayRef>| -> Float64Array {
            rows.clone().map(|row| number_at(column?, row)).collect()
        };
        let channel = |row| self.channel.and_then(|column| whole_at(column, row));
        vec![
            Arc::new(rows.clone().map(path).collect::<StringArray>()),
            Arc::new(number(self.start)),
            Arc::new(number(self.end)),
            Arc::new(rows.map(channel).collect::<Int64Array>()),
        ]
    }

    /// The fields of [`arrays`](Self::arrays).
    pub(super) fn fields() -> [Field; 4] {
        let types = [DataType::Utf8, DataType::Float64, DataType::Float64, DataType::Int64];
        let names = ["path", "start", "end", "channel"];
        std::array::from_fn(|at| Field::new(names[at], types[at].clone(), true))
    }
}

/// The batch with these columns: those that are kept of the input, and then the results.
pub(super) fn assembled(
    batch: &RecordBatch,
    keep: &[String],
    results: &Schema,
    arrays: Vec<ArrayRef>,
) -> Result<RecordBatch> {
    let mut fields = Vec::with_capacity(keep.len() + arrays.len());
    let mut columns = Vec::with_capacity(keep.len() + arrays.len());
    for name in keep {
        let (expected, got) = if results.column_with_name(name).is_some() {
            ("a name that no column of the results has", "one of them")
        } else if let Some((at, field)) = batch.schema_ref().column_with_name(name) {
            fields.push(Arc::new(field.clone()));
            columns.push(Arc::clone(batch.column(at)));
            continue;
        } else {
            ("a column of this name, since it is to be kept", "none")
        };
        let (column, expected, got) = (name.clone(), expected.into(), got.into());
        return Err(Error::Column { column, expected, got }.into());
    }
    fields.extend(results.fields().iter().cloned());
    columns.extend(arrays);
    let schema = Schema::new_with_metadata(fields, results.metadata().clone());
    Ok(RecordBatch::try_new(Arc::new(schema), columns).map_err(Error::from)?)
}

/// Recordings as the input of a batch, with what is known of their clips.
///
/// # Errors
///
/// If a column of the clips is named `path`, `start`, `end` or `channel`; see [`ClipSchema::beside`].
pub fn recordings_to_batch(recordings: &[&Recording], clips: &ClipSchema) -> Result<RecordBatch> {
    let segment = |of: fn(&Recording) -> Option<f64>| -> ArrayRef {
        Arc::new(recordings.iter().map(|it| of(it)).collect::<Float64Array>())
    };
    let path = |it: &&Recording| Some(it.path.to_string_lossy().into_owned());
    let channel = |it: &&Recording| -> Option<i64> { it.channel?.try_into().ok() };
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("path".into(), Arc::new(recordings.iter().map(path).collect::<StringArray>())),
        ("start".into(), segment(|it| it.segment.map(|segment| segment.start))),
        ("end".into(), segment(|it| it.segment.map(|it| it.end()).filter(|end| end.is_finite()))),
        ("channel".into(), Arc::new(recordings.iter().map(channel).collect::<Int64Array>())),
    ];
    let known: Vec<&Clip> = recordings.iter().map(|recording| &recording.clip).collect();
    for (field, array) in clips.fields().iter().zip(clips.arrays(&known)) {
        let name = field.name().as_str();
        if columns.iter().any(|(there, _)| there == name) {
            let (column, expected) = (name.into(), "a name other than path, start, end, channel");
            return Err(
                Error::Column { column, expected: expected.into(), got: name.into() }.into()
            );
        }
        columns.push((name.to_owned(), array));
    }
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, array)| Field::new(name, array.data_type().clone(), true))
        .collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let schema = Arc::new(Schema::new(fields));
    Ok(RecordBatch::try_new(schema, arrays).map_err(Error::from)?)
}

fn column<'a>(
    batch: &'a RecordBatch,
    name: &str,
    expected: &str,
    fits: impl Fn(&DataType) -> bool,
) -> Result<Option<&'a ArrayRef>> {
    let Some(column) = batch.column_by_name(name) else { return Ok(None) };
    if fits(column.data_type()) || *column.data_type() == DataType::Null {
        return Ok(Some(column));
    }
    let (column, expected, got) = (name.into(), expected.into(), column.data_type().to_string());
    Err(Error::Column { column, expected, got }.into())
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

fn is_binary(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

/// The path of a local file, where engines write it as `file:/path` or `file:///path`.
fn without_scheme(path: &str) -> &str {
    match path.strip_prefix("file:") {
        Some(rest) if rest.starts_with('/') => {
            let slashes = rest.len() - rest.trim_start_matches('/').len();
            &rest[slashes - 1..]
        }
        _ => path,
    }
}
