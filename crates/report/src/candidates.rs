//! The candidates of a search, ranked.

use crate::draw::Picture;
use crate::draw::canvas::percent;
use crate::draw::palette::BLUE;
use crate::draw::rows::{Mark, Row, Rows};
use crate::{Plot, Result, Section, check};

/// A candidate of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its rank, from 1 for the best; equal scores have equal ranks.
    pub rank: usize,
    /// Its hyperparameters, such as `mlp__alpha = 0.01`.
    pub parameters: String,
    /// Mean of its scores on held-out folds; a NaN leaves the candidate out.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
    /// The scores of the folds; those that are NaN are left out.
    pub folds: Vec<f64>,
}

/// The candidates of a search over hyperparameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidates {
    /// The name of the score, such as `UAR`.
    pub score: String,
    /// The candidates, in any order.
    pub candidates: Vec<Candidate>,
}

/// Most candidates that are drawn and listed.
const MOST: usize = 40;

impl Candidates {
    /// The section; `None` without a candidate that has a score.
    ///
    /// # Errors
    ///
    /// As [`plot`](Self::plot).
    pub fn section(&self) -> Result<Option<Section>> {
        let ranked = self.ranked();
        if ranked.is_empty() {
            return Ok(None);
        }
        let text = format!(
            "{} candidates, ranked by their mean {} on held-out folds. Pale dots are single folds. \
             The score of the best candidate is optimistic, because the same folds chose it.",
            self.candidates.len(),
            self.score
        );
        let row = |it: &&Candidate| {
            let score = format!("{:.4} ± {:.4}", it.mean, it.deviation);
            vec![it.rank.to_string(), score, it.parameters.clone()]
        };
        let rows: Vec<Vec<String>> = ranked.iter().map(row).collect();
        let section = Section::new("Search").text(&text).plot(self.plot()?);
        let header = ["rank", "score", "hyperparameters"];
        Ok(Some(section.table("Candidates of the search", &header, &rows)))
    }

    /// The scores of the best candidates.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`](crate::Error::InvalidValue) without a candidate that has a score, or
    /// if one is infinite.
    pub fn plot(&self) -> Result<Plot> {
        let ranked = self.ranked();
        check::not_empty("candidates with a score", &ranked)?;
        check::finite("scores of candidates", all_scores(&ranked))?;
        Ok(Plot::new("search", format!("Candidates by {}", self.score), picture(&ranked)?))
    }

    /// The best ones that have a score.
    fn ranked(&self) -> Vec<&Candidate> {
        let mut ranked: Vec<&Candidate> =
            self.candidates.iter().filter(|it| !it.mean.is_nan()).collect();
        ranked.sort_by_key(|candidate| candidate.rank);
        ranked.truncate(MOST);
        ranked
    }
}

/// Means and scores of folds.
fn all_scores<'a>(ranked: &'a [&Candidate]) -> impl Iterator<Item = f64> + 'a {
    ranked.iter().flat_map(|it| std::iter::once(it.mean).chain(folds(it)))
}

fn folds(candidate: &Candidate) -> impl Iterator<Item = f64> + '_ {
    candidate.folds.iter().copied().filter(|score| !score.is_nan())
}

fn picture(ranked: &[&Candidate]) -> Result<Picture> {
    let (low, high) = all_scores(ranked)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)));
    let margin = (high - low).max(0.02) * 0.1;
    let row = |candidate: &&Candidate| {
        let pale = |at| Mark::Dot { at, color: BLUE, opacity: 0.35 };
        let mut marks: Vec<Mark> = folds(candidate).map(pale).collect();
        marks.push(Mark::Dot { at: candidate.mean, color: BLUE, opacity: 1.0 });
        Row { name: format!("rank {}", candidate.rank), marks }
    };
    let rows = Rows {
        rows: ranked.iter().map(row).collect(),
        x: low - margin..high + margin,
        x_title: "score on held-out folds",
        x_labels: (5, percent),
        right: 20.0,
        row: 20.0,
        reference: None,
        legend: Vec::new(),
    };
    rows.picture()
}
