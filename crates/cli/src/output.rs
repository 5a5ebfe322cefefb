//! Output files and standard output.

use std::io::Write;
use std::path::Path;

use emo_pipeline::{Result, check_writable, write_whole};

/// Writes to the file, which appears whole or not at all; `-` is standard output.
pub(crate) fn write_to(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    // Built first and written unbuffered, so that a closed pipe is reported immediately.
    let mut text = Vec::new();
    write(&mut text)?;
    if is_standard(path) {
        return Ok(std::io::stdout().lock().write_all(&text)?);
    }
    Ok(write_whole(path, |file| file.write_all(&text))?)
}

/// Checks, before long work, that the path can be written.
pub(crate) fn check(path: &Path) -> Result<()> {
    if is_standard(path) { Ok(()) } else { Ok(check_writable(path)?) }
}

/// Checks that files can be written into the folder, which need not exist yet.
pub(crate) fn check_folder(folder: &Path) -> Result<()> {
    let mut above = folder.ancestors();
    let there = above.find(|it| it.exists()).unwrap_or(Path::new("."));
    Ok(check_writable(there.join("plots"))?)
}

/// Whether the path stands for standard input or output.
pub(crate) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}
