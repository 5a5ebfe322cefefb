//! Where the files of a run are.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::file::rename;

/// Where a [`PartFolder`](super::PartFolder) keeps its files: a folder of this machine, or of an
/// object store.
///
/// A file is known by its name in the folder. What another program reads there is complete or
/// absent.
pub trait Place: fmt::Debug + Send {
    /// The names of the files that are there; none if there is no folder yet.
    ///
    /// # Errors
    ///
    /// If the folder cannot be listed.
    fn names(&self) -> io::Result<Vec<String>>;

    /// The text of a small file.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn read(&self, name: &str) -> io::Result<String>;

    /// Writes a small file, in place of one that is there.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn write(&mut self, name: &str, text: &str) -> io::Result<()>;

    /// Adds a line to the file that was written last.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn append(&mut self, name: &str, line: &str) -> io::Result<()>;

    /// Where on this machine a large file is written, before [`publish`](Self::publish).
    fn draft(&self, name: &str) -> PathBuf;

    /// Puts the complete file at [`draft`](Self::draft) into the folder.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn publish(&mut self, name: &str) -> io::Result<()>;

    /// The path or URL of a file.
    fn path(&self, name: &str) -> PathBuf;
}

/// A folder of this machine.
#[derive(Debug)]
pub(super) struct LocalFolder(pub(super) PathBuf);

impl Place for LocalFolder {
    fn names(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn read(&self, name: &str) -> io::Result<String> {
        fs::read_to_string(self.path(name))
    }

    fn write(&mut self, name: &str, text: &str) -> io::Result<()> {
        fs::create_dir_all(&self.0)?;
        let path = self.path(name);
        let partial = with_partial(&path);
        let mut file = File::create(&partial)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        rename(&partial, &path)
    }

    fn append(&mut self, name: &str, line: &str) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).open(self.path(name))?;
        file.write_all(line.as_bytes())?;
        file.sync_data()
    }

    fn draft(&self, name: &str) -> PathBuf {
        self.path(name)
    }

    /// A Parquet file is renamed when it is complete.
    fn publish(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

fn with_partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}
