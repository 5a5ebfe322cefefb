//! Writes feature tables as comma-separated values.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use super::{ClipColumns, FeatureTable};
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
        write_whole(path, |file| self.write_rows(&ClipColumns::of(self.clips()), file))
    }

    /// Writes the table: a line that names the feature configuration, if it is known; the columns
    /// on the clip, without those that no clip has a value for, and
    /// then the features. Lines end in LF. The writer needs no buffer of its own.
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn to_writer(&self, writer: impl Write) -> Result<()> {
        self.to_writer_with(&ClipColumns::of(self.clips()), writer)
    }

    /// Writes the table with these columns on the clip, whatever its own clips have: for a part of
    /// a table that is too large for the memory, in which all parts must have the same columns.
    ///
    /// ```
    /// use emo_corpus::{Clip, ClipColumns, FeatureTable};
    /// use ndarray::array;
    ///
    /// let clips = [Clip::new("a").label("bored"), Clip::new("b").label("none").speaker(7)];
    /// let part = FeatureTable::new(array![[0.5]], vec!["zcr".into()], clips[..1].to_vec())?;
    /// let mut text = Vec::new();
    /// part.to_writer_with(&ClipColumns::of(&clips), &mut text)?;
    /// assert_eq!(text, b"clip,label,speaker,zcr\na,bored,,0.5\n");
    /// # Ok::<(), emo_corpus::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn to_writer_with(&self, columns: &ClipColumns, writer: impl Write) -> Result<()> {
        Ok(self.write_rows(columns, writer)?)
    }

    fn write_rows(&self, info: &ClipColumns, mut writer: impl Write) -> io::Result<()> {
        // Without this line a number under a key of one's own would be read as a feature.
        if self.feature_config().is_some() || info.has_own_keys() {
            let id = self.feature_config().unwrap_or_default().replace(['\r', '\n', '"'], " ");
            let line = format!("# {} features: {id}", self.columns().len());
            writeln!(writer, "{}", line.trim_end())?;
        }
        let mut lines = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(writer);
        let names = self.columns().iter().map(String::as_str);
        lines.write_record(info.names().chain(names))?;
        let mut number = String::new();
        for (clip, features) in self.clips().iter().zip(self.x().outer_iter()) {
            for cell in info.cells(clip) {
                lines.write_field(cell)?;
            }
            for value in features {
                number.clear();
                // `{:?}` is the shortest that reads back the same, with an exponent if need be.
                write!(number, "{value:?}").map_err(io::Error::other)?;
                lines.write_field(&number)?;
            }
            lines.write_record(None::<&[u8]>)?;
        }
        lines.flush()
    }
}
