//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// Writes a file, replacing it if it is there, so that it appears whole or not at all: `write`
/// fills a temporary file beside it, which takes its name at the end. A link stays a link, a file
/// that is replaced keeps its permissions, and a device or a pipe is written as it is.
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
    fill(path, write).map_err(|error| Error::from(error).in_file(path))
}

fn fill(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(|it| !it.is_file() && !it.is_dir()) {
        return write(&mut File::options().write(true).open(path)?);
    }
    // The file that a link leads to is replaced, not the link.
    let path = &behind_links(path)?;
    let folder = folder_of(path);
    let mut file = temporary_file(folder)?;
    write(file.as_file_mut())?;
    if let Some(there) = there.filter(fs::Metadata::is_file) {
        file.as_file().set_permissions(there.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// The path that a chain of links leads to, whether or not there is a file.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    /// As many as Linux follows.
    const MOST: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST {
        match fs::read_link(&path) {
            Ok(target) => path = folder_of(&path).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many links, each to the next"))
}

/// Makes the new name of a file last over a power failure. Only Unix can open a folder for that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
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
    // The reason alone: the name of the temporary file means nothing to a user.
    builder.prefix(".").suffix(".partial").tempfile_in(folder).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            let expected = format!("expected an existing folder, got {}", folder.display());
            io::Error::new(io::ErrorKind::NotFound, expected)
        }
        kind => kind.into(),
    })
}
