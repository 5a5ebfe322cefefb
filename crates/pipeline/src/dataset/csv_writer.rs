//! Writes feature tables as comma-separated values.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use super::feature_table::INFO_COLUMNS;
use super::{ClipInfo, FeatureTable};
use crate::{Result, write_whole};

impl FeatureTable {
    /// Writes the table to a file, replacing it if it is there.
    ///
    /// The file appears whole or not at all: the rows go to a temporary file beside it, which
    /// takes its name at the end.
    ///
    /// # Errors
    ///
    /// If the system cannot write there, with the file's path.
    pub fn write_csv(&self, path: impl AsRef<Path>) -> Result<()> {
        write_whole(path, |file| self.to_writer(file))
    }

    /// Writes the table: all columns on the clip, but for `treatment` where all clips are as
    /// recorded; then the features. Lines end in LF.
    /// The writer needs no buffer of its own.
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn to_writer(&self, writer: impl Write) -> Result<()> {
        let mut lines = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(writer);
        let names = self.columns().iter().map(String::as_str);
        let treated = self.clips().iter().any(|clip| clip.treatment.is_some());
        let n_info = INFO_COLUMNS.len() - usize::from(!treated);
        lines
            .write_record(INFO_COLUMNS.into_iter().take(n_info).chain(names))
            .map_err(io::Error::from)?;
        let mut number = String::new();
        for (clip, features) in self.clips().iter().zip(self.x().outer_iter()) {
            for cell in info_cells(clip).into_iter().take(n_info) {
                lines.write_field(cell).map_err(io::Error::from)?;
            }
            for value in features {
                number.clear();
                // `{:?}` is the shortest that reads back the same, with an exponent if need be.
                write!(number, "{value:?}").map_err(io::Error::other)?;
                lines.write_field(&number).map_err(io::Error::from)?;
            }
            lines.write_record(None::<&[u8]>).map_err(io::Error::from)?;
        }
        Ok(lines.flush()?)
    }
}

/// What is known of a clip, as cells in the order of [`INFO_COLUMNS`].
fn info_cells(clip: &ClipInfo) -> [String; INFO_COLUMNS.len()] {
    fn cell(value: Option<impl ToString>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }
    [
        clip.clip.clone(),
        clip.emotion.to_string(),
        cell(clip.channel),
        cell(clip.intensity),
        cell(clip.statement.as_ref()),
        cell(clip.repetition),
        cell(clip.actor.as_ref()),
        cell(clip.treatment.as_ref()),
    ]
}
