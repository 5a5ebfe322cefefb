//! The scores, with those for unseen speakers beside those for speakers in the training data.

use std::fmt::Write;

use crate::draw::Picture;
use crate::draw::canvas::percent;
use crate::draw::palette::{BLUE, VERMILLION};
use crate::draw::rows::{Mark, Row, Rows};
use crate::html::escape;
use crate::{Estimate, Plot, Result, Section, check};

/// The scores of one way to divide the clips into training and test clips.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRow {
    /// The name of the division, such as `leave-one-speaker-out`.
    pub name: String,
    /// What is tested, such as `unseen speakers`.
    pub tested: String,
    /// What the scores mean, such as `What to expect for a new speaker.`
    pub note: String,
    /// Whether the scores are optimistic, because speakers are in the training and test clips.
    pub is_optimistic: bool,
    /// Number of clips that were tested.
    pub n_clips: usize,
    /// The scores with their names, the main one first.
    pub scores: Vec<(String, Estimate)>,
}

/// The scores of several divisions, with the same scores in each.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// The divisions.
    pub rows: Vec<ScoreRow>,
    /// The main score of a model that guesses, from 0 to 1.
    pub chance: Option<f64>,
    /// What the scores and their intervals are.
    pub note: String,
}

impl Scores {
    /// The section: the main score in large numbers and as a plot, all of them in a table.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`](crate::Error::InvalidValue) unless there is a row, each row has the
    /// scores of the first, at least one, and they lie between 0 and 1.
    pub fn section(&self) -> Result<Section> {
        let plot = self.plot()?;
        let names = self.rows.iter().flat_map(|row| &row.scores).map(|(name, _)| name.as_str());
        let n_scores = self.rows.first().map_or(0, |row| row.scores.len());
        let mut header = vec!["protocol", "clips"];
        header.extend(names.take(n_scores));
        let cells = |row: &ScoreRow| {
            let mut cells = vec![row.name.clone(), row.n_clips.to_string()];
            cells.extend(row.scores.iter().map(|(_, score)| score.in_percent()));
            cells
        };
        let rows: Vec<Vec<String>> = self.rows.iter().map(cells).collect();
        Ok(Section::new("Scores")
            .html(self.headline())
            .plot(plot)
            .table("Scores in per cent", &header, &rows)
            .text(&self.note))
    }

    /// The main score of each division.
    ///
    /// # Errors
    ///
    /// As [`section`](Self::section).
    pub fn plot(&self) -> Result<Plot> {
        self.check()?;
        let title = format!("{} by what is tested", self.main_score());
        Ok(Plot::new("scores", title, self.picture()?))
    }

    fn check(&self) -> Result<()> {
        check::not_empty("rows of scores", &self.rows)?;
        check::shares("score of a guess", self.chance)?;
        let names = |row: &ScoreRow| -> Vec<String> {
            row.scores.iter().map(|(name, _)| name.clone()).collect()
        };
        let expected = self.rows.first().map(names).unwrap_or_default();
        check::not_empty("scores of a row", &expected)?;
        for row in &self.rows {
            let got = names(row);
            if got != expected {
                let (expected, got) = (expected.join(", "), got.join(", "));
                return Err(check::invalid("scores of a row", expected, got));
            }
            row.scores.iter().try_for_each(|(name, score)| score.check(name))?;
        }
        Ok(())
    }

    fn main_score(&self) -> &str {
        self.rows.first().and_then(|row| row.scores.first()).map_or("", |(name, _)| name)
    }

    /// The large numbers.
    fn headline(&self) -> String {
        let mut html = String::from("<div class=\"headline\">");
        for row in &self.rows {
            let Some((name, score)) = row.scores.first() else { continue };
            let kind = if row.is_optimistic { "optimistic" } else { "expected" };
            let interval = score.interval.map_or_else(String::new, |(low, high)| {
                format!("{:.1} to {:.1}. ", low * 100.0, high * 100.0)
            });
            // Writing to a string cannot fail.
            let _ = write!(
                html,
                "<div class=\"{kind}\"><b>{:.1}&nbsp;%</b> <span>{} on {}</span>\
                 <small>{interval}{}</small></div>",
                score.value * 100.0,
                escape(name),
                escape(&row.tested),
                escape(&row.note),
            );
        }
        html.push_str("</div>");
        html
    }

    fn picture(&self) -> Result<Picture> {
        let rows = Rows {
            rows: self.rows.iter().filter_map(marks).collect(),
            x: 0.0..1.0,
            x_title: self.main_score(),
            x_labels: (5, percent),
            right: 40.0,
            row: 26.0,
            reference: self.chance.map(|chance| (chance, "chance")),
            legend: Vec::new(),
        };
        rows.picture()
    }
}

/// A dot with its interval.
fn marks(row: &ScoreRow) -> Option<Row> {
    let color = if row.is_optimistic { VERMILLION } else { BLUE };
    let (_, Estimate { value, interval }) = row.scores.first()?.clone();
    let mut marks = Vec::new();
    if let Some((low, high)) = interval {
        marks.push(Mark::Interval { low, high, color });
    }
    marks.push(Mark::Dot { at: value, color, opacity: 1.0 });
    let end = interval.map_or(value, |(_, high)| high);
    marks.push(Mark::Note { at: end, text: format!("{:.1} %", value * 100.0) });
    Some(Row { name: row.tested.clone(), marks })
}
