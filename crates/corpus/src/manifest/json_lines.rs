//! Manifests with a JSON object per line.

use std::io::{BufRead, Read};
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::columns::Columns;
use super::source::Source;
use super::{json_row, lhotse};
use crate::{Error, Recording, Result, quoted};

/// The longest line that is read, in bytes; Lhotse's cuts with alignments have some thousands.
const MAX_LINE: u64 = 16 << 20;

/// The lines of a manifest, read one after the other into the same memory.
pub(super) struct JsonLines {
    source: Source,
    folder: PathBuf,
    columns: Columns,
    buffer: Vec<u8>,
    line: u64,
}

impl JsonLines {
    pub(super) fn new(source: Source, folder: PathBuf, columns: Columns) -> Self {
        Self { source, folder, columns, buffer: Vec::new(), line: 0 }
    }

    pub(super) fn next_row(&mut self) -> Result<Option<Recording>> {
        loop {
            self.buffer.clear();
            self.line += 1;
            let read = self.source.by_ref().take(MAX_LINE).read_until(b'\n', &mut self.buffer)?;
            if read == 0 {
                return Ok(None);
            }
            if read as u64 == MAX_LINE {
                let message = format!("line {}: longer than {MAX_LINE} bytes", self.line);
                return Err(Error::Io(std::io::Error::new(
                    std::io::ErrorKind::FileTooLarge,
                    message,
                )));
            }
            let line = self.buffer.trim_ascii();
            let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
            if !line.is_empty() {
                return self.read(line).map(Some);
            }
        }
    }

    fn read(&self, line: &[u8]) -> Result<Recording> {
        let row: Map<String, Value> =
            serde_json::from_slice(line).map_err(|error| Error::Line {
                line: self.line,
                expected: "an object of JSON".into(),
                got: format!("{} ({error})", quoted(&String::from_utf8_lossy(line))),
            })?;
        let draft = if lhotse::is_cut(&row) {
            lhotse::read(row, self.line)?
        } else {
            json_row::read(row, self.line, &self.columns)?
        };
        draft.finish(&self.folder, "path")
    }
}
