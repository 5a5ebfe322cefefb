//! Labels: plain text, with tables of well-known names and maps from one name to another.
//!
//! A label is a `String` of the corpus's or the user's choice. Where corpora are mixed, their
//! names must agree: [`canonical`] knows the names of emotions in many corpora, and a
//! [`LabelMap`] renames, merges and leaves out.
//!
//! ```
//! use emo_corpus::label::{LabelMap, canonical};
//!
//! assert_eq!(canonical("ANG"), Some("angry"));
//! assert_eq!(canonical("tristezza"), Some("sad"));
//!
//! let common = LabelMap::common_four();
//! assert_eq!(common.apply("calm").as_deref(), Some("neutral"));
//! assert_eq!(common.apply("disgust"), None);
//! ```

mod alias;
mod common;
mod map;
mod map_file;

pub use alias::{aliases, canonical};
pub use map::LabelMap;

/// The four emotions that almost every corpus has; `calm` counts as `neutral` in
/// [`LabelMap::common_four`].
pub const COMMON_FOUR: [&str; 4] = ["angry", "happy", "neutral", "sad"];

/// Ekman's six basic emotions and neutral speech, with this crate's names.
pub const BASIC_SEVEN: [&str; 7] =
    ["angry", "disgust", "fearful", "happy", "neutral", "sad", "surprised"];

/// The eight emotions of RAVDESS, in the order of their codes there: `neutral` is 01.
pub const RAVDESS_EIGHT: [&str; 8] =
    ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"];
