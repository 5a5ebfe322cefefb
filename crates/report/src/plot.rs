//! A plot and its two file formats.

use crate::draw::{Picture, png};
use crate::html::escape;
use crate::{Error, Result};

/// A drawn plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    name: String,
    title: String,
    picture: Picture,
}

impl Plot {
    pub(crate) fn new(name: impl Into<String>, title: impl Into<String>, picture: Picture) -> Self {
        Self { name: name.into(), title: title.into(), picture }
    }

    /// What its files are called, without the ending: letters, digits, `-` and `_`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it shows.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// An SVG file: dark on white, in letters that the viewer has.
    pub fn to_svg(&self) -> String {
        self.picture.to_svg(&self.title)
    }

    /// A PNG file: dark on white, with four pixels for each pixel of the SVG. The letters are those
    /// of Roboto for Latin, Greek and Cyrillic; letters of other scripts become empty boxes.
    ///
    /// # Errors
    ///
    /// [`Error::Plot`] if the picture cannot be turned into pixels.
    pub fn to_png(&self) -> Result<Vec<u8>> {
        png::encode(&self.to_svg())
            .map_err(|problem| Error::Plot { title: self.title.clone(), problem })
    }

    /// A figure of a page, in the page's colours. Wide ones can be scrolled on a narrow screen.
    pub(crate) fn to_figure(&self) -> String {
        let title = escape(&self.title);
        let svg = self.picture.to_inline_svg(&title);
        if self.picture.is_wide() {
            format!(
                "<figure class=\"wide-plot\"><figcaption>{title}</figcaption>\
                 <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">{svg}\
                 </div></figure>"
            )
        } else {
            format!("<figure><figcaption>{title}</figcaption>{svg}</figure>")
        }
    }
}
