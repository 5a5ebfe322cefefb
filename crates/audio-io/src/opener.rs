//! Files that are not in the file system.

use std::fmt;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::Arc;

/// Reads and seeks, from any thread.
pub trait ReadSeek: Read + Seek + Send + Sync {}
impl<R: Read + Seek + Send + Sync> ReadSeek for R {}

/// What opens a path: `None` leaves it to the file system.
type Open = dyn Fn(&Path) -> io::Result<Option<Box<dyn ReadSeek>>> + Send + Sync;

/// Opens what a path names where that is not a file of the system: a URL, or a member of an
/// archive. The default leaves all paths to the file system.
///
/// It says where bytes are and not which of them are read, so that all values are equal.
///
/// ```
/// use std::io::Cursor;
/// use emo_audio_io::{LoadOptions, Opener, ReadSeek, load};
///
/// # let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio/speech.wav");
/// let bytes = std::fs::read(file)?;
/// let opener = Opener::new(move |path| {
///     let reader = || Box::new(Cursor::new(bytes.clone())) as Box<dyn ReadSeek>;
///     Ok(path.starts_with("archive:").then(reader))
/// });
/// let clip = load("archive:/speech.wav", &LoadOptions::default().opener(opener))?;
/// assert_eq!(clip.sample_rate, 22_050);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Opener(Option<Arc<Open>>);

impl Opener {
    /// With a function that opens some paths, from any thread, and gives `None` for the others.
    pub fn new(
        open: impl Fn(&Path) -> io::Result<Option<Box<dyn ReadSeek>>> + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(open)))
    }

    pub(crate) fn open(&self, path: &Path) -> io::Result<Option<Box<dyn ReadSeek>>> {
        self.0.as_ref().map_or(Ok(None), |open| open(path))
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opener")
    }
}

impl PartialEq for Opener {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
