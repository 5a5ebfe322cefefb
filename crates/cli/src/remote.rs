//! Recordings, manifests and outputs that are named by URLs.

#[cfg(feature = "object-store")]
mod folder;
#[cfg(not(feature = "object-store"))]
mod missing;
#[cfg(feature = "object-store")]
mod stores;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use emo_pipeline::audio::{Opener, ReadSeek, is_audio_file};
use emo_pipeline::corpus::is_url;
use emo_pipeline::corpus::reader::LeftOut;
use emo_pipeline::{Error, Result};

#[cfg(feature = "object-store")]
pub(crate) use self::folder::RemoteFolder;
#[cfg(not(feature = "object-store"))]
pub(crate) use self::missing::Remote;
#[cfg(feature = "object-store")]
pub(crate) use self::stores::Remote;

impl Remote {
    /// What opens URLs where recordings are loaded.
    pub(crate) fn opener(&self) -> Opener {
        let remote = self.clone();
        Opener::new(move |path| if is_url(path) { remote.open(path).map(Some) } else { Ok(None) })
    }

    /// Opens a URL.
    pub(crate) fn open(&self, url: &Path) -> io::Result<Box<dyn ReadSeek>> {
        match local_path(url) {
            Some(path) => Ok(Box::new(File::open(path)?)),
            None => self.open_object(&url.to_string_lossy()),
        }
    }

    /// The recordings that a URL names: the object, or those below a folder, with their paths below
    /// it; and the objects that are left out.
    pub(crate) fn recordings(&self, url: &Path) -> Result<(Vec<(PathBuf, PathBuf)>, LeftOut)> {
        let text = url.to_string_lossy();
        let one = || (vec![(url.to_owned(), url.to_owned())], LeftOut::default());
        let is_folder = text.ends_with('/');
        if !is_folder && (is_audio_file(url) || text.starts_with("http")) {
            return Ok(one());
        }
        let folder = format!("{}/", text.trim_end_matches('/'));
        let (mut found, mut left_out) = (Vec::new(), LeftOut::default());
        for object in self.list(&folder).map_err(|error| in_url(url, error))? {
            let below = object.strip_prefix(&folder).unwrap_or(&object);
            let folders = below.rsplit_once('/').map_or("", |(folders, _)| folders);
            if folders.split('/').any(|name| name.starts_with('.')) {
                continue;
            }
            if is_audio_file(below) {
                found.push((PathBuf::from(&object), PathBuf::from(below)));
            } else {
                left_out.add(Path::new(below));
            }
        }
        let is_nothing = found.is_empty() && left_out.count() == 0;
        if is_nothing && !is_folder {
            return Ok(one());
        }
        Ok((found, left_out))
    }
}

/// The path of a `file://` URL.
pub(crate) fn local_path(url: &Path) -> Option<PathBuf> {
    let text = url.to_str()?.strip_prefix("file://")?;
    let path = text.strip_prefix("localhost").unwrap_or(text);
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// Checks that no path is a URL which the command cannot read or write.
pub(crate) fn check_local(paths: &[&Path]) -> Result<()> {
    match paths.iter().find(|path| is_url(path)) {
        None => Ok(()),
        Some(url) => Err(in_url(
            url,
            io::Error::other(
                "expected a local path here, got a URL; those of recordings, of manifests, and of \
                 Parquet outputs of emo extract and emo predict can be URLs",
            ),
        )),
    }
}

/// The error with the URL that it is about.
pub(crate) fn in_url(url: &Path, error: io::Error) -> Error {
    Error::File { path: url.to_owned(), error: Box::new(Error::Io(error)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_url_is_a_local_path() {
        let paths = [
            ("file:///calls/a%20b%C3%BC.wav", Some("/calls/a bü.wav")),
            ("file://localhost/100%.wav", Some("/100%.wav")),
            ("s3://calls/a.wav", None),
            ("calls/a.wav", None),
        ];
        for (url, path) in paths {
            assert_eq!(local_path(Path::new(url)), path.map(PathBuf::from), "{url}");
        }
    }
}
