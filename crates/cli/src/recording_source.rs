//! What stands for a recording in a list.

use std::borrow::Cow;
use std::path::Path;

#[cfg(feature = "parquet")]
use emo_pipeline::arrow::ClipSchema;
use emo_pipeline::{Clip, Error, Recording, Result};

use crate::inputs::Input;

/// An entry of a list of recordings. A list of files takes a third of the memory that their recordings would
/// take, so that these are made when their turn comes.
pub(crate) trait RecordingSource: Sync {
    /// The recording.
    ///
    /// # Errors
    ///
    /// If it is standard input, which cannot be read again.
    fn recording(&self) -> Result<Cow<'_, Recording>>;

    /// What is known of the recording, if that is more than its name.
    #[cfg(feature = "parquet")]
    fn description(&self) -> Option<&Clip>;

    /// The path, unless it is standard input.
    fn path(&self) -> Option<&Path>;
}

#[cfg(feature = "parquet")]
impl RecordingSource for Recording {
    fn recording(&self) -> Result<Cow<'_, Recording>> {
        Ok(Cow::Borrowed(self))
    }

    fn description(&self) -> Option<&Clip> {
        Some(&self.clip)
    }

    fn path(&self) -> Option<&Path> {
        Some(&self.path)
    }
}

impl RecordingSource for Input {
    fn recording(&self) -> Result<Cow<'_, Recording>> {
        match self {
            Self::File { path, .. } => Ok(Cow::Owned(Recording::new(path, Clip::new(self.clip())))),
            Self::Listed(recording) => Ok(Cow::Borrowed(recording)),
            Self::Standard => Err(Error::InvalidParameter {
                parameter: "input".into(),
                expected: "files or folders, to write Parquet".into(),
                got: "standard input".into(),
            }),
        }
    }

    #[cfg(feature = "parquet")]
    fn description(&self) -> Option<&Clip> {
        match self {
            Self::Listed(recording) => Some(&recording.clip),
            Self::File { .. } | Self::Standard => None,
        }
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Self::File { path, .. } => Some(path),
            Self::Listed(recording) => Some(&recording.path),
            Self::Standard => None,
        }
    }
}

/// The columns of what is known of recordings: one for the label only where a recording has a label.
#[cfg(feature = "parquet")]
pub(crate) fn known_columns(all: &[impl RecordingSource]) -> ClipSchema {
    let columns = ClipSchema::of(all.iter().filter_map(RecordingSource::description));
    let mut known = all.iter().filter_map(RecordingSource::description);
    let has_labels = known.any(|clip| clip.label.is_some());
    if has_labels { columns } else { columns.without("label") }
}
