//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::{Error, Result};

/// Writes a file, replacing it if it is there, so that it appears whole or not at all: `write`
/// fills a temporary file beside it, which takes its name at the end. A device or a pipe is written
/// as it is, and never replaced.
///
/// ```
/// use std::io::Write;
///
/// # let folder = tempfile::tempdir()?;
/// let path = folder.path().join("notes.txt");
/// emo_pipeline::write_whole(&path, |file| Ok(file.write_all(b"a line\n")?))?;
/// assert_eq!(std::fs::read(path)?, b"a line\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// If the system cannot write there, or `write` fails, with the file's path.
pub fn write_whole(
    path: impl AsRef<Path>,
    write: impl FnOnce(&mut File) -> Result<()>,
) -> Result<()> {
    let path = path.as_ref();
    let fill = || {
        if fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
            return write(&mut File::options().write(true).open(path)?);
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = temporary_file(folder.unwrap_or(Path::new(".")))?;
        write(file.as_file_mut())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    fill().map_err(|error: Error| error.in_file(path))
}

/// A temporary file with the rights that a new file usually has.
fn temporary_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.prefix(".").suffix(".partial").tempfile_in(folder)
}
