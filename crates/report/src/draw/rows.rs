//! A plot with a named row for each thing: bars, dots and intervals along one axis.

use std::ops::Range;

use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::{Color, RGBColor};

use super::canvas::{
    ABOVE, Axes, Chart, LABEL, LEFT, RIGHT, SMALL, WIDTH, legend_width, line, name_room, path,
    place, px, shortened, text, write, write_legend,
};
use super::palette::{INK, MUTED};
use super::{Area, Drawn, Picture};
use crate::Result;

/// Something in a row.
#[derive(Clone, Debug)]
pub(crate) enum Mark {
    /// A bar from one number to another.
    Bar { from: f64, to: f64, color: RGBColor },
    /// A line from one number to another.
    Interval { low: f64, high: f64, color: RGBColor },
    /// A dot, full or pale.
    Dot { at: f64, color: RGBColor, opacity: f64 },
    /// A text right of a number.
    Note { at: f64, text: String },
}

/// A row: its name and what is in it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) marks: Vec<Mark>,
}

/// The plot.
pub(crate) struct Rows<'a> {
    pub(crate) rows: Vec<Row>,
    /// The numbers that the axis covers.
    pub(crate) x: Range<f64>,
    pub(crate) x_title: &'a str,
    pub(crate) x_labels: (usize, fn(f64) -> String),
    /// Room right of the axis, for notes, and height of a row, in pixels.
    pub(crate) right: f64,
    pub(crate) row: f64,
    /// A number to compare with, and its name.
    pub(crate) reference: Option<(f64, &'a str)>,
    /// What the colours mean, above the rows.
    pub(crate) legend: Vec<(&'a str, RGBColor)>,
}

/// Room above and below the rows.
const TOP: f64 = 18.0;
const BELOW: f64 = 42.0;
/// Most room for names.
const MOST_NAME: f64 = 150.0;

impl Rows<'_> {
    /// Draws it.
    pub(crate) fn picture(&self) -> Result<Picture> {
        let lines = self.legend_lines();
        let top = TOP.max(18.0 * lines.len() as f64 + 4.0);
        let height = top + BELOW + self.row * self.rows.len() as f64;
        Picture::draw(WIDTH, height, |area| self.draw(area, top, &lines))
    }

    fn draw(&self, area: &Area<'_>, top: f64, legend: &[Vec<(&str, RGBColor)>]) -> Drawn {
        let names = name_room(self.rows.iter().map(|row| row.name.as_str()), MOST_NAME);
        let n_rows = self.rows.len() as f64;
        let axes = Axes {
            x_title: self.x_title,
            x_labels: self.x_labels,
            ..Axes::hidden(self.x.clone(), n_rows..0.0, [top, self.right, BELOW, names])
        };
        let mut chart = axes.on(area)?;
        if let Some((at, name)) = self.reference {
            path(&mut chart, vec![(at, 0.0), (at, n_rows)], line(MUTED, 1.0))?;
            let (x, _) = place(&chart, (at, 0.0));
            write(area, name, (x, top - 3.0), text(MUTED, SMALL, ABOVE))?;
        }
        for (place, line) in legend.iter().enumerate() {
            write_legend(area, (8.0, 10.0 + 18.0 * place as f64), line.iter().copied())?;
        }
        for (place, row) in self.rows.iter().enumerate() {
            let middle = place as f64 + 0.5;
            let name = shortened(&row.name, LABEL, names - 10.0);
            let at = (names - 8.0, top + self.row * middle);
            write(area, &name, at, text(INK, LABEL, LEFT))?;
            for mark in &row.marks {
                draw_mark(mark, area, &mut chart, middle)?;
            }
        }
        Ok(())
    }

    /// The legend in lines that are no wider than the plot.
    fn legend_lines(&self) -> Vec<Vec<(&str, RGBColor)>> {
        let mut lines: Vec<Vec<(&str, RGBColor)>> = Vec::new();
        let mut width = f64::INFINITY;
        for &(name, color) in &self.legend {
            width += legend_width(name);
            if width > WIDTH - 8.0 {
                lines.push(Vec::new());
                width = legend_width(name);
            }
            if let Some(line) = lines.last_mut() {
                line.push((name, color));
            }
        }
        lines
    }
}

/// Draws a mark in the row whose middle is here.
fn draw_mark(mark: &Mark, area: &Area<'_>, chart: &mut Chart<'_, '_>, middle: f64) -> Drawn {
    match mark {
        Mark::Bar { from, to, color } => {
            let corners = [(*from, middle - 0.34), (*to, middle + 0.34)];
            chart.draw_series([Rectangle::new(corners, color.filled())])?;
        }
        Mark::Interval { low, high, color } => {
            let ends = vec![(*low, middle), (*high, middle)];
            chart.draw_series([PathElement::new(ends, line(*color, 2.0))])?;
        }
        Mark::Dot { at, color, opacity } => {
            let style = color.mix(*opacity).filled();
            chart.draw_series([Circle::new((*at, middle), px(4.5), style)])?;
        }
        Mark::Note { at, text: words } => {
            let (x, y) = place(chart, (*at, middle));
            write(area, words, (x + 6.0, y), text(INK, SMALL, RIGHT))?;
        }
    }
    Ok(())
}
