//! Functionals: statistics of descriptors over parts of a clip and of their changes.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result, require};
use crate::kernel::lanes::{LANES, Lanes};
use crate::params::setters;
use crate::set::preparation::too_few_voiced;
use crate::summary::part::{Part, PartOfTile};
use crate::summary::series::{Each, Series};
use crate::summary::statistic::Statistic;
use crate::summary::table::Table;

/// The series of a column of which statistics are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Course {
    /// All frames.
    Whole,
    /// Voiced frames only; all frames where fewer than five are voiced.
    Voiced,
    /// Frames at most so many dB below the loudest, without pauses.
    Active(u8),
    /// The differences of frames this far apart.
    Change(usize),
    /// Each third of the clip on its own: three series.
    Thirds,
}

impl Course {
    /// What comes before the statistic in a column's name, once a series.
    fn prefixes(self) -> Vec<String> {
        match self {
            Self::Whole => vec![String::new()],
            Self::Voiced => vec!["voiced_".to_owned()],
            Self::Active(_) => vec!["active_".to_owned()],
            Self::Change(lag) => vec![format!("change{lag}_")],
            Self::Thirds => (1..=3).map(|third| format!("third{third}_")).collect(),
        }
    }
}

/// Statistics of each of several columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Functionals {
    /// The series of which they are computed.
    pub course: Course,
    /// The statistics.
    pub statistics: Vec<Statistic>,
    /// The columns, by name or by the part before `_`; `None` is all.
    pub columns: Option<Vec<String>>,
}

setters!(Functionals {
    course: Course, statistics: Vec<Statistic>, columns: Option<Vec<String>>,
});

impl Functionals {
    /// Statistics of one course of all columns.
    pub fn new(course: Course, statistics: impl Into<Vec<Statistic>>) -> Self {
        Self { course, statistics: statistics.into(), columns: None }
    }

    pub(crate) fn check(&self) -> Result<()> {
        if self.statistics.is_empty() {
            return Err(Error::Empty { what: "statistics of functionals" });
        }
        if let Course::Change(lag) = self.course {
            require(lag > 0, "lag of changes", "at least 1 frame", lag)?;
        }
        for statistic in &self.statistics {
            require(statistic.is_valid(), "percentile", "0 to 100", statistic.name())?;
        }
        Ok(())
    }

    pub(crate) fn names<'a>(&self, columns: impl Iterator<Item = &'a str>) -> Vec<String> {
        let mut names = Vec::new();
        for column in columns {
            for prefix in self.course.prefixes() {
                let name = |statistic: &Statistic| format!("{column}_{prefix}{}", statistic.name());
                names.extend(self.statistics.iter().map(name));
            }
        }
        names
    }

    pub(crate) fn push(&self, table: &Table, columns: &[usize], row: &mut Vec<f64>) -> Result<()> {
        let mut series = Series::default();
        let parts = self.parts(table);
        let mut tiles = Vec::with_capacity(table.n_tiles());
        for tile in 0..table.n_tiles() {
            let mut measures: Vec<Each> = Vec::new();
            if columns.iter().any(|column| column / LANES == tile) {
                for part in &parts {
                    series.read(&PartOfTile { table, tile, part }, &self.statistics)?;
                    measures.extend(self.statistics.iter().map(|&it| series.measure(it)));
                }
            }
            tiles.push(measures);
        }
        for column in columns {
            let measures = tiles.get(column / LANES).into_iter().flatten();
            row.extend(measures.map(|measure| measure[column % LANES]));
        }
        Ok(())
    }

    /// The series of which statistics are computed, one after the other.
    fn parts(&self, table: &Table) -> Vec<Part> {
        let frames = table.frames();
        match self.course {
            Course::Voiced if !too_few_voiced(table.n_voiced()) => {
                vec![Part::Where(table.voiced.clone())]
            }
            Course::Whole | Course::Voiced => vec![Part::Frames(0..frames)],
            Course::Active(range_db) => vec![Part::Where(table.active(range_db).collect())],
            Course::Change(lag) => vec![Part::Change(lag)],
            Course::Thirds => (0..3).map(|part| Part::Frames(third(frames, part))).collect(),
        }
    }
}

/// The frames of one third of `n`, at least a frame.
fn third(n: usize, part: usize) -> Range<usize> {
    let start = (n * part / 3).min(n.saturating_sub(1));
    let end = (n * (part + 1) / 3).max(start + 1).min(n);
    start..end
}

/// Names of what [`durations`] gives.
pub(crate) const DURATIONS: [&str; 6] = [
    "duration",
    "voiced_share",
    "voiced_segments_per_second",
    "voiced_segment_mean",
    "voiced_segment_std",
    "voiced_segment_max",
];

/// The duration of a clip, and statistics of its voiced segments; times in seconds.
pub(crate) fn durations(voiced: &[bool], seconds_per_frame: f64, row: &mut Vec<f64>) {
    let segments = voiced.split(|voiced| !voiced).filter(|segment| !segment.is_empty());
    let length = |segment: &[bool]| (segment.len() as f64 * seconds_per_frame) as f32;
    let lengths = segments.map(|segment| Lanes([length(segment); LANES]));
    let mut series = Series::default();
    let duration = voiced.len().max(1) as f64 * seconds_per_frame;
    let n_segments = lengths.clone().count() as f64;
    let n_voiced = voiced.iter().filter(|voiced| **voiced).count() as f64;
    let statistics = [Statistic::Mean, Statistic::Std, Statistic::Max];
    series.set(lengths, &statistics);
    row.extend([duration, n_voiced * seconds_per_frame / duration, n_segments / duration]);
    row.extend(statistics.map(|statistic| series.measure(statistic)[0]));
}
