//! A table that is written part by part, so that its size is not limited by memory.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use emo_pipeline::{Error, Result};
use sha2::{Digest, Sha256};

use crate::output::is_standard;

/// A table that is being written.
///
/// The rows are written to a partial file in the same folder, which is renamed at the end: the
/// table is complete or absent, and `--resume` continues after an interruption.
pub(crate) struct GrowingTable {
    to: Target,
    has_rows: bool,
}

enum Target {
    /// Standard output, or a path that is not a regular file, such as a device.
    Straight { path: PathBuf, to: Box<dyn Write> },
    /// A file and its partial file.
    Partial { path: PathBuf, partial: PathBuf, file: File },
}

impl GrowingTable {
    /// Begins a table at `path`. Only a table with the same `mark` can continue it.
    pub(crate) fn begin(path: &Path, mark: &str) -> Result<Self> {
        let open = || -> io::Result<Target> {
            let path = path.to_owned();
            if is_standard(&path) {
                return Ok(Target::Straight { path, to: Box::new(io::stdout()) });
            }
            if is_device(&path) {
                let to = Box::new(OpenOptions::new().write(true).open(&path)?);
                return Ok(Target::Straight { path, to });
            }
            let partial = partial(&path, mark);
            let file = File::create(&partial)?;
            Ok(Target::Partial { path, partial, file })
        };
        let to = open().map_err(|error| in_file(path, error))?;
        Ok(Self { to, has_rows: false })
    }

    /// Continues an interrupted table with the same mark, in which each recording has `copies`
    /// rows, and returns the [`key`]s of the recordings that are done. Without a partial file it
    /// begins a new table.
    pub(crate) fn resume(path: &Path, mark: &str, copies: usize) -> Result<(Self, Vec<String>)> {
        if is_standard(path) || is_device(path) {
            return Err(Error::InvalidParameter {
                parameter: "resume".into(),
                expected: "a file to write".into(),
                got: path.display().to_string(),
            });
        }
        let partial = partial(path, mark);
        let open = || -> io::Result<(File, Vec<String>)> {
            let mut options = OpenOptions::new();
            let options = options.read(true).write(true).create(true).truncate(false);
            let mut file = options.open(&partial)?;
            let (clips, length) = complete_rows(&file, copies)?;
            file.set_len(length)?;
            file.seek(SeekFrom::End(0))?;
            Ok((file, clips))
        };
        let (file, clips) = open().map_err(|error| in_file(&partial, error))?;
        let to = Target::Partial { path: path.into(), partial, file };
        Ok((Self { to, has_rows: !clips.is_empty() }, clips))
    }

    /// Adds the rows of a CSV text that begins with the column names, perhaps after a comment. All
    /// texts must have the same columns.
    pub(crate) fn add(&mut self, table: &[u8]) -> Result<()> {
        let rows = &table[head(table)..];
        if rows.is_empty() {
            return Ok(());
        }
        let text = if self.has_rows { rows } else { table };
        self.has_rows = true;
        // Unbuffered, so that a closed pipe is reported immediately.
        match &mut self.to {
            Target::Straight { path, to } => {
                let outcome = to.write_all(text).and_then(|()| to.flush());
                outcome.map_err(|error| in_file(path, error))
            }
            Target::Partial { partial, file, .. } => {
                file.write_all(text).map_err(|error| in_file(partial, error))
            }
        }
    }

    /// Renames the partial file; fails if there are no rows.
    pub(crate) fn finish(self) -> Result<()> {
        if let Target::Partial { path, partial, file } = self.to {
            let done = if self.has_rows {
                file.sync_all().and_then(|()| fs::rename(&partial, &path))
            } else {
                fs::remove_file(&partial)
            };
            done.map_err(|error| in_file(&path, error))?;
        }
        if self.has_rows {
            Ok(())
        } else {
            Err(Error::Empty { what: "recordings that can be read" })
        }
    }
}

/// Whether the path exists and is neither a file nor a folder: a device or a pipe.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir())
}

/// The partial file for `path`; its name depends on the mark and on the version of `emo`.
fn partial(path: &Path, mark: &str) -> PathBuf {
    let hash = Sha256::digest(format!("{} {mark}", env!("CARGO_PKG_VERSION")));
    let digits: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{digits}.partial"));
    path.with_file_name(name)
}

/// What identifies a recording: its name, and its corpus if it has one.
pub(crate) fn key(corpus: Option<&str>, name: &str) -> String {
    match corpus.filter(|corpus| !corpus.is_empty()) {
        Some(corpus) => format!("{corpus}: {name}"),
        None => name.to_owned(),
    }
}

/// The length of the comment and the column names, in bytes.
fn head(table: &[u8]) -> usize {
    let mut lines = reader(table);
    let mut record = csv::StringRecord::new();
    while matches!(lines.read_record(&mut record), Ok(true)) {
        if !is_comment(&record) {
            break;
        }
    }
    lines.position().byte() as usize
}

fn reader<R: Read>(from: R) -> csv::Reader<R> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(from)
}

/// Whether this line names the feature configuration, and not the columns.
fn is_comment(record: &csv::StringRecord) -> bool {
    record.get(0).is_some_and(|cell| cell.starts_with("# "))
}

/// The [`key`]s of the recordings whose rows are complete, and the offset where the last row ends.
fn complete_rows(file: &File, copies: usize) -> io::Result<(Vec<String>, u64)> {
    let mut lines = reader(file);
    let (mut record, mut clips, mut ends) = (csv::StringRecord::new(), Vec::new(), Vec::new());
    let (mut header, mut corpus) = (None::<csv::StringRecord>, None);
    // A truncated line has too few cells, or is the last line and has no line end.
    while matches!(lines.read_record(&mut record), Ok(true)) {
        match &header {
            Some(header) if record.len() != header.len() => break,
            Some(_) => {
                let of_corpus = corpus.and_then(|at| record.get(at));
                clips.push(key(of_corpus, record.get(0).unwrap_or_default()));
            }
            None if is_comment(&record) => continue,
            None => {
                corpus = record.iter().position(|name| name == "corpus");
                header = Some(record.clone());
            }
        }
        ends.push(lines.position().byte());
    }
    if let Some(&end) = ends.last().filter(|&&end| end > 0) {
        let (mut file, mut last) = (file, [0]);
        file.seek(SeekFrom::Start(end - 1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            ends.pop();
        }
    }
    let done = ends.len().saturating_sub(1) / copies;
    let length = if done == 0 { 0 } else { ends[done * copies] };
    let clips = clips.into_iter().step_by(copies).take(done);
    Ok((clips.collect(), length))
}

/// Adds the path to the error; a broken pipe is kept as it is, because `main` checks for it.
fn in_file(path: &Path, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Error::Io(error),
        _ => Error::File { path: path.to_owned(), error: Box::new(Error::Io(error)) },
    }
}
