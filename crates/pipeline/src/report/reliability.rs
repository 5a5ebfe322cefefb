//! Whether the model is right as often as it says.

use plotters::element::{PathElement, Rectangle};
use plotters::style::{Color, RGBColor};

use super::canvas::{Axes, RIGHT, SMALL, WIDTH, line, nothing, path, percent, px, text, write};
use super::palette::{BLUE, MUTED, VERMILLION};
use super::picture::{Area, Drawn, Picture};
use super::section::Section;
use crate::Result;
use crate::metrics::{ReliabilityBin, expected_calibration_error, reliability_bins};
use crate::protocol::Evaluation;

/// Bins of equal width.
const N_BINS: usize = 10;
/// Height of the diagram, and of the strip below it.
const DIAGRAM: f64 = 260.0;
const STRIP: f64 = 90.0;
/// Room left of the axes.
const LEFT_ROOM: f64 = 46.0;

/// The section, of clips that `tested` describes.
pub(super) fn section(evaluation: &Evaluation, tested: &str) -> Result<Section> {
    let Evaluation { labels, classes, probabilities, .. } = evaluation;
    let bins = reliability_bins(labels, probabilities, classes, N_BINS, None)?;
    let error = expected_calibration_error(labels, probabilities, classes, N_BINS, None)?;
    let picture = Picture::draw(WIDTH, DIAGRAM + STRIP, |area| draw(area, &bins))?;
    let section = Section::new("How far to believe its probabilities")
        .text(&format!(
            "On {tested}, probability and share of right answers lie {:.1} points apart \
             (expected calibration error, {N_BINS} bins). {}",
            error * 100.0,
            lean(&bins)
        ))
        .plot("reliability", "Reliability diagram", picture)
        .text(
            "A bar is the share of right answers among clips that got about this probability; \
             on the line it would be as large as the probability itself. Orange is what is \
             missing or too much. Below: the share of all clips that got it.",
        );
    Ok(section)
}

/// Which way the model errs on the whole.
fn lean(bins: &[ReliabilityBin]) -> &'static str {
    let confidence: f64 = bins.iter().map(|bin| bin.confidence * bin.weight).sum();
    let accuracy: f64 = bins.iter().map(|bin| bin.accuracy * bin.weight).sum();
    if confidence > accuracy {
        "On the whole it is surer than it should be."
    } else {
        "On the whole it is less sure than it could be."
    }
}

fn draw(area: &Area<'_>, bins: &[ReliabilityBin]) -> Drawn {
    let (diagram, strip) = area.split_vertically(px(DIAGRAM));
    draw_diagram(&diagram, bins)?;
    draw_strip(&strip, bins)
}

fn draw_diagram(area: &Area<'_>, bins: &[ReliabilityBin]) -> Drawn {
    let axes = Axes {
        x: 0.0..1.0,
        y: 0.0..1.0,
        room: [20.0, 24.0, 6.0, LEFT_ROOM],
        x_title: "",
        x_labels: (0, nothing),
        y_title: "",
        y_labels: (5, percent),
    };
    let mut chart = axes.on(area)?;
    for (place, bin) in bins.iter().enumerate().filter(|(_, bin)| bin.weight > 0.0) {
        let bar = bar(place, bin.accuracy, BLUE);
        chart.draw_series([bar])?;
        let gap = vec![(bin.confidence, bin.accuracy), (bin.confidence, bin.confidence)];
        chart.draw_series([PathElement::new(gap, line(VERMILLION, 3.0))])?;
    }
    path(&mut chart, vec![(0.0, 0.0), (1.0, 1.0)], line(MUTED, 1.2))?;
    write(area, "share of right answers", (LEFT_ROOM, 10.0), text(MUTED, SMALL, RIGHT))
}

fn draw_strip(area: &Area<'_>, bins: &[ReliabilityBin]) -> Drawn {
    let total: f64 = bins.iter().map(|bin| bin.weight).sum();
    let shares: Vec<f64> = bins.iter().map(|bin| bin.weight / total.max(1.0)).collect();
    let highest = shares.iter().fold(0.0_f64, |highest, &share| highest.max(share));
    let axes = Axes {
        x: 0.0..1.0,
        y: 0.0..highest.max(0.1),
        room: [8.0, 24.0, 40.0, LEFT_ROOM],
        x_title: "probability that it gives its answer",
        x_labels: (5, percent),
        y_title: "",
        y_labels: (2, percent),
    };
    let mut chart = axes.on(area)?;
    chart.draw_series(shares.iter().enumerate().map(|(place, &share)| bar(place, share, MUTED)))?;
    Ok(())
}

fn bar(place: usize, height: f64, color: RGBColor) -> Rectangle<(f64, f64)> {
    let (left, width) = (place as f64 / N_BINS as f64, 1.0 / N_BINS as f64);
    Rectangle::new([(left + 0.005, 0.0), (left + width - 0.005, height)], color.filled())
}
