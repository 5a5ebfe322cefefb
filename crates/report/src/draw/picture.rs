//! A drawn plot: the SVG that plotters writes, tidied, in a page or as a file of its own.

use std::io;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters_svg::SVGBackend;

use super::canvas::WIDTH;
use crate::html::escape;
use crate::{Error, Result};

/// Units of the drawing for each pixel of the page: plotters has whole numbers only, which at one
/// unit for each pixel would make stairs of curves.
pub(crate) const UNITS: f64 = 10.0;

/// What is drawn on.
pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Why drawing failed.
pub(crate) type DrawError = DrawingAreaErrorKind<io::Error>;

/// What drawing returns.
pub(crate) type Drawn = std::result::Result<(), DrawError>;

/// What plotters-svg writes, and what is written instead. Texts are not changed: their quotes
/// are escaped.
const TIDIED: [(&str, &str); 5] = [
    // Browsers and resvg disagree on the height of an `ex`. These are shares of the letters' height
    // in most fonts: capitals are 0.71 of it high, and letters reach 0.21 below the line.
    (" dy=\"0.5ex\"", " dy=\"0.35em\""),
    (" dy=\"-0.5ex\"", " dy=\"-0.21em\""),
    // Defaults, and what the page or the file says once.
    (" opacity=\"1\"", ""),
    (" stroke=\"none\"", ""),
    (" font-family=\"sans-serif\"", ""),
];

/// A plot, drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Picture {
    /// In pixels.
    width: f64,
    height: f64,
    /// The elements of the SVG, in [`UNITS`].
    elements: String,
}

impl Picture {
    /// Draws on an area of this size, in pixels.
    pub(crate) fn draw(
        width: f64,
        height: f64,
        draw: impl FnOnce(&Area<'_>) -> Drawn,
    ) -> Result<Self> {
        let mut svg = String::new();
        let drawn = {
            let size = ((width * UNITS).ceil() as u32, (height * UNITS).ceil() as u32);
            let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
            draw(&area).and_then(|()| area.present())
        };
        let problem = |problem: String| Error::Plot { title: String::new(), problem };
        drawn.map_err(|error| problem(error.to_string()))?;
        let elements = svg.split_once(">\n").and_then(|(_, it)| it.rsplit_once("</svg>"));
        let (elements, _) = elements.ok_or_else(|| problem("no SVG was drawn".into()))?;
        let tidy = |svg: String, (from, to): &(&str, &str)| svg.replace(from, to);
        let elements = TIDIED.iter().fold(elements.to_owned(), tidy);
        Ok(Self { width, height, elements })
    }

    /// Whether it is too wide for a phone.
    pub(crate) fn is_wide(&self) -> bool {
        self.width > WIDTH
    }

    /// For a page: in the page's colours and letters, as wide as there is room.
    pub(crate) fn to_inline_svg(&self, escaped_title: &str) -> String {
        let Self { width, elements, .. } = self;
        format!(
            "<svg {} style=\"--width:{width}\" role=\"img\" aria-label=\"{escaped_title}\">\n\
             {elements}</svg>",
            self.view_box()
        )
    }

    /// As a file of its own, dark on white.
    pub(crate) fn to_svg(&self, title: &str) -> String {
        let Self { width, height, elements } = self;
        let (title, view_box) = (escape(title), self.view_box());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             {view_box} font-family=\"Roboto, Arial, sans-serif\" stroke-linejoin=\"round\">\n\
             <title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
             {elements}</svg>"
        )
    }

    fn view_box(&self) -> String {
        format!("viewBox=\"0 0 {} {}\"", self.width * UNITS, self.height * UNITS)
    }
}
