//! Which column of a table's file is what.

use csv::StringRecord;

use super::{FeatureTable, RESERVED, TableOptions};
use crate::{Error, Result, quoted};

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

/// What a column may be, from its name alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of [`INFO_COLUMNS`].
    Info,
    Metadata,
    Feature,
    /// A feature if its cells are numbers, else metadata.
    Open,
}

/// A cell of the first row that made its column metadata.
pub(super) struct OpenText {
    pub(super) place: usize,
    pub(super) line: u64,
    pub(super) cell: String,
}

/// Where a file has which column.
pub(super) struct Layout {
    pub(super) header: StringRecord,
    /// The places of clip, label, speaker, corpus and copy.
    pub(super) info: [Option<usize>; INFO_COLUMNS.len()],
    /// What each column is.
    pub(super) kinds: Vec<Kind>,
}

impl Layout {
    /// From a file's first line; the last `n_features` columns are features, if a number is known.
    pub(super) fn from_header(
        header: &StringRecord,
        n_features: Option<usize>,
        options: &TableOptions,
    ) -> Result<Self> {
        let wrong =
            |expected: String, got: String| Err(Error::Line { line: line(header), expected, got });
        let names: Vec<&str> = header.iter().map(str::trim).collect();
        let start = || quoted(&names.iter().take(8).copied().collect::<Vec<_>>().join(","));
        let chosen = [None, options.label.as_deref(), options.speaker.as_deref(), None, None];
        let mut info = [None; INFO_COLUMNS.len()];
        for ((place, usual), chosen) in info.iter_mut().zip(&INFO_COLUMNS).zip(chosen) {
            let wanted = match chosen {
                Some(chosen) => chosen,
                None => usual.iter().find(|name| names.contains(name)).unwrap_or(&usual[0]),
            };
            let mut places = (0..names.len()).filter(|&at| names[at] == wanted);
            *place = places.next();
            if places.next().is_some() {
                return wrong(format!("one column {wanted}"), "two".into());
            }
            if chosen.is_some() && place.is_none() {
                return wrong(format!("a column {wanted}"), start());
            }
        }
        if let Some(at) = (0..REQUIRED).find(|&at| info[at].is_none()) {
            return wrong(format!("a column {}", INFO_COLUMNS[at][0]), start());
        }
        if let Some(missing) = options.metadata.iter().find(|it| !names.contains(&it.as_str())) {
            return wrong(format!("a column {missing}"), start());
        }
        let first_feature = n_features.map(|n_features| names.len().saturating_sub(n_features));
        let clash = |first: usize| info.iter().flatten().any(|&place| place >= first);
        if let Some(n_features) = n_features.filter(|_| first_feature.is_some_and(clash)) {
            let expected = format!("{n_features} feature columns behind the others");
            return wrong(expected, format!("{} columns", names.len()));
        }
        let kind = |(place, name): (usize, &&str)| {
            if info.contains(&Some(place)) {
                return Kind::Info;
            }
            let is_metadata =
                RESERVED.contains(name) || options.metadata.iter().any(|it| it == name);
            match first_feature {
                Some(first) if place >= first => Kind::Feature,
                Some(_) => Kind::Metadata,
                None if is_metadata => Kind::Metadata,
                None => Kind::Open,
            }
        };
        let kinds = names.iter().enumerate().map(kind).collect();
        Ok(Self { header: header.clone(), info, kinds })
    }

    /// Decides on the open columns by the first row: numbers are features, other cells are
    /// metadata. Gives the cells that were decided to be metadata.
    pub(super) fn decide(&mut self, row: &StringRecord) -> Result<Vec<OpenText>> {
        let mut texts = Vec::new();
        for (place, kind) in self.kinds.iter_mut().enumerate().filter(|(_, it)| **it == Kind::Open)
        {
            let cell = row.get(place).unwrap_or_default().trim();
            *kind = Kind::Feature;
            if cell.parse::<f64>().is_err() {
                *kind = Kind::Metadata;
                texts.push(OpenText { place, line: line(row), cell: cell.to_owned() });
            }
        }
        if self.features().next().is_some() {
            return self.check_names().map(|()| texts);
        }
        // A table without features: most likely a number that is none.
        Err(match texts.first() {
            Some(text) => Error::Cell {
                line: text.line,
                column: self.name(text.place).to_owned(),
                expected: "a finite number".into(),
                got: quoted(&text.cell),
            },
            None => Error::Line {
                line: line(&self.header),
                expected: "feature columns".into(),
                got: "none".into(),
            },
        })
    }

    /// Checks the names of features, and that those of the metadata do not repeat.
    fn check_names(&self) -> Result<()> {
        let wrong = |expected, got| Err(Error::Line { line: line(&self.header), expected, got });
        let mut metadata: Vec<&str> = self.metadata().map(|place| self.name(place)).collect();
        metadata.sort_unstable();
        if let Some([name, _]) = metadata.windows(2).find(|pair| pair.first() == pair.last()) {
            return wrong(format!("one column {name}"), "two".into());
        }
        match FeatureTable::check_columns(&self.feature_names()) {
            Ok(()) => Ok(()),
            Err(Error::InvalidValue { expected, got, .. }) => {
                wrong(format!("every feature column to have {expected}"), got)
            }
            Err(_) => wrong("feature columns".into(), "none".into()),
        }
    }

    pub(super) fn name(&self, place: usize) -> &str {
        self.header.get(place).unwrap_or_default().trim()
    }

    /// The places of the features.
    pub(super) fn features(&self) -> impl Iterator<Item = usize> {
        self.of_kind(Kind::Feature)
    }

    /// The places of the metadata.
    pub(super) fn metadata(&self) -> impl Iterator<Item = usize> {
        self.of_kind(Kind::Metadata)
    }

    pub(super) fn feature_names(&self) -> Vec<String> {
        self.features().map(|place| self.name(place).to_owned()).collect()
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = usize> {
        (0..self.kinds.len()).filter(move |&place| self.kinds.get(place) == Some(&kind))
    }
}

/// The line of a file that a record starts on.
pub(super) fn line(record: &StringRecord) -> u64 {
    record.position().map_or(1, csv::Position::line)
}
