//! What a report is made of.

use super::html;
use super::picture::Picture;

/// A plot with its file's name and what it shows.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    pub(super) name: &'static str,
    pub(super) title: String,
    pub(super) picture: Picture,
}

/// What stands in a section.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Html(String),
    Plot(Plot),
}

/// A part of the report with a heading.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) blocks: Vec<Block>,
}

impl Section {
    /// A section without anything in it.
    pub(super) fn new(title: &'static str) -> Self {
        Self { title, blocks: Vec::new() }
    }

    /// Adds a paragraph.
    pub(super) fn text(mut self, text: &str) -> Self {
        self.blocks.push(Block::Html(html::paragraph(text)));
        self
    }

    /// Adds HTML.
    pub(super) fn html(mut self, html: String) -> Self {
        self.blocks.push(Block::Html(html));
        self
    }

    /// Adds a plot, `name` being that of its files.
    pub(super) fn plot(
        mut self,
        name: &'static str,
        title: impl Into<String>,
        picture: Picture,
    ) -> Self {
        self.blocks.push(Block::Plot(Plot { name, title: title.into(), picture }));
        self
    }

    /// The plots in it.
    pub(super) fn plots(&self) -> impl Iterator<Item = &Plot> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Plot(plot) => Some(plot),
            Block::Html(_) => None,
        })
    }
}
