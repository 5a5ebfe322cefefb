//! Several Parquet files as one.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::column::writer::ColumnCloseResult;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;

use crate::file::rename;
use crate::{Error, Result};

/// Writes the row groups of all files to one, in their order, without decoding them. The file
/// appears whole or not at all, and has the metadata of the first.
///
/// # Errors
///
/// If there are no files, they have other columns than the first, or one cannot be read, with its
/// path; if the system cannot write.
pub fn merge_files(from: &[PathBuf], to: impl AsRef<Path>) -> Result<()> {
    let to = to.as_ref();
    let Some(first) = from.first() else {
        return Err(Error::Corpus(emo_corpus::Error::Empty { what: "rows" }).in_file(to));
    };
    let (_, head) = open(first)?;
    let head = head.file_metadata();
    let schema = head.schema_descr().root_schema_ptr();
    let properties = WriterProperties::builder()
        .set_created_by(head.created_by().unwrap_or_default().to_owned())
        .set_key_value_metadata(head.key_value_metadata().cloned())
        .build();
    let partial = to.with_extension("parquet.partial");
    let merge = || -> Result<()> {
        let file = File::create(&partial)?;
        let mut writer =
            SerializedFileWriter::new(file, Arc::clone(&schema), Arc::new(properties))?;
        for path in from {
            append(path, &schema, &mut writer).map_err(|error| error.in_file(path))?;
        }
        writer.finish()?;
        writer.inner().sync_all()?;
        Ok(rename(&partial, to)?)
    };
    merge().map_err(|error| error.in_file(to))
}

fn open(path: &Path) -> Result<(File, ParquetMetaData)> {
    let open = || -> Result<_> {
        let file = File::open(path)?;
        let metadata = ParquetMetaDataReader::new().parse_and_finish(&file)?;
        Ok((file, metadata))
    };
    open().map_err(|error| error.in_file(path))
}

fn append(
    path: &Path,
    schema: &parquet::schema::types::TypePtr,
    writer: &mut SerializedFileWriter<File>,
) -> Result<()> {
    let (file, metadata) = open(path)?;
    if metadata.file_metadata().schema_descr().root_schema_ptr() != *schema {
        return Err(Error::Run {
            expected: "the columns of the first file".into(),
            got: "other columns".into(),
        });
    }
    for group in metadata.row_groups() {
        let mut to = writer.next_row_group()?;
        for column in group.columns() {
            let chunk = ColumnCloseResult {
                bytes_written: column.compressed_size().try_into().unwrap_or_default(),
                rows_written: group.num_rows().try_into().unwrap_or_default(),
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            to.append_column(&file, chunk)?;
        }
        to.close()?;
    }
    Ok(())
}
