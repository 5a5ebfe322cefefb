//! RAVDESS, the Ryerson Audio-Visual Database of Emotional Speech and Song.
//!
//! 24 actors speak and sing two statements in eight emotions: 1440 spoken and 1012 sung clips
//! (Livingstone and Russo 2018, PLoS ONE 13(5): e0196391, doi 10.1371/journal.pone.0196391).
//! A file's name says all about it, in seven two-digit fields: see [`ClipName`].

mod clip_name;
mod scan;

pub use clip_name::{ClipName, Modality, Sex, Statement};
pub use scan::{Scan, scan};

use super::quoted;
