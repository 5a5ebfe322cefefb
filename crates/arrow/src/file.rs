//! Parquet files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema, SchemaRef};
use parquet::arrow::{ArrowSchemaConverter, ArrowWriter};
use parquet::basic::{Compression, Encoding, Type, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::{Error, Result};

/// The size of a row group with a column of lists, in bytes: what is in memory while it is written.
const GROUP_OF_LISTS: usize = 8 << 20;
/// The same with a column per feature, each of which has its own pages and its own entry in the
/// footer.
const GROUP_OF_COLUMNS: usize = 32 << 20;

/// A Parquet file that is being written, in row groups of a few MiB, so that its size is not
/// limited by memory.
///
/// The rows go to the file `.NAME.partial` beside it, which is renamed at the end: the file is
/// complete or absent. The metadata of the schema become the key-value metadata of the file.
///
/// ```
/// use emo_arrow::{FeatureFormat, ParquetFile, read_table, table_to_batch};
/// # use emo_corpus::{Clip, FeatureTable};
/// # let clips = vec![Clip::new("a").label("bored")];
/// # let table = FeatureTable::new(ndarray::array![[0.5]], vec!["zcr".into()], clips)?;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("features.parquet");
/// let batch = table_to_batch(&table, FeatureFormat::default())?;
/// let mut file = ParquetFile::create(&path, &batch.schema())?;
/// file.write(&batch)?;
/// file.write(&batch)?;
/// assert_eq!(file.finish()?, 2);
/// assert_eq!(read_table(&path)?.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ParquetFile {
    path: PathBuf,
    partial: PathBuf,
    schema: SchemaRef,
    writer: ArrowWriter<File>,
    rows: usize,
}

impl ParquetFile {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// If the system cannot write there, with the path, or the schema has a type that Parquet
    /// lacks.
    pub fn create(path: impl AsRef<Path>, schema: &Schema) -> Result<Self> {
        let path = path.as_ref().to_owned();
        let mut name = std::ffi::OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(".partial");
        let partial = path.with_file_name(name);
        let create = || -> Result<ArrowWriter<File>> {
            if path.is_dir() {
                return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
            }
            writer(File::create(&partial)?, schema)
        };
        let writer = create().map_err(|error| error.in_file(&path))?;
        Ok(Self { path, partial, schema: Arc::new(schema.clone()), writer, rows: 0 })
    }

    /// Adds the rows of a batch.
    ///
    /// # Errors
    ///
    /// If the batch has another schema, or the system cannot write, with the path.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows();
        write(&mut self.writer, &self.schema, batch).map_err(|error| error.in_file(&self.path))
    }

    /// Completes the file, gives it its name, and returns the number of its rows.
    ///
    /// # Errors
    ///
    /// If the system cannot write, with the path.
    pub fn finish(self) -> Result<usize> {
        let Self { path, partial, writer, rows, .. } = self;
        let finish = || -> Result<()> {
            writer.into_inner()?.sync_all()?;
            Ok(rename(&partial, &path)?)
        };
        finish().map_err(|error| error.in_file(&path))?;
        Ok(rows)
    }
}

/// Renames a file, so that the new name lasts over a power failure. Only Unix can open a folder for
/// that.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    let folder = to.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// The batches, which have one schema, as the bytes of a Parquet file.
///
/// # Errors
///
/// If there is no batch, their schemas differ, or one has a type that Parquet lacks.
pub fn to_parquet_bytes(batches: &[RecordBatch]) -> Result<Vec<u8>> {
    let first = batches.first().ok_or_else(|| Error::Value {
        what: "batches",
        expected: "at least one".into(),
        got: "none".into(),
    })?;
    let schema = first.schema();
    let mut writer = writer(Vec::new(), &schema)?;
    for batch in batches {
        write(&mut writer, &schema, batch)?;
    }
    Ok(writer.into_inner()?)
}

/// Whether the file starts as Parquet files do.
///
/// # Errors
///
/// If it cannot be read, with the path.
pub fn is_parquet(path: impl AsRef<Path>) -> Result<bool> {
    let path = path.as_ref();
    let read = || {
        let mut start = Vec::with_capacity(4);
        File::open(path)?.take(4).read_to_end(&mut start).map(|_| start)
    };
    let start = read().map_err(|error| Error::from(error).in_file(path))?;
    Ok(start == *b"PAR1")
}

fn writer<W: Write + Send>(to: W, schema: &Schema) -> Result<ArrowWriter<W>> {
    let properties = properties(schema)?;
    Ok(ArrowWriter::try_new(to, Arc::new(schema.clone()), Some(properties))?)
}

fn write<W: Write + Send>(
    writer: &mut ArrowWriter<W>,
    schema: &SchemaRef,
    batch: &RecordBatch,
) -> Result<()> {
    let batch = RecordBatch::try_new(Arc::clone(schema), batch.columns().to_vec())?;
    Ok(writer.write(&batch)?)
}

/// zstd for all columns; a dictionary for text, whose values repeat, and the bytes of numbers in
/// streams, which zstd packs better. The metadata are key-value metadata, which DuckDB reads;
/// pyarrow reads those of the schema.
fn properties(schema: &Schema) -> Result<WriterProperties> {
    let mut metadata: Vec<_> = schema.metadata().iter().collect();
    metadata.sort();
    let key_values =
        metadata.into_iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone()));
    let has_lists = |field: &Arc<arrow_schema::Field>| {
        matches!(field.data_type(), DataType::FixedSizeList(..) | DataType::Map(..))
    };
    let group =
        if schema.fields().iter().any(has_lists) { GROUP_OF_LISTS } else { GROUP_OF_COLUMNS };
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_max_row_group_bytes(Some(group))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by(format!("emo {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(key_values.collect()));
    for column in ArrowSchemaConverter::new().convert(schema)?.columns() {
        if matches!(column.physical_type(), Type::FLOAT | Type::DOUBLE) {
            let path = column.path().clone();
            properties = properties
                .set_column_encoding(path.clone(), Encoding::BYTE_STREAM_SPLIT)
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_statistics_enabled(path, EnabledStatistics::None);
        }
    }
    Ok(properties.build())
}
