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
/// emo_corpus::write_whole(&path, |file| file.write_all(b"a line\n"))?;
/// assert_eq!(std::fs::read(path)?, b"a line\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// If the system cannot write there, or `write` fails, with the file's path.
pub fn write_whole(
    path: impl AsRef<Path>,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<()> {
    let path = path.as_ref();
    let fill = || -> io::Result<()> {
        if fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
            return write(&mut File::options().write(true).open(path)?);
        }
        let mut file = temporary_file(folder_of(path))?;
        write(file.as_file_mut())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    fill().map_err(|error| Error::from(error).in_file(path))
}

/// Whether [`write_whole`] could write there now: asked before long work, so that it is not lost.
/// What is at the path stays as it is.
///
/// ```
/// assert!(emo_corpus::check_writable("no/such/folder/report.html").is_err());
/// ```
///
/// # Errors
///
/// If the path is a folder, or no file can be made beside it, with the path.
pub fn check_writable(path: impl AsRef<Path>) -> Result<()> {
    let path = path.as_ref();
    let check = || match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        // A device or a pipe: opening it may do something.
        Ok(there) if !there.is_file() => Ok(()),
        _ => temporary_file(folder_of(path)).map(drop),
    };
    check().map_err(|error| Error::from(error).in_file(path))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
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
