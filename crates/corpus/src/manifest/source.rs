//! The bytes of a manifest, unpacked, and what they are.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use crate::{Error, Result};

pub(super) type Source = BufReader<Box<dyn Read + Send>>;

/// What the first line of a manifest shows.
pub(super) enum Start {
    /// A JSON object per line.
    Json,
    /// A table, with the character between its cells.
    Table(u8),
}

const BUFFER: usize = 1 << 16;

/// Unpacks a manifest if it is compressed (RFC 1952), and looks at its start.
pub(super) fn open(reader: impl Read + Send + 'static) -> Result<(Source, Start)> {
    let mut raw = BufReader::with_capacity(BUFFER, reader);
    let packed = first_bytes(&mut raw)?.starts_with(&[0x1f, 0x8b]);
    let inner: Box<dyn Read + Send> =
        if packed { Box::new(MultiGzDecoder::new(raw)) } else { Box::new(raw) };
    let mut source = BufReader::with_capacity(BUFFER, inner);
    let bytes = first_bytes(&mut source)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = bytes.trim_ascii_start();
    if text.is_empty() {
        return Err(Error::Empty { what: "lines of the manifest" });
    }
    let start = match text.first() {
        Some(b'{') => Start::Json,
        Some(b'[') => {
            let (expected, got) = ("an object per line, or a table".into(), "a list".into());
            return Err(Error::Line { line: 1, expected, got });
        }
        _ => Start::Table(delimiter(text)),
    };
    Ok((source, start))
}

/// The first bytes, which stay to be read.
fn first_bytes(reader: &mut impl BufRead) -> io::Result<&[u8]> {
    loop {
        match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(_) => break,
        }
    }
    reader.fill_buf()
}

/// A tab, if the first line has one, else a comma.
fn delimiter(text: &[u8]) -> u8 {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if line.contains(&b'\t') { b'\t' } else { b',' }
}
