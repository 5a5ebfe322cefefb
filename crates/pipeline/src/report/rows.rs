//! A plot with a named row for each thing: bars, dots and intervals along one axis.

use std::ops::Range;

use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::{Color, RGBColor};

use super::canvas::{
    ABOVE, Axes, LABEL, LEFT, RIGHT, SMALL, WIDTH, line, nothing, path, px, text, write,
};
use super::palette::{INK, MUTED};
use super::picture::{Area, Drawn, Picture};
use crate::Result;

/// Something in a row.
#[derive(Clone, Debug)]
pub(super) enum Mark {
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
pub(super) struct Row {
    pub(super) name: String,
    pub(super) marks: Vec<Mark>,
}

/// The plot.
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    /// The numbers that the axis covers.
    pub(super) x: Range<f64>,
    pub(super) x_title: &'static str,
    pub(super) x_labels: (usize, fn(f64) -> String),
    /// Room for names, right of the axis, and of a row from above, in pixels.
    pub(super) names: f64,
    pub(super) right: f64,
    pub(super) row: f64,
    /// A number to compare with, and its name.
    pub(super) reference: Option<(f64, &'static str)>,
    /// What the colours stand for, above the rows.
    pub(super) legend: Vec<(&'static str, RGBColor)>,
}

/// Room above and below the rows.
const TOP: f64 = 18.0;
const BELOW: f64 = 42.0;

/// Width of most letters of a label, in pixels, in a wide font.
pub(super) const LETTER: f64 = 7.5;

impl Rows {
    /// Draws it.
    pub(super) fn picture(&self) -> Result<Picture> {
        let height = TOP + BELOW + self.row * self.rows.len() as f64;
        Picture::draw(WIDTH, height, |area| self.draw(area))
    }

    fn draw(&self, area: &Area<'_>) -> Drawn {
        let axes = Axes {
            x: self.x.clone(),
            y: self.rows.len() as f64..0.0,
            room: [TOP, self.right, BELOW, self.names],
            x_title: self.x_title,
            x_labels: self.x_labels,
            y_title: "",
            y_labels: (0, nothing),
        };
        let mut chart = axes.on(area)?;
        let n_rows = self.rows.len() as f64;
        if let Some((at, name)) = self.reference {
            path(&mut chart, vec![(at, 0.0), (at, n_rows)], line(MUTED, 1.0))?;
            let (x, _) = chart.backend_coord(&(at, 0.0));
            let above = (f64::from(x) / px(1.0) as f64, TOP - 3.0);
            write(area, name, above, text(MUTED, SMALL, ABOVE))?;
        }
        let mut x = self.names;
        for &(name, color) in &self.legend {
            write(area, name, (x, 8.0), text(color, LABEL, RIGHT))?;
            x += 12.0 + 7.0 * name.len() as f64;
        }
        for (place, row) in self.rows.iter().enumerate() {
            let middle = place as f64 + 0.5;
            let y = TOP + self.row * middle;
            let name = shortened(&row.name, (self.names - 8.0) / LETTER);
            write(area, &name, (self.names - 8.0, y), text(INK, LABEL, LEFT))?;
            for mark in &row.marks {
                draw_mark(mark, area, &mut chart, middle)?;
            }
        }
        Ok(())
    }
}

/// Draws a mark in the row whose middle is here.
fn draw_mark(
    mark: &Mark,
    area: &Area<'_>,
    chart: &mut super::canvas::Chart<'_, '_>,
    middle: f64,
) -> Drawn {
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
            let (x, y) = chart.backend_coord(&(*at, middle));
            let unit = f64::from(px(1.0));
            let beside = (f64::from(x) / unit + 6.0, f64::from(y) / unit);
            write(area, words, beside, text(INK, SMALL, RIGHT))?;
        }
    }
    Ok(())
}

/// A name of so many letters at most.
fn shortened(name: &str, most: f64) -> String {
    let most = most.max(2.0) as usize;
    match name.chars().count() > most {
        true => name.chars().take(most - 1).chain(['…']).collect(),
        false => name.to_owned(),
    }
}
