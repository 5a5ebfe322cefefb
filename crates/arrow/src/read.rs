//! Feature tables in Parquet files.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use emo_corpus::FeatureTable;
use ndarray::{Axis, concatenate};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::parts::{check_complete, is_read};
use crate::{Error, FeatureFormat, ParquetFile, Result, batch_to_table, table_to_batch};

/// Rows that are decoded at a time.
const ROWS: usize = 1024;

/// Writes a table to a Parquet file, which appears whole or not at all.
///
/// ```
/// use emo_arrow::{FeatureFormat, read_table, write_table};
/// # use emo_corpus::{Clip, FeatureTable};
/// # let clips = vec![Clip::new("a").label("bored")];
/// # let table = FeatureTable::new(ndarray::array![[0.1]], vec!["zcr".into()], clips)?;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("features.parquet");
/// write_table(&table, &path, FeatureFormat::default())?;
/// assert_eq!(read_table(&path)?, table);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`table_to_batch`]; and if the system cannot write there, with the path.
pub fn write_table(
    table: &FeatureTable,
    path: impl AsRef<Path>,
    format: FeatureFormat,
) -> Result<()> {
    let path = path.as_ref();
    let batch = table_to_batch(table, format).map_err(|error| error.in_file(path))?;
    let mut file = ParquetFile::create(path, batch.schema_ref())?;
    file.write(&batch)?;
    file.finish().map(drop)
}

/// Reads a table from a Parquet file of this crate or of another program, or from a folder of such
/// files ([`PartFolder`](crate::PartFolder)); see [`batch_to_table`].
///
/// # Errors
///
/// As [`batch_to_table`]; if there are no rows; if the files of a folder have different columns; and
/// if a file cannot be read or is no Parquet file. All with the path.
pub fn read_table(path: impl AsRef<Path>) -> Result<FeatureTable> {
    read_table_as(path, &[])
}

/// Reads a table from a Parquet file whose columns have other names: `[("mood", "label")]` reads
/// the labels from the column `mood`. A column `label` that is there too is left out.
///
/// # Errors
///
/// As [`read_table`]; and if there is no column of a name.
pub fn read_table_as(path: impl AsRef<Path>, names: &[(&str, &str)]) -> Result<FeatureTable> {
    let path = path.as_ref();
    let read = || {
        let mut tables = Vec::new();
        read_batches(path, |batch| {
            tables.push(batch_to_table(&renamed(batch, names)?)?);
            Ok(())
        })?;
        joined(&tables)
    };
    read().map_err(|error| error.in_file(path))
}

fn renamed(batch: &RecordBatch, names: &[(&str, &str)]) -> Result<RecordBatch> {
    let mut batch = batch.clone();
    for (from, to) in names.iter().filter(|(from, to)| from != to) {
        let schema = batch.schema();
        if schema.column_with_name(from).is_none() {
            return Err(Error::Column {
                column: (*from).to_owned(),
                expected: "a column of this name".into(),
                got: "none".into(),
            });
        }
        let kept = schema.fields().iter().zip(batch.columns()).filter(|(it, _)| it.name() != to);
        let (fields, columns): (Vec<_>, Vec<_>) = kept
            .map(|(field, column)| {
                let name = if field.name() == from { *to } else { field.name().as_str() };
                (field.as_ref().clone().with_name(name), column.clone())
            })
            .unzip();
        let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
        batch = RecordBatch::try_new(Arc::new(schema), columns)?;
    }
    Ok(batch)
}

/// Calls `visit` with the batches of a Parquet file, one after the other. Their schemas have the
/// metadata of the file. Of a folder, all files that end in `.parquet` are read, in the order of
/// their names, except for those whose names start with `_` or a dot.
///
/// # Errors
///
/// If a file cannot be read or is no Parquet file, with the path; if a folder has no such file, or is
/// that of a run ([`PartFolder`](crate::PartFolder)) which is not complete, or which has other files
/// beside it; or if `visit` fails.
pub fn read_batches(
    path: impl AsRef<Path>,
    mut visit: impl FnMut(&RecordBatch) -> Result<()>,
) -> Result<()> {
    let path = path.as_ref();
    if !path.is_dir() {
        return visit_file(path, &mut visit);
    }
    let files = files_of(path).map_err(|error| error.in_file(path))?;
    files.iter().try_for_each(|file| visit_file(file, &mut visit))
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_read(&name) {
            files.push(entry.path());
        }
    }
    if files.is_empty() {
        let (expected, got) = ("files that end in .parquet".into(), "none".into());
        return Err(Error::Value { what: "folder", expected, got });
    }
    files.sort();
    check_complete(folder, &files)?;
    Ok(files)
}

fn visit_file(path: &Path, visit: &mut impl FnMut(&RecordBatch) -> Result<()>) -> Result<()> {
    let open = || -> Result<_> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
        let schema = builder.schema().clone();
        Ok((schema, builder.with_batch_size(ROWS).build()?))
    };
    let (schema, batches) = open().map_err(|error| error.in_file(path))?;
    for batch in batches {
        let batch =
            batch.and_then(|it| RecordBatch::try_new(schema.clone(), it.columns().to_vec()));
        visit(&batch.map_err(|error| Error::from(error).in_file(path))?)?;
    }
    Ok(())
}

/// The rows of tables with the same columns.
fn joined(tables: &[FeatureTable]) -> Result<FeatureTable> {
    let empty = || emo_corpus::Error::Empty { what: "rows of the table" };
    let first = tables.first().ok_or_else(empty)?;
    let is_same = |it: &FeatureTable| {
        it.columns() == first.columns() && it.feature_config() == first.feature_config()
    };
    if !tables.iter().all(is_same) {
        let expected = "the same columns and feature configuration in all files".into();
        return Err(Error::Value { what: "folder", expected, got: "different ones".into() });
    }
    let views: Vec<_> = tables.iter().map(|table| table.x().view()).collect();
    let x = concatenate(Axis(0), &views).map_err(|_| empty())?;
    let clips = tables.iter().flat_map(|table| table.clips().to_vec()).collect();
    let table = FeatureTable::new(x, first.columns().to_vec(), clips)?;
    Ok(match first.feature_config() {
        Some(id) => table.with_feature_config(id),
        None => table,
    })
}
