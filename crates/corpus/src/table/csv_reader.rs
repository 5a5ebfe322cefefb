//! Reads feature tables from comma-separated values.

use std::io::Read;
use std::path::Path;

use csv::StringRecord;
use ndarray::Array2;

use super::layout::{Layout, OpenText, line};
use super::{FeatureTable, TableOptions};
use crate::csv_lines::Lines;
use crate::{Clip, Error, Result, quoted};

/// # Tables on disk
///
/// The first line names the columns. `clip` and `label` (or `emotion`) are required; `speaker` (or
/// `actor`), `corpus` and `copy` (or `treatment`) may be missing or have empty cells. The columns
/// may be in any order.
///
/// A line `# 60 features: mean-1a2b3c` before it says that the last 60 columns are features, and
/// which configuration they are of; all others are metadata. In a file without it, `channel`,
/// `intensity`, `statement` and `repetition` are metadata, and so are all columns whose first cell
/// is not a number. All others are features, in the order of the file.
///
/// A number is written with as many digits as it takes to read the same number again, and no more.
impl FeatureTable {
    /// Reads a table from a file. See [`from_reader`](Self::from_reader).
    ///
    /// # Errors
    ///
    /// As there, with the file's path.
    pub fn read_csv(path: impl AsRef<Path>) -> Result<Self> {
        Self::options().read_csv(path)
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
        Self::options().from_reader(reader)
    }
}

pub(super) fn read(reader: impl Read, options: &TableOptions) -> Result<FeatureTable> {
    let mut lines = Lines::new(reader);
    if !lines.advance()? {
        return Err(Error::Empty { what: "lines of the table" });
    }
    let config = FeatureConfigLine::parse(lines.record());
    if config.is_some() && !lines.advance()? {
        return Err(Error::Empty { what: "lines of the table" });
    }
    let n_features = config.as_ref().map(|config| config.n_features);
    let mut layout = Layout::from_header(lines.record(), n_features, options)?;
    let mut texts = Vec::new();
    let mut values = Vec::new();
    let mut clips = Vec::new();
    while lines.advance()? {
        check_length(lines.record(), &layout)?;
        if clips.is_empty() {
            texts = layout.decide(lines.record())?;
        }
        let row = Row { cells: lines.record(), layout: &layout };
        row.check_texts(&texts)?;
        clips.push(row.clip()?);
        row.features_into(&mut values)?;
    }
    if clips.is_empty() {
        return Err(Error::Empty { what: "rows of the table" });
    }
    let shape = (clips.len(), layout.features().count());
    let got = values.len();
    let x = Array2::from_shape_vec(shape, values).map_err(|_| Error::Shape {
        what: "numbers of the table",
        expected: shape.0 * shape.1,
        got,
    })?;
    let table = FeatureTable::new(x, layout.feature_names(), clips)?;
    Ok(match config.map(|config| config.id).filter(|id| !id.is_empty()) {
        Some(id) => table.with_feature_config(id),
        None => table,
    })
}

/// The line that names the feature configuration.
struct FeatureConfigLine {
    n_features: usize,
    id: String,
}

impl FeatureConfigLine {
    /// `None` for any other line.
    fn parse(record: &StringRecord) -> Option<Self> {
        let text = record.iter().collect::<Vec<_>>().join(",");
        let (count, id) = text.strip_prefix('#')?.split_once(" features:")?;
        let n_features = count.trim().parse().ok().filter(|count| *count > 0)?;
        Some(Self { n_features, id: id.trim().to_owned() })
    }
}

fn check_length(cells: &StringRecord, layout: &Layout) -> Result<()> {
    if cells.len() == layout.header.len() {
        return Ok(());
    }
    let expected = format!("{} cells", layout.header.len());
    Err(Error::Line { line: line(cells), expected, got: cells.len().to_string() })
}

/// A line below the header.
struct Row<'a> {
    cells: &'a StringRecord,
    layout: &'a Layout,
}

impl<'a> Row<'a> {
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

    /// Refuses a number in a column that is metadata because of its first cell.
    fn check_texts(&self, texts: &[OpenText]) -> Result<()> {
        let is_number = |place: usize| self.cell(place).parse::<f64>().is_ok();
        texts.iter().find(|text| is_number(text.place)).map_or(Ok(()), |text| {
            Err(Error::Cell {
                line: text.line,
                column: self.layout.name(text.place).to_owned(),
                expected: format!("a finite number, as in line {}", line(self.cells)),
                got: quoted(&text.cell),
            })
        })
    }

    fn features_into(&self, values: &mut Vec<f64>) -> Result<()> {
        for place in self.layout.features() {
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
        for place in self.layout.metadata() {
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
