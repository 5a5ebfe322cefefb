//! Reads feature tables from comma-separated values.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use csv::StringRecord;
use ndarray::Array2;

use super::FeatureTable;
use crate::csv_lines::Lines;
use crate::{Clip, Error, Result, quoted};

/// The columns on the clip, by any of their names: the second is that of files that were written
/// before labels became text.
const INFO_COLUMNS: [[&str; 2]; 5] = [
    ["clip", "clip"],
    ["label", "emotion"],
    ["speaker", "actor"],
    ["corpus", "corpus"],
    ["copy", "treatment"],
];
/// How many of [`INFO_COLUMNS`], from the first, a file must have.
const REQUIRED: usize = 2;
/// Columns that are metadata although their cells may be numbers.
const METADATA: [&str; 4] = ["channel", "intensity", "statement", "repetition"];

/// # Tables on disk
///
/// The first line names the columns. `clip` and `label` (or `emotion`) are required; `speaker` (or
/// `actor`), `corpus`, `copy` (or `treatment`), `channel`, `intensity`, `statement` and
/// `repetition` may be missing or have empty cells. The columns may be in any order; all others are
/// features, in the order of the file. A number is written with as many digits as it takes to read
/// the same number again, and no more.
impl FeatureTable {
    /// Reads a table from a file. See [`from_reader`](Self::from_reader).
    ///
    /// # Errors
    ///
    /// As there, with the file's path.
    pub fn read_csv(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let read = || Self::from_reader(File::open(path)?);
        read().map_err(|error| error.in_file(path))
    }

    /// Reads a table. The reader needs no buffer of its own.
    ///
    /// UTF-8 with or without a byte-order mark; lines end in LF or CRLF; cells may be quoted
    /// and may have spaces around them; empty lines are skipped.
    ///
    /// # Errors
    ///
    /// Says the line and column, what is expected there and what is there: if a column is
    /// missing, unnamed or there twice, a line has more or fewer cells than the first or
    /// more than 16 MiB, or a number is not one or not finite; if there is nothing to read, or no
    /// row.
    pub fn from_reader(reader: impl Read) -> Result<Self> {
        let mut lines = Lines::new(reader);
        if !lines.advance()? {
            return Err(Error::Empty { what: "lines of the table" });
        }
        let layout = Layout::from_header(lines.record())?;
        let mut values = Vec::new();
        let mut clips = Vec::new();
        while lines.advance()? {
            let row = Row::new(lines.record(), &layout)?;
            clips.push(row.clip()?);
            row.features_into(&mut values)?;
        }
        if clips.is_empty() {
            return Err(Error::Empty { what: "rows of the table" });
        }
        let shape = (clips.len(), layout.features.len());
        let got = values.len();
        let x = Array2::from_shape_vec(shape, values).map_err(|_| Error::Shape {
            what: "numbers of the table",
            expected: shape.0 * shape.1,
            got,
        })?;
        Self::new(x, layout.feature_names(), clips)
    }
}

/// Where a file has which column.
struct Layout {
    header: StringRecord,
    /// The places of [`INFO_COLUMNS`].
    info: [Option<usize>; INFO_COLUMNS.len()],
    /// The places of the metadata.
    metadata: Vec<usize>,
    /// The places of the features.
    features: Vec<usize>,
}

impl Layout {
    fn from_header(header: &StringRecord) -> Result<Self> {
        let wrong =
            |expected: String, got: String| Error::Line { line: line(header), expected, got };
        let mut info = [None; INFO_COLUMNS.len()];
        let (mut metadata, mut features) = (Vec::new(), Vec::new());
        for (place, name) in header.iter().map(str::trim).enumerate() {
            match INFO_COLUMNS.iter().position(|names| names.contains(&name)) {
                None if METADATA.contains(&name) => metadata.push(place),
                None => features.push(place),
                Some(at) if info[at].is_none() => info[at] = Some(place),
                Some(_) => return Err(wrong(format!("one column {name}"), "two".into())),
            }
        }
        if let Some(at) = (0..REQUIRED).find(|&at| info[at].is_none()) {
            let start = header.iter().take(8).collect::<Vec<_>>().join(",");
            return Err(wrong(format!("a column {}", INFO_COLUMNS[at][0]), quoted(&start)));
        }
        let layout = Self { header: header.clone(), info, metadata, features };
        match FeatureTable::check_columns(&layout.feature_names()) {
            Ok(()) => Ok(layout),
            Err(Error::InvalidValue { expected, got, .. }) => {
                Err(wrong(format!("every feature column to have {expected}"), got))
            }
            Err(_) => Err(wrong("feature columns".into(), "none".into())),
        }
    }

    fn name(&self, place: usize) -> &str {
        self.header.get(place).unwrap_or_default().trim()
    }

    fn feature_names(&self) -> Vec<String> {
        self.features.iter().map(|&place| self.name(place).to_owned()).collect()
    }
}

/// A line below the header.
struct Row<'a> {
    cells: &'a StringRecord,
    layout: &'a Layout,
}

impl<'a> Row<'a> {
    fn new(cells: &'a StringRecord, layout: &'a Layout) -> Result<Self> {
        if cells.len() != layout.header.len() {
            return Err(Error::Line {
                line: line(cells),
                expected: format!("{} cells", layout.header.len()),
                got: cells.len().to_string(),
            });
        }
        Ok(Self { cells, layout })
    }

    fn cell(&self, place: usize) -> &'a str {
        self.cells.get(place).unwrap_or_default().trim()
    }

    fn error(&self, place: usize, expected: impl Into<String>) -> Error {
        Error::Cell {
            line: line(self.cells),
            column: self.layout.name(place).to_owned(),
            expected: expected.into(),
            got: quoted(self.cell(place)),
        }
    }

    fn features_into(&self, values: &mut Vec<f64>) -> Result<()> {
        for &place in &self.layout.features {
            let value = self.cell(place).parse().ok().filter(|value: &f64| value.is_finite());
            values.push(value.ok_or_else(|| self.error(place, "a finite number"))?);
        }
        Ok(())
    }

    fn clip(&self) -> Result<Clip> {
        let [name, label, speaker, corpus, copy] = self.layout.info;
        let text = |text: &str| Ok(text.to_owned());
        let mut clip = Clip::new(self.clip_name(name)?).label(self.required(label, text)?);
        clip.speaker = self.optional(speaker, str::parse)?;
        clip.corpus = self.optional(corpus, text)?;
        clip.copy = self.optional(copy, text)?;
        for &place in &self.layout.metadata {
            if let Some(value) = self.optional(Some(place), text)? {
                clip.metadata.insert(self.layout.name(place).to_owned(), value);
            }
        }
        Ok(clip)
    }

    /// The clip's name as it is in the file, with any spaces: it is part of a path.
    fn clip_name(&self, place: Option<usize>) -> Result<String> {
        self.required(place, |_| {
            Ok(place.and_then(|place| self.cells.get(place)).unwrap_or_default().to_owned())
        })
    }

    fn required<T>(&self, place: Option<usize>, read: impl Fn(&str) -> Result<T>) -> Result<T> {
        let value = self.optional(place, read)?;
        value.ok_or_else(|| self.error(place.unwrap_or_default(), "a cell that is not empty"))
    }

    /// What the cell at `place` holds, if there is such a column and the cell is not empty.
    fn optional<T>(
        &self,
        place: Option<usize>,
        read: impl Fn(&str) -> Result<T>,
    ) -> Result<Option<T>> {
        let Some(place) = place.filter(|&place| !self.cell(place).is_empty()) else {
            return Ok(None);
        };
        read(self.cell(place)).map(Some).map_err(|error| match error {
            Error::InvalidValue { expected, .. } => self.error(place, expected),
            other => other,
        })
    }
}

fn line(record: &StringRecord) -> u64 {
    record.position().map_or(1, csv::Position::line)
}
