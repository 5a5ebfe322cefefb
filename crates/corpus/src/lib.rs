//! Clips with labels, speakers and open metadata: where they come from, and how they are divided.
//!
//! - A [`Clip`] is what is known of a recording besides its sound; a [`Recording`] adds where its
//!   sound is on disk.
//! - [`manifest`] reads and writes lists of recordings; [`reader`] knows the names of known
//!   corpora's files.
//! - [`label`] holds well-known names of emotions, and a [`LabelMap`] renames labels.
//!
//! This crate reads no audio and knows nothing of how features are computed.
//!
//! ```
//! use emo_corpus::{Clip, LabelMap};
//!
//! let clip = Clip::new("day1/call7").label("wut").with("channel", "phone");
//! let map = LabelMap::well_known();
//! assert_eq!(clip.label.and_then(|label| map.apply(&label)).as_deref(), Some("angry"));
//! ```
#![forbid(unsafe_code)]

mod clip;
mod csv_lines;
mod error;
mod group_key;
pub mod label;
pub mod manifest;
pub mod protocol;
pub mod reader;
mod table;
mod url;
mod whole_file;

pub use clip::{Clip, Recording, Segment};
pub use error::{Error, Result};
pub use group_key::GroupKey;
pub use label::LabelMap;
pub use manifest::Manifest;
pub use reader::{CorpusReader, Registry};
pub use table::{ClipColumns, FeatureTable, TableOptions};
pub use url::is_url;
pub use whole_file::{check_writable, write_whole};

/// `text` in quotes and cut to a length that fits a message.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
