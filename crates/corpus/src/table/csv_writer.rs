//! Writes feature tables as comma-separated values.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use super::{FeatureTable, RESERVED};
use crate::{Clip, Result, write_whole};

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
        write_whole(path, |file| self.write_rows(file))
    }

    /// Writes the table: a line that names the feature configuration, if it is known; the columns
    /// on the clip, without those that no clip has a value for, and
    /// then the features. Lines end in LF. The writer needs no buffer of its own.
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn to_writer(&self, writer: impl Write) -> Result<()> {
        Ok(self.write_rows(writer)?)
    }

    fn write_rows(&self, mut writer: impl Write) -> io::Result<()> {
        // Without this line a number under a key of one's own would be read as a feature.
        let has_own_keys = || {
            let mut keys = self.clips().iter().flat_map(|clip| clip.metadata.keys());
            keys.any(|key| !RESERVED.contains(&key.as_str()))
        };
        if self.feature_config().is_some() || has_own_keys() {
            let id = self.feature_config().unwrap_or_default().replace(['\r', '\n', '"'], " ");
            let line = format!("# {} features: {id}", self.columns().len());
            writeln!(writer, "{}", line.trim_end())?;
        }
        let mut lines = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(writer);
        let info = InfoColumns::of(self.clips());
        let names = self.columns().iter().map(String::as_str);
        lines.write_record(info.names.iter().copied().chain(names))?;
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

/// The columns on the clip that some clip has a value for.
struct InfoColumns<'a> {
    names: Vec<&'a str>,
}

impl<'a> InfoColumns<'a> {
    fn of(clips: &'a [Clip]) -> Self {
        let mut names = vec!["clip", "label"];
        let used = [
            ("speaker", clips.iter().any(|clip| clip.speaker.is_some())),
            ("corpus", clips.iter().any(|clip| clip.corpus.is_some())),
            ("copy", clips.iter().any(|clip| clip.copy.is_some())),
        ];
        names.extend(used.iter().filter(|(_, used)| *used).map(|(name, _)| *name));
        let keys: BTreeSet<&str> =
            clips.iter().flat_map(|clip| clip.metadata.keys().map(String::as_str)).collect();
        names.extend(keys);
        Self { names }
    }

    fn cells(&self, clip: &Clip) -> impl Iterator<Item = String> {
        self.names.iter().map(|name| match *name {
            "clip" => clip.name.clone(),
            "label" => clip.label.clone().unwrap_or_default(),
            "speaker" => clip.speaker.as_ref().map(ToString::to_string).unwrap_or_default(),
            "corpus" => clip.corpus.clone().unwrap_or_default(),
            "copy" => clip.copy.clone().unwrap_or_default(),
            key => clip.metadata.get(key).cloned().unwrap_or_default(),
        })
    }
}
