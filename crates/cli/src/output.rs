//! Where results go.

use std::io::{BufWriter, Write};
use std::path::Path;

use emo_pipeline::{Result, write_whole};

/// Writes to the file, which appears whole or not at all; `-` is standard output.
pub(crate) fn write_to(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    if is_standard(path) {
        // Made first and written at once: a writer in between hides that no one reads on.
        let mut text = Vec::new();
        write(&mut text)?;
        return Ok(std::io::stdout().lock().write_all(&text)?);
    }
    write_whole(path, |file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        Ok(out.flush()?)
    })
}

/// Whether the path stands for standard input or output.
pub(crate) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}
