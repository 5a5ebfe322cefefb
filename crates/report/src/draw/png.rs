//! SVG as PNG.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

/// Pixels of the file in each direction for each pixel of the picture.
const SCALE: f32 = 2.0;

/// Most pixels in each direction, so that a picture takes at most a quarter of a gigabyte.
const MOST: f32 = 8192.0;

/// Latin, Greek and Cyrillic letters and some signs of Roboto Regular; see `font/make.sh`.
const FONT: &[u8] = include_bytes!("../../font/Roboto-Regular.ttf");

/// The picture as the bytes of a PNG file. The fonts of the system are not used, so that the file
/// is the same everywhere.
pub(crate) fn encode(svg: &str) -> Result<Vec<u8>, String> {
    let mut fonts = Database::new();
    fonts.load_font_data(FONT.to_vec());
    fonts.set_sans_serif_family("Roboto");
    let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let size = tree.size();
    let scale = SCALE.min(MOST / size.width().max(size.height()));
    let pixels = |length: f32| (length * scale).ceil() as u32;
    let (width, height) = (pixels(size.width()), pixels(size.height()));
    let mut image = Pixmap::new(width, height)
        .ok_or_else(|| format!("expected a size in pixels, got {width} × {height}"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut image.as_mut());
    image.encode_png().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a picture of these letters has dark pixels.
    fn has_ink(letters: &str) -> bool {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\" \
             font-family=\"Roboto, Arial, sans-serif\"><rect width=\"40\" height=\"20\" \
             fill=\"#fff\"/><text x=\"5\" y=\"15\" font-size=\"12\">{letters}</text></svg>"
        );
        let image = encode(&svg).ok().and_then(|png| Pixmap::decode_png(&png).ok());
        image.is_some_and(|image| image.pixels().iter().any(|pixel| pixel.red() < 128))
    }

    #[test]
    fn letters_of_labels_are_drawn() {
        for letters in ["sad", "złość", "гнев", "θυμός", "100 %", "−…–"] {
            assert!(has_ink(letters), "{letters}");
        }
        assert!(!has_ink(" "));
    }
}
