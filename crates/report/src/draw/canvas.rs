//! What all plots share: sizes, styles of text and lines, and a chart with axes.

use std::ops::Range;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontTransform, IntoFont, RGBColor, ShapeStyle, TRANSPARENT, TextStyle,
};
use plotters_svg::SVGBackend;

use super::palette::{GRID, INK, MUTED};
use super::picture::{Area, DrawError, Drawn, UNITS};

/// Width of most plots, in pixels: that of a phone, so that letters keep their size there.
pub(crate) const WIDTH: f64 = 340.0;
/// Size of the letters of labels, in pixels.
pub(crate) const LABEL: f64 = 12.0;
/// Size of the letters on axes.
pub(crate) const SMALL: f64 = 11.0;

/// Axes, and what is inside them.
pub(crate) type Chart<'a, 'b> =
    ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Pixels as units of drawing.
pub(crate) fn px(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// A line of this width, in pixels.
pub(crate) fn line(color: RGBColor, width: f64) -> ShapeStyle {
    color.stroke_width(px(width).unsigned_abs())
}

/// plotters-svg writes the size that it is given divided by this.
const SVG_FONT_SCALE: f64 = 1.24;

/// Text of this size, on this side of the point where it is written.
pub(crate) fn text(color: RGBColor, size: f64, side: Pos) -> TextStyle<'static> {
    ("sans-serif", size * UNITS * SVG_FONT_SCALE).into_font().color(&color).pos(side)
}

/// Right of a point, in the middle of the line.
pub(crate) const RIGHT: Pos = Pos { h_pos: HPos::Left, v_pos: VPos::Center };
/// Left of a point.
pub(crate) const LEFT: Pos = Pos { h_pos: HPos::Right, v_pos: VPos::Center };
/// Around a point.
pub(crate) const MIDDLE: Pos = Pos { h_pos: HPos::Center, v_pos: VPos::Center };
/// Above a point, centred.
pub(crate) const ABOVE: Pos = Pos { h_pos: HPos::Center, v_pos: VPos::Bottom };

/// Text that reads upwards, starting at a point.
pub(crate) fn upwards(color: RGBColor, size: f64) -> TextStyle<'static> {
    let font = ("sans-serif", size * UNITS * SVG_FONT_SCALE).into_font();
    font.transform(FontTransform::Rotate270).color(&color).pos(RIGHT)
}

/// Writes at a point of the picture, in pixels.
pub(crate) fn write(
    area: &Area<'_>,
    words: &str,
    (x, y): (f64, f64),
    style: TextStyle<'_>,
) -> Drawn {
    if words.is_empty() {
        return Ok(()); // a label without a name
    }
    area.draw(&Text::new(words.to_owned(), (px(x), px(y)), style))
}

/// Writes what colours stand for in a line from a point on, each after a swatch of its colour.
/// Returns where the line ends.
pub(crate) fn write_legend<'a>(
    area: &Area<'_>,
    (mut x, y): (f64, f64),
    names: impl IntoIterator<Item = (&'a str, RGBColor)>,
) -> std::result::Result<f64, DrawError> {
    for (name, color) in names {
        let corners = [(px(x), px(y - 5.0)), (px(x + 10.0), px(y + 5.0))];
        area.draw(&Rectangle::new(corners, color.filled()))?;
        write(area, name, (x + 14.0, y), text(INK, SMALL, RIGHT))?;
        x += legend_width(name);
    }
    Ok(x)
}

/// Room that a name takes in a legend, in pixels.
pub(crate) fn legend_width(name: &str) -> f64 {
    14.0 + text_width(name, SMALL) + 10.0
}

/// A line between points of a chart.
pub(crate) fn path(chart: &mut Chart<'_, '_>, points: Vec<(f64, f64)>, style: ShapeStyle) -> Drawn {
    chart.draw_series([PathElement::new(points, style)])?;
    Ok(())
}

/// The width of a text in a wide font, in pixels: which one a viewer has is not known.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(|letter| share_of_size(letter) * size).sum()
}

fn share_of_size(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ' ' | '\'' | '|' => 0.36,
        'm' | 'w' | 'M' | 'W' => 0.92,
        // Scripts whose letters are as wide as high start at Hangul.
        '\u{1100}'.. => 1.05,
        _ => 0.62,
    }
}

/// A text that takes at most so many pixels, with an ellipsis at its end if it is longer.
pub(crate) fn shortened(text: &str, size: f64, most: f64) -> String {
    if text_width(text, size) <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut width = share_of_size('…') * size;
    for letter in text.chars() {
        width += share_of_size(letter) * size;
        if width > most {
            break;
        }
        short.push(letter);
    }
    format!("{}…", short.trim_end())
}

/// Room for the names of rows: that of the longest, within limits, in pixels.
pub(crate) fn name_room<'a>(names: impl IntoIterator<Item = &'a str>, most: f64) -> f64 {
    let widest = names.into_iter().map(|name| text_width(name, LABEL)).fold(0.0, f64::max);
    (widest + 12.0).clamp(40.0, most)
}

/// Axes of numbers.
pub(crate) struct Axes<'a> {
    pub(crate) x: Range<f64>,
    pub(crate) y: Range<f64>,
    /// Room above, right, below and left of the axes, in pixels.
    pub(crate) room: [f64; 4],
    /// Title of the lower axis, how many numbers an axis shows, and how they are written; an axis
    /// without numbers is hidden.
    pub(crate) x_title: &'a str,
    pub(crate) x_labels: (usize, fn(f64) -> String),
    pub(crate) y_labels: (usize, fn(f64) -> String),
}

impl Axes<'_> {
    /// Axes that are not drawn.
    pub(crate) fn hidden(x: Range<f64>, y: Range<f64>, room: [f64; 4]) -> Self {
        let (none, nothing): (_, fn(f64) -> String) = (0, |_| String::new());
        let (x_labels, y_labels) = ((none, nothing), (none, nothing));
        Self { x, y, room, x_title: "", x_labels, y_labels }
    }

    /// A chart with these axes on the area.
    pub(crate) fn on<'a, 'b>(
        &self,
        area: &Area<'b>,
    ) -> std::result::Result<Chart<'a, 'b>, DrawError> {
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
            .y_label_formatter(&y_label);
        if !self.x_title.is_empty() {
            mesh.x_desc(self.x_title);
        }
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

/// Where a point of a chart is in the picture, in pixels.
pub(crate) fn place(chart: &Chart<'_, '_>, point: (f64, f64)) -> (f64, f64) {
    let (x, y) = chart.backend_coord(&point);
    (f64::from(x) / UNITS, f64::from(y) / UNITS)
}

/// The range, or one around it where it has no length: plotters divides by the length.
fn sound(range: &Range<f64>) -> Range<f64> {
    if range.start == range.end { range.start - 0.5..range.end + 0.5 } else { range.clone() }
}

/// `0.25` as `25 %`.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A number without decimals.
pub(crate) fn whole(number: f64) -> String {
    format!("{number:.0}")
}
