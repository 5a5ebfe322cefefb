//! Manifests as tables.

use std::collections::HashSet;
use std::path::PathBuf;

use csv::StringRecord;

use super::columns::{Columns, Field};
use super::draft::Draft;
use super::source::Source;
use crate::csv_lines::Lines;
use crate::{Error, Recording, Result, quoted};

/// The rows of a table below its header.
pub(super) struct Table {
    lines: Lines<Source>,
    folder: PathBuf,
    /// The columns' names, in order.
    header: Vec<String>,
    /// What each column says; `None` for metadata.
    fields: Vec<Option<Field>>,
}

impl Table {
    pub(super) fn new(
        source: Source,
        delimiter: u8,
        folder: PathBuf,
        columns: &Columns,
    ) -> Result<Self> {
        let mut lines = Lines::with_delimiter(source, delimiter);
        if !lines.advance()? {
            return Err(Error::Empty { what: "lines of the manifest" });
        }
        let header: Vec<String> = lines.record().iter().map(|it| it.trim().to_owned()).collect();
        check_distinct(&header)?;
        let places = columns.places(header.iter().map(String::as_str));
        let mut fields = vec![None; header.len()];
        for (field, place) in Field::ALL.into_iter().zip(places) {
            if let Some(place) = place.and_then(|place| fields.get_mut(place)) {
                *place = Some(field);
            }
            let wanted = match columns.chosen(field) {
                Some(name) => name,
                None if field == Field::Path => "path",
                None => continue,
            };
            if place.is_none() {
                let got = quoted(&header.join(","));
                return Err(Error::Line { line: 1, expected: format!("a column {wanted}"), got });
            }
        }
        Ok(Self { lines, folder, header, fields })
    }

    pub(super) fn next_row(&mut self) -> Result<Option<Recording>> {
        if !self.lines.advance()? {
            return Ok(None);
        }
        self.read(self.lines.record()).map(Some)
    }

    fn read(&self, cells: &StringRecord) -> Result<Recording> {
        let line = cells.position().map_or(0, csv::Position::line);
        if cells.len() != self.header.len() {
            let expected = format!("{} cells", self.header.len());
            return Err(Error::Line { line, expected, got: cells.len().to_string() });
        }
        let mut draft = Draft { line, ..Draft::default() };
        let mut path_column = "path";
        for ((cell, column), field) in cells.iter().zip(&self.header).zip(&self.fields) {
            if *field == Some(Field::Path) {
                path_column = column;
                draft.path = cell.to_owned();
                continue;
            }
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            match field {
                Some(Field::Path) => {}
                Some(Field::Label) => draft.label = Some(cell.to_owned()),
                Some(Field::Speaker) => draft.speaker = cell.parse().ok(),
                Some(Field::Start) => draft.start = draft.time(column, cell)?,
                Some(Field::End) => draft.end = draft.time(column, cell)?,
                Some(Field::Duration) => draft.duration = draft.time(column, cell)?,
                Some(Field::Channel) => draft.channel = draft.channel_number(column, cell)?,
                Some(Field::Corpus) => draft.corpus = Some(cell.to_owned()),
                Some(Field::Name) => draft.name = Some(cell.to_owned()),
                None => {
                    draft.metadata.insert(column.clone(), cell.to_owned());
                }
            }
        }
        draft.finish(&self.folder, path_column)
    }
}

/// Checks that no name is there twice: the values of one of the two columns would be lost.
fn check_distinct(header: &[String]) -> Result<()> {
    let mut seen = HashSet::with_capacity(header.len());
    match header.iter().find(|name| !name.is_empty() && !seen.insert(name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let expected = "a name for each column that no other has".into();
            Err(Error::Line { line: 1, expected, got: format!("{} twice", quoted(name)) })
        }
    }
}
