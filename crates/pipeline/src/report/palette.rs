//! The colours of the plots: few, told apart by those who see no red or no green, and each with a
//! name under which the page gives it another value in the dark.
//!
//! Source: M. Okabe, K. Ito, "Color universal design" (2008), blue and vermillion.

use plotters::style::RGBColor;

/// Text and axes.
pub(super) const INK: RGBColor = RGBColor(0x1b, 0x1b, 0x1f);
/// Text of less weight.
pub(super) const MUTED: RGBColor = RGBColor(0x5f, 0x63, 0x68);
/// Lines behind the data.
pub(super) const GRID: RGBColor = RGBColor(0xdf, 0xe1, 0xe5);
/// The first series.
pub(super) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
/// The second series.
pub(super) const VERMILLION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
/// The cells of a heat map, by their opacity.
pub(super) const HEAT: RGBColor = RGBColor(0x08, 0x4a, 0x91);
/// Text on a full cell of a heat map.
pub(super) const ON_HEAT: RGBColor = RGBColor(0xff, 0xff, 0xff);

/// What stands for a colour in a page: the page's own text colour, or a variable of its style.
pub(super) fn in_page((r, g, b): (u8, u8, u8)) -> Option<&'static str> {
    match RGBColor(r, g, b) {
        INK => Some("currentColor"),
        MUTED => Some("var(--muted)"),
        GRID => Some("var(--grid)"),
        BLUE => Some("var(--blue)"),
        VERMILLION => Some("var(--vermillion)"),
        HEAT => Some("var(--heat)"),
        _ => None,
    }
}
