//! Lines of comma-separated values, none longer than a limit.

use std::io::{self, Read};

use csv::StringRecord;

use crate::{Error, Result};

/// The longest line that is read, in bytes: some 600 000 numbers, and far less memory than a
/// file with a quote that is never closed would otherwise take.
const MAX_LINE: usize = 16 << 20;

/// A file's lines, read one after the other into the same memory.
pub(super) struct Lines<R> {
    reader: csv::Reader<Allowance<R>>,
    record: StringRecord,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self::with_delimiter(reader, b',')
    }

    /// With another character between cells.
    pub(super) fn with_delimiter(reader: R, delimiter: u8) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(Allowance { reader, left: MAX_LINE });
        Self { reader, record: StringRecord::new() }
    }

    /// The line that was read last.
    pub(super) fn record(&self) -> &StringRecord {
        &self.record
    }

    /// Reads the next line; false at the end.
    pub(super) fn advance(&mut self) -> Result<bool> {
        self.reader.get_mut().left = MAX_LINE;
        let outcome = self.reader.read_record(&mut self.record);
        let line = self.reader.position().line();
        outcome.map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(_) if self.reader.get_ref().left == 0 => Error::Line {
                line,
                expected: format!("at most {MAX_LINE} bytes"),
                got: "more (is a quote not closed?)".into(),
            },
            csv::ErrorKind::Io(error) => Error::Io(error),
            csv::ErrorKind::Utf8 { pos, err } => Error::Line {
                line: pos.map_or(line, |pos| pos.line()),
                expected: "UTF-8".into(),
                got: err.to_string(),
            },
            other => Error::Io(io::Error::other(format!("{other:?}"))),
        })
    }
}

/// Passes on so many bytes and then fails, until it is allowed more.
struct Allowance<R> {
    reader: R,
    left: usize,
}

impl<R: Read> Read for Allowance<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let most = buffer.len().min(self.left);
        let got = self.reader.read(&mut buffer[..most])?;
        self.left -= got;
        Ok(got)
    }
}
