//! A part of the report.

use crate::{Plot, html};

/// What is in a section.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Html(String),
    Plot(Plot),
}

/// A part of the report with a heading, and any number of paragraphs, tables and plots.
///
/// ```
/// use emo_report::{Report, Section};
///
/// let rows = vec![vec!["a.wav".into(), "2.5".into()]];
/// let section = Section::new("Longest clips")
///     .text("Durations in seconds.")
///     .table("Durations of clips", &["clip", "duration"], &rows);
/// assert!(Report::new("Clips").section(section).to_html().contains("Longest clips"));
/// ```
#[derive(Clone, Debug)]
pub struct Section {
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
    /// Whether its elements need the script of the page.
    pub(crate) is_interactive: bool,
}

impl Section {
    /// A section that has a heading only.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new(), is_interactive: false }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.html(html::paragraph(text))
    }

    /// Adds a table: the first column names the rows. `name` is read to those who do not see it.
    #[must_use]
    pub fn table(self, name: &str, header: &[&str], rows: &[Vec<String>]) -> Self {
        self.html(html::table(name, header, rows))
    }

    /// Adds a plot.
    #[must_use]
    pub fn plot(mut self, plot: Plot) -> Self {
        self.blocks.push(Block::Plot(plot));
        self
    }

    /// Adds HTML of this crate.
    pub(crate) fn html(mut self, html: String) -> Self {
        self.blocks.push(Block::Html(html));
        self
    }

    /// The plots in it.
    pub fn plots(&self) -> impl Iterator<Item = &Plot> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Plot(plot) => Some(plot),
            Block::Html(_) => None,
        })
    }
}
