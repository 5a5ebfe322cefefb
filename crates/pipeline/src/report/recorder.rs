//! Where plotters draws: a list of shapes.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};

use super::picture::{Anchor, Outline, Paint, Point, Shape, Text, UNITS};

type Recorded = Result<(), DrawingErrorKind<Infallible>>;

/// A backend of plotters that keeps what is drawn.
pub(super) struct Recorder<'a> {
    shapes: &'a mut Vec<Shape>,
    size: (u32, u32),
}

impl<'a> Recorder<'a> {
    /// Keeps what is drawn on so many units across and down.
    pub(super) fn new(shapes: &'a mut Vec<Shape>, size: (u32, u32)) -> Self {
        Self { shapes, size }
    }

    fn add(&mut self, outline: Outline, style: &impl BackendStyle, is_filled: bool) -> Recorded {
        let paint = paint(style.color());
        let width = f64::from(style.stroke_width()) / UNITS;
        match is_filled {
            _ if paint.opacity == 0.0 => {}
            true => self.shapes.push(Shape::Filled(outline, paint)),
            false => self.shapes.push(Shape::Stroked(outline, paint, width)),
        }
        Ok(())
    }
}

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Recorded {
        Ok(())
    }

    fn present(&mut self) -> Recorded {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Recorded {
        let (corner, size) = (point(at), (1.0 / UNITS, 1.0 / UNITS));
        self.shapes.push(Shape::Filled(Outline::Rectangle { corner, size }, paint(color)));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Recorded {
        self.add(Outline::Line(vec![point(from), point(to)]), style, false)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Recorded {
        let (corner, end) = (point(upper_left), point(bottom_right));
        let size = (end.0 - corner.0, end.1 - corner.1);
        self.add(Outline::Rectangle { corner, size }, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Recorded {
        self.add(Outline::Line(path.into_iter().map(point).collect()), style, false)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Recorded {
        let (center, radius) = (point(center), f64::from(radius) / UNITS);
        self.add(Outline::Circle { center, radius }, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Recorded {
        self.add(Outline::Polygon(corners.into_iter().map(point).collect()), style, true)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Recorded {
        if text.is_empty() {
            return Ok(()); // an axis without a title
        }
        let anchor = style.anchor();
        let size = style.size() / UNITS;
        // Shares of the size: capitals are 0.71 of it high, what hangs below the line 0.21.
        let drop = match anchor.v_pos {
            VPos::Top => 0.76,
            VPos::Center => 0.35,
            VPos::Bottom => -0.21,
        };
        let text = Text {
            text: text.to_owned(),
            at: point(at),
            drop: drop * size,
            anchor: match anchor.h_pos {
                HPos::Left => Anchor::Start,
                HPos::Center => Anchor::Middle,
                HPos::Right => Anchor::End,
            },
            size,
            degrees: match style.transform() {
                FontTransform::None => 0,
                FontTransform::Rotate90 => 90,
                FontTransform::Rotate180 => 180,
                FontTransform::Rotate270 => 270,
            },
            is_bold: matches!(style.style(), FontStyle::Bold),
        };
        self.shapes.push(Shape::Written(text, paint(style.color())));
        Ok(())
    }
}

fn point((x, y): BackendCoord) -> Point {
    (f64::from(x) / UNITS, f64::from(y) / UNITS)
}

fn paint(color: BackendColor) -> Paint {
    Paint { rgb: color.rgb, opacity: color.alpha }
}
