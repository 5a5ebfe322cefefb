//! Which features matter.

use crate::draw::Picture;
use crate::draw::palette::{BLUE, INK};
use crate::draw::rows::{Mark, Row, Rows};
use crate::{Plot, Result, Section, check};

/// How much a feature, or a group of features, matters.
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// Its name.
    pub name: String,
    /// By how much the score drops when its values are permuted, from -1 to 1.
    pub mean: f64,
    /// The standard deviation of that drop.
    pub deviation: f64,
}

/// Permutation importances.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Importances {
    /// Of groups of features; may be empty.
    pub groups: Vec<Importance>,
    /// Of single features; may be empty.
    pub columns: Vec<Importance>,
    /// The name of the score that drops, such as `UAR`.
    pub score: String,
}

/// Most bars of a plot.
const MOST: usize = 20;

impl Importances {
    /// The section; `None` where nothing was measured.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`](crate::Error::InvalidValue) unless all numbers are finite.
    pub fn section(&self) -> Result<Option<Section>> {
        if self.groups.is_empty() && self.columns.is_empty() {
            return Ok(None);
        }
        let text = format!(
            "By how many points the {} on held-out clips drops when the values of a feature are \
             permuted between clips (permutation importance). The lines are one standard deviation \
             over permutations and folds. Where two features are nearly equal, permuting one of \
             them costs little, because the model can use the other.",
            self.score
        );
        let mut section = Section::new("Which features matter").text(&text);
        if !self.groups.is_empty() {
            let picture = self.picture(&self.groups)?;
            let title = title("groups of features", self.groups.len());
            section = section.plot(Plot::new("importance_groups", title, picture));
        }
        if !self.columns.is_empty() {
            let picture = self.picture(&self.columns)?;
            let title = title("single features", self.columns.len());
            section = section.plot(Plot::new("importance_columns", title, picture));
        }
        Ok(Some(section))
    }

    fn picture(&self, importances: &[Importance]) -> Result<Picture> {
        check::finite("importances", importances.iter().flat_map(|it| [it.mean, it.deviation]))?;
        let mut all: Vec<&Importance> = importances.iter().collect();
        all.sort_by(|a, b| b.mean.total_cmp(&a.mean));
        all.truncate(MOST);
        let ends = all.iter().flat_map(|it| [it.mean - it.deviation, it.mean + it.deviation]);
        let (low, high) =
            ends.fold((0.0_f64, 0.001_f64), |(low, high), end| (low.min(end), high.max(end)));
        let title = format!("points of {}", self.score);
        let rows = Rows {
            rows: all.into_iter().map(row).collect(),
            x: low * 100.0..high * 102.0,
            x_title: &title,
            x_labels: (5, |value| format!("{value:.0}")),
            right: 36.0,
            row: 20.0,
            reference: None,
            legend: Vec::new(),
        };
        rows.picture()
    }
}

/// A bar with its deviation, in points.
fn row(importance: &Importance) -> Row {
    let (mean, deviation) = (importance.mean * 100.0, importance.deviation * 100.0);
    let (low, high) = (mean - deviation, mean + deviation);
    Row {
        name: importance.name.clone(),
        marks: vec![
            Mark::Bar { from: 0.0, to: mean, color: BLUE },
            Mark::Interval { low, high, color: INK },
            Mark::Note { at: high.max(0.0), text: format!("{mean:.1}") },
        ],
    }
}

fn title(what: &str, n: usize) -> String {
    if n > MOST {
        format!("Importance of {what}: {MOST} of {n}")
    } else {
        format!("Importance of {what}")
    }
}
