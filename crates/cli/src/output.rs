//! Output files and standard output.

use std::io::Write;
use std::path::{Path, PathBuf};

use emo_pipeline::audio::is_audio_file;
use emo_pipeline::{Error, Result, check_writable, write_whole};

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
    // No file of the user has this name, and none is made.
    Ok(check_writable(there.join(".emo.partial"))?)
}

/// Checks that no output replaces an input, another output, or a recording, which may be one that a
/// folder or a manifest names.
pub(crate) fn check_distinct(outputs: &[&Path], inputs: &[&Path]) -> Result<()> {
    let mut taken: Vec<PathBuf> = inputs.iter().copied().filter_map(place).collect();
    for output in outputs {
        let Some(place) = place(output) else { continue };
        let refuse = |expected: &str| {
            Err(Error::InvalidParameter {
                parameter: "output".into(),
                expected: expected.into(),
                got: output.display().to_string(),
            })
        };
        if taken.contains(&place) {
            return refuse("a file that is not an input or another output");
        }
        if is_audio_file(output) {
            return refuse("a name that does not end as that of a recording");
        }
        taken.push(place);
    }
    Ok(())
}

/// Where a path leads, through links where it exists; nowhere for a standard stream or a device.
fn place(path: &Path) -> Option<PathBuf> {
    if is_standard(path) {
        return None;
    }
    let is_device = |it: std::fs::Metadata| !it.is_file() && !it.is_dir();
    if path.metadata().is_ok_and(is_device) {
        return None;
    }
    path.canonicalize().or_else(|_| std::path::absolute(path)).ok()
}

/// Whether the path stands for standard input or output.
pub(crate) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}
