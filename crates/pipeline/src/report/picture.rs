//! A drawn plot: shapes, from which both the SVG and the PNG are made.

use super::recorder::Recorder;
use super::{png, svg};
use crate::{Error, Result};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use std::convert::Infallible;

/// Units of drawing a pixel of the page: plotters knows whole numbers only, which at one a pixel
/// would make stairs of curves.
pub(super) const UNITS: f64 = 10.0;

/// What is drawn on.
pub(super) type Area<'a> = DrawingArea<Recorder<'a>, Shift>;

/// What drawing returns.
pub(super) type Drawn = std::result::Result<(), DrawingAreaErrorKind<Infallible>>;

/// A colour, and how much of it: from 0, none, to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Paint {
    pub(super) rgb: (u8, u8, u8),
    pub(super) opacity: f64,
}

/// A point, in pixels from the upper left corner.
pub(super) type Point = (f64, f64);

/// Where a text starts, stands in the middle, or ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A text on its base line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) at: Point,
    /// How far below `at` the base line is.
    pub(super) drop: f64,
    pub(super) anchor: Anchor,
    /// Height of the letters' box.
    pub(super) size: f64,
    /// Turned around `at`, clockwise.
    pub(super) degrees: i32,
    pub(super) is_bold: bool,
}

/// The outline of a shape.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outline {
    Line(Vec<Point>),
    Polygon(Vec<Point>),
    Rectangle { corner: Point, size: Point },
    Circle { center: Point, radius: f64 },
}

/// What a plot is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Filled(Outline, Paint),
    Stroked(Outline, Paint, f64),
    Written(Text, Paint),
}

/// A plot, drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Picture {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) shapes: Vec<Shape>,
}

impl Picture {
    /// Draws on an area of this size, in pixels.
    pub(super) fn draw(
        width: f64,
        height: f64,
        draw: impl FnOnce(&Area<'_>) -> Drawn,
    ) -> Result<Self> {
        let mut shapes = Vec::new();
        let size = ((width * UNITS) as u32, (height * UNITS) as u32);
        {
            let area = Recorder::new(&mut shapes, size).into_drawing_area();
            draw(&area).map_err(|error| Error::Plot { problem: error.to_string() })?;
        }
        Ok(Self { width, height, shapes })
    }

    /// For a page: in the page's colours, as wide as there is room.
    pub(super) fn to_inline_svg(&self, title: &str) -> String {
        svg::inline(self, title)
    }

    /// As a file of its own, black on white.
    pub(super) fn to_svg(&self, title: &str) -> String {
        svg::file(self, title)
    }

    /// As a file of its own, black on white, with two pixels a pixel.
    pub(super) fn to_png(&self) -> Result<Vec<u8>> {
        png::encode(self)
    }
}
