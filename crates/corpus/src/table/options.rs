//! Which column of a table's file says what.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::FeatureTable;
use crate::Result;

/// How a feature table is read; see [`FeatureTable::options`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableOptions {
    pub(super) label: Option<String>,
    pub(super) speaker: Option<String>,
    pub(super) metadata: Vec<String>,
}

impl TableOptions {
    /// The column of the labels. Default: `label`, or `emotion`.
    #[must_use]
    pub fn label_column(self, name: impl Into<String>) -> Self {
        Self { label: Some(name.into()), ..self }
    }

    /// The column of the speakers, or of what else must not be on both sides of a split. Default:
    /// `speaker`, or `actor`.
    #[must_use]
    pub fn group_column(self, name: impl Into<String>) -> Self {
        Self { speaker: Some(name.into()), ..self }
    }

    /// A column that is metadata although its cells are numbers, such as `age`.
    #[must_use]
    pub fn metadata_column(mut self, name: impl Into<String>) -> Self {
        self.metadata.push(name.into());
        self
    }

    /// Reads a table from a file.
    ///
    /// # Errors
    ///
    /// As [`from_reader`](Self::from_reader), with the file's path.
    pub fn read_csv(&self, path: impl AsRef<Path>) -> Result<FeatureTable> {
        let path = path.as_ref();
        let read = || self.from_reader(File::open(path)?);
        read().map_err(|error| error.in_file(path))
    }

    /// Reads a table. The reader needs no buffer of its own.
    ///
    /// # Errors
    ///
    /// As [`FeatureTable::from_reader`]; and if a column that was named is missing.
    pub fn from_reader(&self, reader: impl Read) -> Result<FeatureTable> {
        super::csv_reader::read(reader, self)
    }
}

impl FeatureTable {
    /// To read a table whose columns have other names.
    ///
    /// ```
    /// use emo_corpus::FeatureTable;
    ///
    /// let csv = "clip,mood,person,room,age,pitch\na,bored,ann,hall,31,9\nb,none,ben,yard,27,5\n";
    /// let options = FeatureTable::options().label_column("mood").group_column("person");
    /// let table = options.metadata_column("age").from_reader(csv.as_bytes())?;
    /// assert_eq!(table.columns(), ["pitch"]);
    /// assert_eq!(table.classes(), ["bored", "none"]);
    /// assert_eq!(table.clips()[0].metadata["room"], "hall");
    /// # Ok::<(), emo_corpus::Error>(())
    /// ```
    pub fn options() -> TableOptions {
        TableOptions::default()
    }
}
