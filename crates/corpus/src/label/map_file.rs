//! Label maps as comma-separated values: from, to.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::LabelMap;
use crate::csv_lines::Lines;
use crate::{Error, Result, quoted};

impl LabelMap {
    /// Reads a map from a file. See [`from_reader`](Self::from_reader).
    ///
    /// # Errors
    ///
    /// As there, with the file's path.
    pub fn read_csv(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let read = || Self::from_reader(File::open(path)?);
        read().map_err(|error| error.in_file(path))
    }

    /// Reads a map from lines `from,to`. An empty second cell leaves the label's clips out. A first
    /// line `from,to` is a header. Spaces around cells and empty lines do not count.
    ///
    /// ```
    /// use emo_corpus::LabelMap;
    ///
    /// let map = LabelMap::from_reader("from,to\nwut,angry\nlaughter,\n".as_bytes())?;
    /// assert_eq!(map.apply("wut").as_deref(), Some("angry"));
    /// assert_eq!(map.apply("laughter"), None);
    /// # Ok::<(), emo_corpus::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// With the line: if it has not two cells, its first cell is empty, or an earlier line has the
    /// same first cell. If there is no entry.
    pub fn from_reader(reader: impl Read) -> Result<Self> {
        let mut lines = Lines::new(reader);
        let mut map = Self::default();
        let mut first = true;
        while lines.advance()? {
            let record = lines.record();
            let line = record.position().map_or(1, csv::Position::line);
            let wrong = |expected: &str, got| Error::Line { line, expected: expected.into(), got };
            let &[from, to] = &record.iter().map(str::trim).collect::<Vec<_>>()[..] else {
                return Err(wrong("two cells, from and to", record.len().to_string()));
            };
            if std::mem::take(&mut first) && (from, to) == ("from", "to") {
                continue;
            }
            if from.is_empty() {
                return Err(wrong("a label to rename", "an empty cell".into()));
            }
            if map.entries.contains_key(from) {
                return Err(wrong("each label once", format!("{} again", quoted(from))));
            }
            let to = (!to.is_empty()).then(|| to.to_owned());
            map.entries.insert(from.to_owned(), to);
        }
        if map.entries.is_empty() {
            return Err(Error::Empty { what: "entries of the label map" });
        }
        Ok(map)
    }
}
