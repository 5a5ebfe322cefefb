//! Which emotion is recognised how well, and which is taken for which.

use plotters::element::Rectangle;
use plotters::style::Color;

use super::canvas::{Axes, LABEL, LEFT, MIDDLE, SMALL, WIDTH, nothing, text, upwards, write};
use super::html::table;
use super::palette::{HEAT, INK, MUTED, ON_HEAT};
use super::picture::{Area, Drawn, Picture};
use super::section::Section;
use crate::Result;
use crate::metrics::{ClassificationReport, ConfusionMatrix, Normalize, confusion_matrix};
use crate::protocol::Evaluation;

/// Room for the names of the true emotions, and of the predicted ones.
const LEFT_ROOM: f64 = 84.0;
const TOP_ROOM: f64 = 84.0;

/// From this share on a cell is dark.
const DARK: f64 = 0.7;

/// The section, of clips that `tested` describes.
pub(super) fn section(evaluation: &Evaluation, tested: &str) -> Result<Section> {
    let matrix = confusion_matrix(&evaluation.labels, &evaluation.predicted, None)?;
    let section = Section::new("Emotion by emotion")
        .text(&format!("On {tested}: {} clips.", evaluation.labels.len()))
        .html(figures(&matrix.report(0.0)))
        .plot("confusion", format!("Confusion matrix, {tested}"), picture(&matrix)?)
        .text(
            "Of the clips of an emotion (a row), the share in per cent that was taken for each \
             (a column), and below it their number.",
        );
    Ok(section)
}

fn figures(report: &ClassificationReport) -> String {
    let figure = |value: f64| format!("{value:.2}");
    let classes = &report.classes;
    let mut rows = Vec::new();
    for (class, name) in report.labels.iter().enumerate() {
        let figures = [classes.precision[class], classes.recall[class], classes.f1[class]];
        let mut row = vec![name.clone()];
        row.extend(figures.map(figure));
        row.push(classes.support[class].to_string());
        rows.push(row);
    }
    let mean = report.macro_avg;
    let mut row = vec!["mean".to_owned()];
    row.extend([mean.precision, mean.recall, mean.f1].map(figure));
    row.push(report.support.to_string());
    rows.push(row);
    table(&["emotion", "precision", "recall", "F1", "clips"], &rows)
}

fn picture(matrix: &ConfusionMatrix<String>) -> Result<Picture> {
    let cell = (WIDTH - LEFT_ROOM) / matrix.labels().len() as f64;
    Picture::draw(WIDTH, TOP_ROOM + WIDTH - LEFT_ROOM, |area| draw(area, matrix, cell))
}

fn draw(area: &Area<'_>, matrix: &ConfusionMatrix<String>, cell: f64) -> Drawn {
    let n = matrix.labels().len() as f64;
    let axes = Axes {
        x: 0.0..n,
        y: n..0.0,
        room: [TOP_ROOM, 0.0, 0.0, LEFT_ROOM],
        x_title: "",
        x_labels: (0, nothing),
        y_title: "",
        y_labels: (0, nothing),
    };
    let mut chart = axes.on(area)?;
    let shares = matrix.normalize(Normalize::True);
    for ((row, column), &share) in shares.indexed_iter() {
        let (x, y) = (column as f64, row as f64);
        let corners = [(x + 0.02, y + 0.02), (x + 0.98, y + 0.98)];
        // A breath of colour where there is nothing, so that the cell is seen.
        let style = HEAT.mix(0.04 + 0.96 * share).filled();
        chart.draw_series([Rectangle::new(corners, style)])?;
        let (left, top) = (LEFT_ROOM + x * cell, TOP_ROOM + y * cell);
        write_cell(area, share, matrix.counts()[[row, column]], (left, top), cell)?;
    }
    for (place, emotion) in matrix.labels().iter().enumerate() {
        let middle = (place as f64 + 0.5) * cell;
        let name = emotion.as_str();
        write(area, name, (LEFT_ROOM - 8.0, TOP_ROOM + middle), text(INK, LABEL, LEFT))?;
        write(area, name, (LEFT_ROOM + middle, TOP_ROOM - 6.0), upwards(INK, LABEL))?;
    }
    write(area, "true", (LEFT_ROOM - 8.0, TOP_ROOM - 12.0), text(MUTED, SMALL, LEFT))?;
    write(area, "taken for", (LEFT_ROOM - 8.0, 10.0), text(MUTED, SMALL, LEFT))
}

/// The share and the count, where there is something.
fn write_cell(
    area: &Area<'_>,
    share: f64,
    count: f64,
    (left, top): (f64, f64),
    cell: f64,
) -> Drawn {
    if count == 0.0 {
        return Ok(());
    }
    let color = if share >= DARK { ON_HEAT } else { INK };
    let (x, y) = (left + cell / 2.0, top + cell / 2.0);
    let per_cent = format!("{:.0}", share * 100.0);
    write(area, &per_cent, (x, y - 5.0), text(color, LABEL, MIDDLE))?;
    write(area, &count.to_string(), (x, y + 8.0), text(color, 10.0, MIDDLE))
}
