//! Manifests: files that list recordings, with what is known of them.
//!
//! | format | a row |
//! | --- | --- |
//! | CSV, TSV | `path,label,speaker,start,end,…`; names of columns can be chosen: [`Columns`] |
//! | audformat's tables | `file,start,end,…`, with times such as `0 days 00:00:01.5` |
//! | NeMo's JSON lines | `audio_filepath`, `offset`, `duration`, `label`, `speaker` |
//! | Lhotse's cuts, as JSON lines | `recording`, `start`, `duration`, `supervisions` |
//! | EmoBox's JSON lines | `key`, `dataset`, `wav`, `emo` |
//!
//! Which one it is follows from the first bytes of the file and from the fields of a line; any of
//! them may be compressed with gzip. Fields and columns of no other meaning become metadata. A
//! folder per class needs no manifest: [`Folders`].
//!
//! ```
//! use emo_corpus::manifest::Manifest;
//!
//! let csv = "path,label,speaker,start,end,room\n\
//!            calls/7.wav,bored,ann,1.5,3.5,kitchen\n";
//! let mut manifest = Manifest::options().folder("data").read(csv.as_bytes())?;
//! let recording = manifest.next().transpose()?.unwrap();
//! assert_eq!(recording.path, std::path::Path::new("data/calls/7.wav"));
//! assert_eq!(recording.segment.map(|it| (it.start, it.duration)), Some((1.5, 2.0)));
//! assert_eq!(recording.clip.label.as_deref(), Some("bored"));
//! assert_eq!(recording.clip.metadata["room"], "kitchen");
//! # Ok::<(), emo_corpus::Error>(())
//! ```

mod columns;
mod draft;
mod folders;
mod json_lines;
mod json_row;
mod lhotse;
mod source;
mod table;
mod time;
mod write;
mod write_lhotse;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

pub use columns::Columns;
pub use folders::Folders;
pub use write::{Format, write};
pub use write_lhotse::{AudioInfo, write_lhotse};

use crate::{Error, Recording, Result};
use json_lines::JsonLines;
use source::Start;
use table::Table;

/// How a manifest is read; see [`Manifest::options`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    columns: Columns,
    folder: Option<PathBuf>,
}

impl Options {
    /// The names of the columns or fields.
    #[must_use]
    pub fn columns(self, columns: Columns) -> Self {
        Self { columns, ..self }
    }

    /// The folder that relative paths are relative to, in place of the manifest's own.
    #[must_use]
    pub fn folder(self, folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()), ..self }
    }

    /// Opens a manifest; relative paths in it are relative to its folder.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is empty, or is a table that lacks a column: with its path.
    pub fn open(self, path: impl AsRef<Path>) -> Result<Manifest> {
        let path = path.as_ref();
        let own_folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let options = Self { folder: self.folder.or(Some(own_folder)), ..self };
        let read = || options.read(File::open(path)?);
        let manifest = read().map_err(|error| error.in_file(path))?;
        Ok(Manifest { path: Some(path.to_owned()), ..manifest })
    }

    /// Reads a manifest; relative paths in it stay as they are without a
    /// [`folder`](Self::folder). The reader needs no buffer of its own.
    ///
    /// # Errors
    ///
    /// If nothing can be read, or it is a table that lacks a column.
    pub fn read(self, reader: impl Read + Send + 'static) -> Result<Manifest> {
        let folder = self.folder.unwrap_or_default();
        let (source, start) = source::open(reader)?;
        let rows = match start {
            Start::Json => Rows::Json(JsonLines::new(source, folder, self.columns)),
            Start::Table(delimiter) => {
                Rows::Table(Table::new(source, delimiter, folder, &self.columns)?)
            }
        };
        Ok(Manifest { rows, path: None, done: false })
    }
}

/// The recordings of a manifest, read one after the other: an iterator that takes constant memory.
///
/// A row that cannot be read is an error with its line, and the next row follows. After an error of
/// the system the iterator ends. Whether the files exist is not looked at.
pub struct Manifest {
    rows: Rows,
    path: Option<PathBuf>,
    done: bool,
}

enum Rows {
    Json(JsonLines),
    Table(Table),
}

impl Manifest {
    /// Opens a manifest with the usual names of columns. Relative paths in it are relative to its
    /// folder.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is empty, or is a table that lacks a column: with its path.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::options().open(path)
    }

    /// Other names of columns, or another folder.
    pub fn options() -> Options {
        Options::default()
    }
}

impl Iterator for Manifest {
    type Item = Result<Recording>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let row = match &mut self.rows {
            Rows::Json(lines) => lines.next_row(),
            Rows::Table(table) => table.next_row(),
        };
        match row {
            Ok(Some(recording)) => Some(Ok(recording)),
            Ok(None) => {
                self.done = true;
                None
            }
            Err(error) => {
                self.done = !matches!(error, Error::Cell { .. } | Error::Line { .. });
                Some(Err(match &self.path {
                    Some(path) => error.in_file(path),
                    None => error,
                }))
            }
        }
    }
}
