//! Readers of known corpora: what the names of their files say.
//!
//! A [`CorpusReader`] maps a file's name to label, speaker and metadata, and knows the corpus's
//! licence, citation and language. A [`Registry`] holds readers by their id; [`Registry::known`]
//! starts with those of this crate, and takes a user's own.
//!
//! ```
//! use emo_corpus::reader::Registry;
//!
//! let registry = Registry::known();
//! let clip = registry.get("crema-d")?.clip("AudioWAV/1001_DFA_ANG_XX.wav".as_ref())?;
//! assert_eq!(clip.label.as_deref(), Some("angry"));
//! assert_eq!(clip.speaker, Some(1001.into()));
//! # Ok::<(), emo_corpus::Error>(())
//! ```
//!
//! A reader of one's own is a type with two methods:
//!
//! ```
//! use emo_corpus::reader::{About, CorpusReader, Registry};
//! use emo_corpus::{Clip, Error, Result};
//!
//! /// Calls, named `agent-mood-number.wav`.
//! struct Calls(About);
//!
//! impl CorpusReader for Calls {
//!     fn about(&self) -> &About {
//!         &self.0
//!     }
//!
//!     fn describe(&self, clip: Clip) -> Result<Clip> {
//!         let parts: Vec<_> = clip.stem().split('-').map(str::to_owned).collect();
//!         let [agent, mood, _] = &parts[..] else {
//!             let expected = "agent-mood-number".into();
//!             return Err(Error::Name { expected, got: clip.stem().into() });
//!         };
//!         let speaker: emo_corpus::GroupKey = agent.parse()?;
//!         Ok(clip.speaker(speaker).label(mood))
//!     }
//! }
//!
//! let mut registry = Registry::known();
//! registry.add(Calls(About { id: "calls", language: "en", ..About::default() }));
//! let clip = registry.get("calls")?.clip("may/ann-bored-12.wav".as_ref())?;
//! assert_eq!((clip.name.as_str(), clip.label.as_deref()), ("may/ann-bored-12", Some("bored")));
//! # Ok::<(), emo_corpus::Error>(())
//! ```

mod about;
mod ased;
mod cafe;
mod crema_d;
mod emodb;
mod emotale;
mod emovo;
mod field;
mod iemocap;
mod jl_corpus;
mod left_out;
mod meld;
mod mesd;
mod nemo;
mod ravdess;
mod registry;
mod savee;
mod scan;
mod shemo;
mod tess;
mod turev_db;
mod urdu;
mod walk;

use std::path::Path;

use emo_audio_io::ENDINGS;

pub use about::About;
pub use ased::Ased;
pub use cafe::Cafe;
pub use crema_d::CremaD;
pub use emodb::EmoDb;
pub use emotale::EmoTale;
pub use emovo::Emovo;
pub use iemocap::Iemocap;
pub use jl_corpus::JlCorpus;
pub use left_out::LeftOut;
pub use meld::Meld;
pub use mesd::Mesd;
pub use nemo::Nemo;
pub use ravdess::Ravdess;
pub use registry::Registry;
pub use savee::Savee;
pub(crate) use scan::without_repeats;
pub use scan::{Scan, scan_names};
pub use shemo::Shemo;
pub use tess::Tess;
pub use turev_db::TurevDb;
pub use urdu::Urdu;
pub(crate) use walk::{Below, Skipped, clip_name, recordings_below};

use crate::{Clip, Result};

/// Knows how a corpus names its files.
///
/// An implementor writes [`about`](Self::about) and [`describe`](Self::describe); a caller uses
/// [`clip`](Self::clip) and [`scan`](Self::scan).
pub trait CorpusReader: Send + Sync {
    /// Name, language, licence and origin of the corpus.
    fn about(&self) -> &About;

    /// Adds label, speaker and metadata to a clip, from its name alone: the path of the file below
    /// the corpus's folder, without its ending, with `/`.
    ///
    /// # Errors
    ///
    /// If the corpus has no such name: what the names are, and what this one is.
    fn describe(&self, clip: Clip) -> Result<Clip>;

    /// The endings of the corpus's recordings, in lower case. Default: all that are read
    /// ([`ENDINGS`]).
    fn endings(&self) -> &[&str] {
        &ENDINGS
    }

    /// What all files of one performance share, and which of them is preferred: the one with the
    /// smallest number. [`scan`](Self::scan) finds each performance once; of files that are equal
    /// in this, it prefers the one whose ending comes first in [`ENDINGS`], such as a WAV to a
    /// video.
    ///
    /// The name of the clip, without its folders if [`About::one_name_per_take`].
    fn take(&self, clip: &Clip) -> (String, u8) {
        let name = if self.about().one_name_per_take { clip.stem() } else { &clip.name };
        (name.to_owned(), 0)
    }

    /// What the name of the file at `path` says; `path` is below the corpus's folder.
    ///
    /// # Errors
    ///
    /// If the path is not UTF-8, and as [`describe`](Self::describe).
    fn clip(&self, path: &Path) -> Result<Clip> {
        self.describe(Clip::new(clip_name(path)?).corpus(self.about().id))
    }

    /// Finds the corpus's recordings below a folder, whatever its subfolders are called.
    ///
    /// The order is that of the paths below `folder`, written with `/`, and so the same on every
    /// system. Links are followed. Hidden files and folders, and with them the `._` files of
    /// macOS, are left out.
    ///
    /// # Errors
    ///
    /// If `folder` itself cannot be read. A file that does not fit is listed in
    /// [`Scan::skipped`], with the reason, and costs no other file its place.
    fn scan(&self, folder: &Path) -> Result<Scan> {
        scan_names(self, folder, |clip| self.describe(clip))
    }
}
