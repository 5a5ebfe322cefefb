//! The candidates of a search, ranked.

use super::canvas::percent;
use super::html::table;
use super::palette::BLUE;
use super::picture::Picture;
use super::rows::{Mark, Row, Rows};
use super::section::Section;
use crate::Result;
use crate::model_selection::{Candidate, CandidateScores};

/// Most candidates that are drawn and listed.
const MOST: usize = 40;

/// The section; `None` without a candidate that has a score.
pub(super) fn section(ranked: &[CandidateScores], scoring: &str) -> Result<Option<Section>> {
    let scored: Vec<&CandidateScores> =
        ranked.iter().filter(|it| it.mean_test_score.is_finite()).take(MOST).collect();
    if scored.is_empty() {
        return Ok(None);
    }
    let section = Section::new("Search")
        .text(&format!(
            "{} candidates by their mean {scoring} on held-out folds. Pale dots are single folds.",
            ranked.len()
        ))
        .plot("search", format!("Candidates by {scoring}"), picture(&scored)?)
        .html(figures(&scored));
    Ok(Some(section))
}

fn picture(scored: &[&CandidateScores]) -> Result<Picture> {
    let folds = |candidate: &CandidateScores| candidate.split_test_scores.clone();
    let all: Vec<f64> =
        scored.iter().flat_map(|it| folds(it)).filter(|score| score.is_finite()).collect();
    let low = all.iter().fold(f64::INFINITY, |low, &score| low.min(score));
    let high = all.iter().fold(f64::NEG_INFINITY, |high, &score| high.max(score));
    let margin = (high - low).max(0.02) * 0.1;
    let row = |candidate: &&CandidateScores| {
        let pale = folds(candidate).into_iter().filter(|score| score.is_finite());
        let mut marks: Vec<Mark> =
            pale.map(|at| Mark::Dot { at, color: BLUE, opacity: 0.35 }).collect();
        marks.push(Mark::Dot { at: candidate.mean_test_score, color: BLUE, opacity: 1.0 });
        Row { name: format!("rank {}", candidate.rank_test_score), marks }
    };
    let rows = Rows {
        rows: scored.iter().map(row).collect(),
        x: low - margin..high + margin,
        x_title: "score on held-out folds",
        x_labels: (5, percent),
        names: 62.0,
        right: 16.0,
        row: 20.0,
        reference: None,
        legend: Vec::new(),
    };
    rows.picture()
}

fn figures(scored: &[&CandidateScores]) -> String {
    let row = |it: &&CandidateScores| {
        let score = format!("{:.4} ± {:.4}", it.mean_test_score, it.std_test_score);
        vec![it.rank_test_score.to_string(), score, params(&it.params)]
    };
    table(&["rank", "score", "hyperparameters"], &scored.iter().map(row).collect::<Vec<_>>())
}

fn params(candidate: &Candidate) -> String {
    let pairs: Vec<String> =
        candidate.iter().map(|(path, value)| format!("{path} = {value}")).collect();
    pairs.join(", ")
}
