//! The colours of the plots. They can be distinguished by people who see no red or no green, and
//! each has a second value for dark pages.
//!
//! Sources: M. Okabe, K. Ito, "Color universal design" (2008), blue and vermillion; P. Tol, "Colour
//! schemes" (2021), "muted", for the series of stacked areas.

use std::fmt::Write;

use plotters::style::RGBColor;

/// Text and axes.
pub(crate) const INK: RGBColor = RGBColor(0x1b, 0x1b, 0x1f);
/// Text of less weight.
pub(crate) const MUTED: RGBColor = RGBColor(0x5f, 0x63, 0x68);
/// Lines behind the data.
pub(crate) const GRID: RGBColor = RGBColor(0xdf, 0xe1, 0xe5);
/// The first series.
pub(crate) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
/// The second series.
pub(crate) const VERMILLION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
/// The cells of a heat map, by their opacity.
pub(crate) const HEAT: RGBColor = RGBColor(0x08, 0x4a, 0x91);
/// Text on a pale cell of a heat map.
pub(crate) const ON_PALE: RGBColor = RGBColor(0, 0, 0);
/// Text on a full cell of a heat map, on light and on dark pages.
pub(crate) const ON_HEAT: RGBColor = RGBColor(0xff, 0xff, 0xfe);
/// What is not one of the series.
pub(crate) const OTHER: RGBColor = RGBColor(0xb4, 0xb8, 0xbd);

/// Further series, in their order.
pub(crate) const SERIES: [RGBColor; 9] = [
    RGBColor(0x33, 0x22, 0x88),
    RGBColor(0x88, 0xcc, 0xee),
    RGBColor(0xcc, 0x66, 0x77),
    RGBColor(0x11, 0x77, 0x33),
    RGBColor(0xdd, 0xcc, 0x77),
    RGBColor(0x88, 0x22, 0x55),
    RGBColor(0x44, 0xaa, 0x99),
    RGBColor(0x99, 0x99, 0x33),
    RGBColor(0xaa, 0x44, 0x99),
];

/// The colours that have another value on a dark page, and that value.
const IN_THE_DARK: [(RGBColor, &str); 10] = [
    (INK, "#e8eaed"),
    (MUTED, "#a4abb3"),
    (GRID, "#353a40"),
    (BLUE, "#56b4e9"),
    (VERMILLION, "#ff9a5c"),
    (HEAT, "#2a78c8"),
    (ON_PALE, "#ffffff"),
    (OTHER, "#6b7178"),
    (SERIES[0], "#7a6fd6"),
    (SERIES[5], "#b8457f"),
];

/// Rules of a style sheet that give the pictures of a page their colours in the dark.
pub(crate) fn dark_rules() -> String {
    let mut rules = String::new();
    for (color, dark) in IN_THE_DARK {
        let light = hex(color);
        // Writing to a string cannot fail.
        let _ = writeln!(
            rules,
            "  svg [fill=\"{light}\"] {{ fill: {dark} }} svg [stroke=\"{light}\"] {{ stroke: {dark} }}"
        );
    }
    rules
}

/// A colour as plotters-svg writes it.
pub(crate) fn hex(RGBColor(r, g, b): RGBColor) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}
