//! A picture as PNG.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint as SkiaPaint, Path, PathBuilder, Pixmap, Rect,
    Stroke, Transform,
};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::picture::{Anchor, Outline, Paint, Picture, Shape, Text};
use crate::{Error, Result};

/// Pixels of the file a pixel of the picture.
const SCALE: f32 = 2.0;

/// Letters of Latin-1 and some signs of Roboto Regular: what is beyond shows as an empty box.
const FONT: &[u8] = include_bytes!("font/Roboto-Regular.ttf");

/// The picture on white, as the bytes of a PNG file.
pub(super) fn encode(picture: &Picture) -> Result<Vec<u8>> {
    let problem = |problem: String| Error::Plot { problem };
    let face = Face::parse(FONT, 0).map_err(|error| problem(error.to_string()))?;
    let size = |length: f64| (length as f32 * SCALE).ceil() as u32;
    let mut pixels = Pixmap::new(size(picture.width), size(picture.height))
        .ok_or_else(|| problem("no pixels".into()))?;
    pixels.fill(Color::WHITE);
    let scale = Transform::from_scale(SCALE, SCALE);
    for shape in &picture.shapes {
        match shape {
            Shape::Filled(outline, color) => fill(&mut pixels, path(outline), color, scale),
            Shape::Stroked(outline, color, width) => {
                let stroke = Stroke {
                    width: *width as f32,
                    line_cap: LineCap::Butt,
                    line_join: LineJoin::Round,
                    ..Stroke::default()
                };
                if let Some(path) = path(outline) {
                    pixels.stroke_path(&path, &paint(color), &stroke, scale, None);
                }
            }
            Shape::Written(text, color) => write(&mut pixels, &face, text, color),
        }
    }
    pixels.encode_png().map_err(|error| problem(error.to_string()))
}

fn paint(color: &Paint) -> SkiaPaint<'static> {
    let (r, g, b) = color.rgb;
    let mut paint = SkiaPaint::default();
    paint.set_color_rgba8(r, g, b, (color.opacity * 255.0).round() as u8);
    paint.anti_alias = true;
    paint
}

fn fill(pixels: &mut Pixmap, path: Option<Path>, color: &Paint, transform: Transform) {
    if let Some(path) = path {
        pixels.fill_path(&path, &paint(color), FillRule::Winding, transform, None);
    }
}

/// `None` for what has no extent.
fn path(outline: &Outline) -> Option<Path> {
    let mut path = PathBuilder::new();
    match outline {
        Outline::Line(points) | Outline::Polygon(points) => {
            for (place, &(x, y)) in points.iter().enumerate() {
                match place {
                    0 => path.move_to(x as f32, y as f32),
                    _ => path.line_to(x as f32, y as f32),
                }
            }
            if matches!(outline, Outline::Polygon(_)) {
                path.close();
            }
        }
        Outline::Rectangle { corner: (x, y), size: (width, height) } => {
            let (x, y, width, height) = (*x as f32, *y as f32, *width as f32, *height as f32);
            path.push_rect(Rect::from_xywh(x, y, width, height)?);
        }
        Outline::Circle { center: (x, y), radius } => {
            path.push_circle(*x as f32, *y as f32, *radius as f32);
        }
    }
    path.finish()
}

/// The outline of a glyph, in a path.
struct Glyph(PathBuilder);

impl OutlineBuilder for Glyph {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

fn write(pixels: &mut Pixmap, face: &Face<'_>, text: &Text, color: &Paint) {
    let em = text.size as f32 / f32::from(face.units_per_em());
    let glyph = |letter| face.glyph_index(letter).unwrap_or(GlyphId(0));
    let advance = |glyph| f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * em;
    let width: f32 = text.text.chars().map(|letter| advance(glyph(letter))).sum();
    let mut x = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => -width / 2.0,
        Anchor::End => -width,
    };
    let turned = Transform::from_scale(SCALE, SCALE)
        .pre_translate(text.at.0 as f32, text.at.1 as f32)
        .pre_concat(Transform::from_rotate(text.degrees as f32));
    for letter in text.text.chars() {
        let glyph = glyph(letter);
        let mut outline = Glyph(PathBuilder::new());
        // A blank has no outline.
        face.outline_glyph(glyph, &mut outline);
        // Letters are drawn upwards.
        let place = turned.pre_translate(x, text.drop as f32).pre_scale(em, -em);
        fill(pixels, outline.0.finish(), color, place);
        x += advance(glyph);
    }
}
