//! The values of a long recording in a temporary file, out of memory.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use crate::error::{Error, Result};
use crate::kernel::lanes::{LANES, Lanes};

/// Rows of lanes in a file without a name, which the system removes once it is closed.
#[derive(Debug)]
pub(crate) struct TableFile {
    file: File,
}

/// Bytes of a row in the file.
const ROW: usize = LANES * size_of::<f32>();

/// Bytes that are read or written at a time.
const BUFFER: usize = 1 << 16;

impl TableFile {
    /// A file of so many rows of zeros; `None` where the system has no temporary files.
    pub(crate) fn new(rows: usize) -> Option<Self> {
        let file = temporary_file()?;
        file.set_len((rows * ROW) as u64).ok()?;
        Some(Self { file })
    }

    /// Reads the rows from `first` on.
    pub(crate) fn read(&self, first: usize, rows: &mut [Lanes]) -> Result<()> {
        let length = (rows.len() * ROW).min(BUFFER);
        let mut read = || {
            (&self.file).seek(place(first))?;
            let mut file = BufReader::with_capacity(length, &self.file);
            rows.iter_mut().try_for_each(|row| {
                let mut bytes = [0; ROW];
                file.read_exact(&mut bytes)?;
                *row = from_bytes(&bytes);
                Ok(())
            })
        };
        read().map_err(|error| failed("read from", &error))
    }

    /// Replaces the rows from `first` on.
    pub(crate) fn write(&self, first: usize, rows: &[Lanes]) -> Result<()> {
        let write = || {
            (&self.file).seek(place(first))?;
            let mut file = BufWriter::with_capacity((rows.len() * ROW).min(BUFFER), &self.file);
            rows.iter().try_for_each(|row| file.write_all(&to_bytes(row)))?;
            file.flush()
        };
        write().map_err(|error| failed("write to", &error))
    }
}

#[cfg(not(target_family = "wasm"))]
fn temporary_file() -> Option<File> {
    tempfile::tempfile().ok()
}

#[cfg(target_family = "wasm")]
fn temporary_file() -> Option<File> {
    None
}

fn place(row: usize) -> SeekFrom {
    SeekFrom::Start((row * ROW) as u64)
}

fn failed(action: &'static str, error: &io::Error) -> Error {
    Error::TemporaryFile { action, message: error.to_string() }
}

fn to_bytes(row: &Lanes) -> [u8; ROW] {
    let mut bytes = [0; ROW];
    for (to, x) in bytes.as_chunks_mut().0.iter_mut().zip(row.0) {
        *to = x.to_le_bytes();
    }
    bytes
}

fn from_bytes(bytes: &[u8; ROW]) -> Lanes {
    let mut row = Lanes::ZERO;
    for (x, &from) in row.0.iter_mut().zip(bytes.as_chunks().0) {
        *x = f32::from_le_bytes(from);
    }
    row
}

#[cfg(test)]
impl TableFile {
    /// A file that cannot be written.
    pub(crate) fn read_only() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        Self { file: File::open(path).unwrap() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_the_rest_is_zero() {
        let file = TableFile::new(5000).unwrap();
        let rows: Vec<Lanes> =
            (0..3000).map(|t| Lanes(std::array::from_fn(|lane| t as f32 - lane as f32))).collect();
        file.write(1500, &rows).unwrap();
        let mut read = vec![Lanes::ZERO; 5000];
        file.read(0, &mut read).unwrap();
        assert!(read[..1500].iter().chain(&read[4500..]).all(|row| *row == Lanes::ZERO));
        assert!(read[1500..4500] == rows);
    }

    #[test]
    fn a_file_that_ends_too_early_is_an_error() {
        let file = TableFile::new(10).unwrap();
        let error = file.read(5, &mut [Lanes::ZERO; 10]).unwrap_err();
        assert!(matches!(error, Error::TemporaryFile { action: "read from", .. }), "{error}");
    }

    #[test]
    fn a_file_that_cannot_be_written_is_an_error() {
        let error = TableFile::read_only().write(0, &[Lanes::ZERO]).unwrap_err();
        assert!(matches!(error, Error::TemporaryFile { action: "write to", .. }), "{error}");
    }
}
