//! From recordings on disk to a table of features, and the usual ways to divide that table.
//!
//! - [`ravdess::scan`] finds the clips of RAVDESS under a folder and reads their file names.
//! - [`extract_table`] turns clips into a [`FeatureTable`], on all cores.
//! - A [`FeatureTable`] is read from CSV and written to it without losing a bit. Its rows carry
//!   a [`ClipInfo`] each; only the clip's name and its [`Emotion`] are required, so that a
//!   table of any other corpus works as well.
//! - A [`Protocol`] says which rows train and which test, and judges an estimator by that.
//!
//! ```
//! use emo_pipeline::dataset::{Emotion, FeatureTable};
//!
//! let csv = "clip,emotion,actor,pitch_mean,zcr_mean\n\
//!            a,happy,anna,201.5,0.11\n\
//!            b,sad,ben,118.25,0.07\n";
//! let table = FeatureTable::from_reader(csv.as_bytes())?;
//! assert_eq!(table.labels(), [Emotion::Happy, Emotion::Sad]);
//! assert_eq!(table.x()[[1, 0]], 118.25);
//! # Ok::<(), emo_pipeline::Error>(())
//! ```

mod clip_info;
mod csv_lines;
mod csv_reader;
mod csv_writer;
mod emotion;
mod evaluation;
mod extraction;
mod feature_table;
mod group_key;
mod importance;
pub(crate) mod named;
mod protocol;
mod protocol_scores;
pub mod ravdess;
mod speaker_folds;

pub use clip_info::{Channel, ClipInfo, Intensity};
pub use emotion::Emotion;
pub use evaluation::{Evaluation, FoldScores, Scores};
pub use extraction::{
    Clip, Extraction, extract_table, extract_treated_part, extract_treated_table, treatment_seeds,
};
pub use feature_table::FeatureTable;
pub use group_key::GroupKey;
pub use protocol::{Channels, Fold, Protocol};
pub use protocol_scores::{ProtocolScores, Score};

/// `text` in quotes and cut to a length that fits a message.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}
