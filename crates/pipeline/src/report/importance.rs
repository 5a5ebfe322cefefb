//! Which features matter.

use super::palette::{BLUE, INK};
use super::picture::Picture;
use super::rows::{LETTER, Mark, Row, Rows};
use super::section::Section;
use crate::Result;
use crate::inspection::Importances;

/// Most bars of a plot.
const MOST: usize = 20;

/// Importances with the names of what was permuted.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) names: Vec<String>,
    pub(super) importances: Importances,
}

/// What was measured: of groups of columns, and of columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    pub(super) groups: Option<Named>,
    pub(super) columns: Option<Named>,
}

/// The section; `None` where nothing was measured.
pub(super) fn section(measured: &Measured) -> Result<Option<Section>> {
    if measured.groups.is_none() && measured.columns.is_none() {
        return Ok(None);
    }
    let mut section = Section::new("Which features matter").text(
        "By how many points the UAR on held-out clips drops when the values of a feature are put \
         on the wrong clips (permutation importance; lines are one standard deviation over \
         permutations and folds). Features that say nearly the same stand in for each other, so \
         that each alone seems to matter little.",
    );
    if let Some(groups) = &measured.groups {
        let picture = picture(groups)?;
        section = section.plot("importance_groups", "Importance of groups of features", picture);
    }
    if let Some(columns) = &measured.columns {
        let picture = picture(columns)?;
        section = section.plot("importance_columns", title(columns.names.len()), picture);
    }
    Ok(Some(section))
}

fn title(n_columns: usize) -> String {
    match n_columns > MOST {
        true => format!("Importance of single features: {MOST} of {n_columns}"),
        false => "Importance of single features".into(),
    }
}

fn picture(named: &Named) -> Result<Picture> {
    let (means, deviations) =
        (named.importances.importances_mean(), named.importances.importances_std());
    let figures = means.iter().zip(&deviations).map(|(mean, std)| (mean * 100.0, std * 100.0));
    let mut all: Vec<(&String, (f64, f64))> = named.names.iter().zip(figures).collect();
    all.sort_by(|(_, a), (_, b)| b.0.total_cmp(&a.0));
    all.truncate(MOST);
    let ends = all.iter().flat_map(|(_, (mean, std))| [mean - std, mean + std]);
    let (low, high) =
        ends.fold((0.0_f64, 0.1_f64), |(low, high), end| (low.min(end), high.max(end)));
    let row = |&(name, (mean, std)): &(&String, (f64, f64))| Row {
        name: name.clone(),
        marks: vec![
            Mark::Bar { from: 0.0, to: mean, color: BLUE },
            Mark::Interval { low: mean - std, high: mean + std, color: INK },
            Mark::Note { at: (mean + std).max(0.0), text: format!("{mean:.1}") },
        ],
    };
    let longest = all.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let rows = Rows {
        rows: all.iter().map(row).collect(),
        x: low..high * 1.02,
        x_title: "points of UAR",
        x_labels: (5, |value| format!("{value:.0}")),
        names: (longest as f64 * LETTER + 10.0).clamp(70.0, 145.0),
        right: 36.0,
        row: 20.0,
        reference: None,
        legend: Vec::new(),
    };
    rows.picture()
}
