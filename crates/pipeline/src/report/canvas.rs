//! What all plots share: sizes, styles of text and lines, and a chart with axes.

use std::ops::Range;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{PathElement, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontTransform, IntoFont, RGBColor, ShapeStyle, TRANSPARENT, TextStyle,
};

use super::palette::{GRID, INK, MUTED};
use super::picture::{Area, Drawn, UNITS};
use super::recorder::Recorder;

/// Width of a plot, in pixels: what a phone has room for, so that letters keep their size there.
pub(super) const WIDTH: f64 = 340.0;
/// Height of the letters of labels.
pub(super) const LABEL: f64 = 12.0;
/// Height of the letters on axes.
pub(super) const SMALL: f64 = 11.0;

/// Axes, and what is inside them.
pub(super) type Chart<'a, 'b> =
    ChartContext<'a, Recorder<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Pixels as units of drawing.
pub(super) fn px(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// A line of this width, in pixels.
pub(super) fn line(color: RGBColor, width: f64) -> ShapeStyle {
    color.stroke_width(px(width).unsigned_abs())
}

/// Text of this height, on this side of the point where it is written.
pub(super) fn text(color: RGBColor, size: f64, side: Pos) -> TextStyle<'static> {
    ("sans-serif", size * UNITS).into_font().color(&color).pos(side)
}

/// Right of a point, in the middle of the line.
pub(super) const RIGHT: Pos = Pos { h_pos: HPos::Left, v_pos: VPos::Center };
/// Left of a point.
pub(super) const LEFT: Pos = Pos { h_pos: HPos::Right, v_pos: VPos::Center };
/// Around a point.
pub(super) const MIDDLE: Pos = Pos { h_pos: HPos::Center, v_pos: VPos::Center };
/// Above a point, centred.
pub(super) const ABOVE: Pos = Pos { h_pos: HPos::Center, v_pos: VPos::Bottom };

/// Text that reads upwards, starting at a point.
pub(super) fn upwards(color: RGBColor, size: f64) -> TextStyle<'static> {
    let font = ("sans-serif", size * UNITS).into_font().transform(FontTransform::Rotate270);
    font.color(&color).pos(RIGHT)
}

/// Writes at a point of the picture, in pixels.
pub(super) fn write(
    area: &Area<'_>,
    words: &str,
    (x, y): (f64, f64),
    style: TextStyle<'_>,
) -> Drawn {
    area.draw(&Text::new(words.to_owned(), (px(x), px(y)), style))
}

/// A line between points of a chart.
pub(super) fn path(chart: &mut Chart<'_, '_>, points: Vec<(f64, f64)>, style: ShapeStyle) -> Drawn {
    chart.draw_series([PathElement::new(points, style)])?;
    Ok(())
}

/// Axes of numbers.
pub(super) struct Axes<'a> {
    pub(super) x: Range<f64>,
    pub(super) y: Range<f64>,
    /// Room above, right, below and left of the axes, in pixels.
    pub(super) room: [f64; 4],
    /// What the axes say, and how many numbers stand there; no numbers hide an axis.
    pub(super) x_title: &'a str,
    pub(super) x_labels: (usize, fn(f64) -> String),
    pub(super) y_title: &'a str,
    pub(super) y_labels: (usize, fn(f64) -> String),
}

impl Axes<'_> {
    /// A chart with these axes on the area.
    pub(super) fn on<'a, 'b>(
        &self,
        area: &Area<'b>,
    ) -> Result<Chart<'a, 'b>, plotters::drawing::DrawingAreaErrorKind<std::convert::Infallible>>
    {
        let [top, right, below, left] = self.room;
        let mut chart = ChartBuilder::on(area)
            .margin_top(px(top))
            .margin_right(px(right))
            .x_label_area_size(px(below))
            .y_label_area_size(px(left))
            .build_cartesian_2d(sound(&self.x), sound(&self.y))?;
        let (x, y) = (self.x_labels, self.y_labels);
        let (x_label, y_label) = (move |value: &f64| x.1(*value), move |value: &f64| y.1(*value));
        let mut mesh = chart.configure_mesh();
        mesh.light_line_style(TRANSPARENT)
            .bold_line_style(line(GRID, 1.0))
            .axis_style(TRANSPARENT)
            .set_all_tick_mark_size(px(4.0))
            .label_style(text(MUTED, SMALL, RIGHT))
            .axis_desc_style(text(INK, SMALL, RIGHT))
            .x_labels(x.0)
            .y_labels(y.0)
            .x_label_formatter(&x_label)
            .y_label_formatter(&y_label)
            .x_desc(self.x_title)
            .y_desc(self.y_title);
        if x.0 == 0 {
            mesh.disable_x_mesh().disable_x_axis();
        }
        if y.0 == 0 {
            mesh.disable_y_mesh().disable_y_axis();
        }
        mesh.draw()?;
        Ok(chart)
    }
}

/// The range, or one around it where it has no length: plotters divides by the length.
fn sound(range: &Range<f64>) -> Range<f64> {
    match range.start == range.end {
        true => range.start - 0.5..range.end + 0.5,
        false => range.clone(),
    }
}

/// `0.25` as `25 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A number without decimals.
pub(super) fn whole(number: f64) -> String {
    format!("{number:.0}")
}

/// No number.
pub(super) fn nothing(_: f64) -> String {
    String::new()
}
