//! The scores, the flattering ones beside the honest ones.

use std::fmt::Write;

use super::canvas::percent;
use super::html::{escape, table};
use super::palette::{BLUE, VERMILLION};
use super::picture::Picture;
use super::rows::{Mark, Row, Rows};
use super::section::Section;
use crate::Result;
use crate::protocol::{Protocol, ProtocolScores, Score};

/// Whom the clips are of that a protocol tests.
pub(super) fn tested(protocol: &Protocol) -> &'static str {
    match protocol.key() {
        _ if protocol.is_speaker_independent() => "speakers it has not heard",
        Some("statement") => "words it has not heard",
        Some(_) => "clips of other groups",
        None => "speakers it has heard",
    }
}

/// The same in two or three words.
fn short(protocol: &Protocol) -> &'static str {
    match protocol.key() {
        _ if protocol.is_speaker_independent() => "speakers not heard",
        Some("statement") => "words not heard",
        Some(_) => "other groups",
        None => "speakers heard",
    }
}

/// How far a protocol's scores are to be believed.
fn worth(protocol: &Protocol) -> &'static str {
    match protocol.key() {
        _ if protocol.is_speaker_independent() => "Honest: what a new speaker can expect.",
        Some("statement") => "Flattering: other words of the same speakers were trained on.",
        Some(_) => "Flattering if other clips of the same speakers were trained on.",
        None => "Flattering: other clips of the same speakers were trained on.",
    }
}

/// The section; `None` without scores.
pub(super) fn section(all: &[ProtocolScores], n_classes: usize) -> Result<Option<Section>> {
    if all.is_empty() {
        return Ok(None);
    }
    let section = Section::new("Scores")
        .html(headline(all))
        .plot("scores", "Unweighted average recall by who was tested", picture(all, n_classes)?)
        .html(figures(all))
        .text(
            "In per cent, with 95 % intervals over speakers where these are known. UAR, the \
             unweighted average recall, is the mean over emotions of the share that is \
             recognised; WA is the share of all clips. Each score is of models that were trained \
             without the clips they are judged on.",
        );
    Ok(Some(section))
}

/// The large numbers.
fn headline(all: &[ProtocolScores]) -> String {
    let mut html = String::from("<div class=\"headline\">");
    for scores in all {
        let kind = if scores.protocol.is_speaker_independent() { "honest" } else { "flattering" };
        let _ = write!(
            html,
            "<div class=\"{kind}\"><b>{:.1}&nbsp;%</b> <span>UAR on {}</span><small>{}{}</small></div>",
            scores.uar.value * 100.0,
            escape(tested(&scores.protocol)),
            between(scores.uar),
            escape(worth(&scores.protocol)),
        );
    }
    html.push_str("</div>");
    html
}

fn between(score: Score) -> String {
    score.interval.map_or_else(String::new, |interval| {
        format!("{:.1} to {:.1}. ", interval.low * 100.0, interval.high * 100.0)
    })
}

fn picture(all: &[ProtocolScores], n_classes: usize) -> Result<Picture> {
    let row = |scores: &ProtocolScores| {
        let color = if scores.protocol.is_speaker_independent() { BLUE } else { VERMILLION };
        let Score { value, interval } = scores.uar;
        let mut marks = Vec::new();
        if let Some(interval) = interval {
            marks.push(Mark::Interval { low: interval.low, high: interval.high, color });
        }
        marks.push(Mark::Dot { at: value, color, opacity: 1.0 });
        let end = interval.map_or(value, |interval| interval.high);
        marks.push(Mark::Note { at: end, text: format!("{:.1} %", value * 100.0) });
        Row { name: short(&scores.protocol).into(), marks }
    };
    let rows = Rows {
        rows: all.iter().map(row).collect(),
        x: 0.0..1.0,
        x_title: "unweighted average recall",
        x_labels: (5, percent),
        names: 146.0,
        right: 24.0,
        row: 26.0,
        reference: Some((1.0 / n_classes.max(1) as f64, "chance")),
        legend: Vec::new(),
    };
    rows.picture()
}

fn figures(all: &[ProtocolScores]) -> String {
    let figure = |score: Score| {
        let interval = score.interval.map_or_else(String::new, |it| {
            format!(" ({:.1}–{:.1})", it.low * 100.0, it.high * 100.0)
        });
        format!("{:.1}{interval}", score.value * 100.0)
    };
    let row = |scores: &ProtocolScores| {
        let mut cells = vec![scores.protocol.to_string(), scores.n_clips.to_string()];
        cells.extend(scores.named().map(|(_, score)| figure(score)));
        cells
    };
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    table(&["protocol", "clips", "UAR", "WA", "macro F1", "weighted F1"], &rows)
}
