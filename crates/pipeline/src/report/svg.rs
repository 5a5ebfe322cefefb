//! A picture as SVG.

use std::fmt::Write;

use super::html::escape;
use super::palette;
use super::picture::{Anchor, Outline, Paint, Picture, Point, Shape, Text};

/// How a colour is written.
type Color = fn((u8, u8, u8)) -> String;

/// An SVG element of a page, which takes colours and letters from the page's style.
pub(super) fn inline(picture: &Picture, title: &str) -> String {
    let Picture { width, height, .. } = picture;
    let title = escape(title);
    let open = format!(
        "<svg viewBox=\"0 0 {width} {height}\" style=\"--width:{width}\" role=\"img\" \
         aria-label=\"{title}\">"
    );
    let color = |rgb| palette::in_page(rgb).map_or_else(|| hex(rgb), str::to_owned);
    with_shapes(open, picture, color)
}

/// An SVG file, black on white.
pub(super) fn file(picture: &Picture, title: &str) -> String {
    let Picture { width, height, .. } = picture;
    let title = escape(title);
    let open = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"Roboto, Arial, sans-serif\">\
         <title>{title}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    );
    with_shapes(open, picture, hex)
}

fn hex((r, g, b): (u8, u8, u8)) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn with_shapes(mut svg: String, picture: &Picture, color: Color) -> String {
    for shape in &picture.shapes {
        match shape {
            Shape::Filled(outline, paint) => {
                let fill = attribute("fill", paint, color);
                element(&mut svg, outline, &fill);
            }
            Shape::Stroked(outline, paint, width) => {
                let stroke = attribute("stroke", paint, color);
                let style = format!(
                    "fill=\"none\" {stroke} stroke-width=\"{width}\" stroke-linejoin=\"round\""
                );
                element(&mut svg, outline, &style);
            }
            Shape::Written(text, paint) => write_text(&mut svg, text, paint, color),
        }
    }
    svg.push_str("</svg>");
    svg
}

fn attribute(name: &str, paint: &Paint, color: Color) -> String {
    let color = color(paint.rgb);
    match paint.opacity {
        1.0 => format!("{name}=\"{color}\""),
        opacity => format!("{name}=\"{color}\" {name}-opacity=\"{opacity:.3}\""),
    }
}

/// An outline with attributes that say how it is painted. Writing to a string cannot fail.
fn element(svg: &mut String, outline: &Outline, style: &str) {
    let _ = match outline {
        Outline::Line(points) => write!(svg, "<path d=\"{}\" {style}/>", path(points)),
        Outline::Polygon(points) => write!(svg, "<path d=\"{}Z\" {style}/>", path(points)),
        Outline::Rectangle { corner: (x, y), size: (width, height) } => write!(
            svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width:.1}\" height=\"{height:.1}\" {style}/>"
        ),
        Outline::Circle { center: (x, y), radius } => {
            write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {style}/>")
        }
    };
}

fn path(points: &[Point]) -> String {
    let mut path = String::new();
    for (place, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{x} {y}", if place == 0 { 'M' } else { 'L' });
    }
    path
}

fn write_text(svg: &mut String, text: &Text, paint: &Paint, color: Color) {
    let (x, y) = text.at;
    let anchor = match text.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let turned = match text.degrees {
        0 => String::new(),
        degrees => format!(" transform=\"rotate({degrees} {x} {y})\""),
    };
    let weight = if text.is_bold { " font-weight=\"600\"" } else { "" };
    let fill = attribute("fill", paint, color);
    let (base, size, words) = (y + text.drop, text.size, escape(&text.text));
    let _ = write!(
        svg,
        "<text x=\"{x}\" y=\"{base:.2}\" font-size=\"{size}\"{anchor}{turned}{weight} {fill}>\
         {words}</text>"
    );
}
