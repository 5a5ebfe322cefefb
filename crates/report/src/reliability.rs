//! Whether the model is right as often as its probabilities say.

use plotters::element::{PathElement, Rectangle};
use plotters::style::{Color, RGBColor};

use crate::draw::canvas::{Axes, RIGHT, SMALL, WIDTH, line, path, percent, px, text, write};
use crate::draw::palette::{BLUE, MUTED, VERMILLION};
use crate::draw::{Area, Drawn, Picture};
use crate::{Plot, Result, Section, check};

/// The clips whose predicted probability is in one of several bins of equal width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReliabilityBin {
    /// Mean probability of the predicted label, from 0 to 1.
    pub confidence: f64,
    /// Share of right predictions, from 0 to 1.
    pub accuracy: f64,
    /// Number of clips, or the sum of their weights; 0 for an empty bin.
    pub weight: f64,
}

/// A reliability diagram: accuracy by confidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// Bins of equal width from 0 to 1, in their order, the empty ones included.
    pub bins: Vec<ReliabilityBin>,
    /// The expected calibration error, from 0 to 1.
    pub calibration_error: f64,
    /// Whose clips were tested, such as `unseen speakers`.
    pub tested: String,
}

/// Height of the diagram, and of the strip below it.
const DIAGRAM: f64 = 260.0;
const STRIP: f64 = 90.0;
/// Room left of the axes.
const LEFT_ROOM: f64 = 46.0;

impl Reliability {
    /// The section.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`](crate::Error::InvalidValue) without bins, for a share that is not
    /// between 0 and 1, or a weight that is negative or not finite.
    pub fn section(&self) -> Result<Section> {
        let plot = self.plot()?;
        let text = format!(
            "On {}, the probability of the predicted label and the share of right predictions \
             differ by {:.1} points on average (expected calibration error, {} bins). {}",
            self.tested,
            self.calibration_error * 100.0,
            self.bins.len(),
            self.lean()
        );
        Ok(Section::new("Are its probabilities right?").text(&text).plot(plot).text(
            "Each bar is the share of right predictions among the clips with about this \
             probability. For a calibrated model the bars end at the diagonal; the orange lines are \
             the distance from it. Below: the share of all clips in each bin.",
        ))
    }

    /// The diagram.
    ///
    /// # Errors
    ///
    /// As [`section`](Self::section).
    pub fn plot(&self) -> Result<Plot> {
        check::not_empty("bins", &self.bins)?;
        let filled = || self.bins.iter().filter(|bin| bin.weight > 0.0);
        check::shares("bins", filled().flat_map(|bin| [bin.confidence, bin.accuracy]))?;
        check::shares("expected calibration error", [self.calibration_error])?;
        check::finite("weights of bins", self.bins.iter().map(|bin| bin.weight))?;
        if let Some(bin) = self.bins.iter().find(|bin| bin.weight < 0.0) {
            return Err(check::invalid("weights of bins", "at least 0", bin.weight));
        }
        let picture = Picture::draw(WIDTH, DIAGRAM + STRIP, |area| self.draw(area))?;
        Ok(Plot::new("reliability", "Reliability diagram", picture))
    }

    /// Whether the model is over- or underconfident on the whole.
    fn lean(&self) -> &'static str {
        let filled = || self.bins.iter().filter(|bin| bin.weight > 0.0);
        let confidence: f64 = filled().map(|bin| bin.confidence * bin.weight).sum();
        let accuracy: f64 = filled().map(|bin| bin.accuracy * bin.weight).sum();
        if confidence > accuracy {
            "On the whole it is overconfident."
        } else {
            "On the whole it is underconfident."
        }
    }

    fn draw(&self, area: &Area<'_>) -> Drawn {
        let (diagram, strip) = area.split_vertically(px(DIAGRAM));
        self.draw_diagram(&diagram)?;
        self.draw_strip(&strip)
    }

    fn draw_diagram(&self, area: &Area<'_>) -> Drawn {
        let axes = Axes {
            y_labels: (5, percent),
            ..Axes::hidden(0.0..1.0, 0.0..1.0, [20.0, 24.0, 6.0, LEFT_ROOM])
        };
        let mut chart = axes.on(area)?;
        for (place, bin) in self.bins.iter().enumerate().filter(|(_, bin)| bin.weight > 0.0) {
            chart.draw_series([self.bar(place, bin.accuracy, BLUE)])?;
            let gap = vec![(bin.confidence, bin.accuracy), (bin.confidence, bin.confidence)];
            chart.draw_series([PathElement::new(gap, line(VERMILLION, 3.0))])?;
        }
        path(&mut chart, vec![(0.0, 0.0), (1.0, 1.0)], line(MUTED, 1.2))?;
        write(area, "share of right predictions", (LEFT_ROOM, 10.0), text(MUTED, SMALL, RIGHT))
    }

    fn draw_strip(&self, area: &Area<'_>) -> Drawn {
        let total: f64 = self.bins.iter().map(|bin| bin.weight).sum();
        let share = |weight: f64| if total > 0.0 { weight / total } else { 0.0 };
        let shares: Vec<f64> = self.bins.iter().map(|bin| share(bin.weight)).collect();
        let highest = shares.iter().fold(0.1_f64, |highest, &share| highest.max(share));
        let axes = Axes {
            x_title: "probability of the predicted label",
            x_labels: (5, percent),
            y_labels: (2, percent),
            ..Axes::hidden(0.0..1.0, 0.0..highest, [8.0, 24.0, 40.0, LEFT_ROOM])
        };
        let mut chart = axes.on(area)?;
        let bars = shares.iter().enumerate().map(|(place, &share)| self.bar(place, share, MUTED));
        chart.draw_series(bars)?;
        Ok(())
    }

    fn bar(&self, place: usize, height: f64, color: RGBColor) -> Rectangle<(f64, f64)> {
        let width = 1.0 / self.bins.len() as f64;
        let (left, gap) = (place as f64 * width, width * 0.05);
        Rectangle::new([(left + gap, 0.0), (left + width - gap, height)], color.filled())
    }
}
