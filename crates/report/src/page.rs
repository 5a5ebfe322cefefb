//! The report: the page around the sections.

use std::fmt::Write;

use crate::draw::palette;
use crate::html::escape;
use crate::section::Block;
use crate::{Plot, Section, timeline};

const STYLE: &str = include_str!("page.css");

/// A report: sections, one after the other, as one HTML page.
#[derive(Clone, Debug)]
pub struct Report {
    title: String,
    sections: Vec<Section>,
}

impl Report {
    /// A report without sections.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), sections: Vec::new() }
    }

    /// Adds a section.
    #[must_use]
    pub fn section(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// The plots of all sections, in their order.
    pub fn plots(&self) -> impl Iterator<Item = &Plot> {
        self.sections.iter().flat_map(Section::plots)
    }

    /// The page, complete in itself: its policy forbids everything from elsewhere, and scripts.
    /// Only a page with a timeline runs one script, by its checksum, and plays audio files beside
    /// the page.
    pub fn to_html(&self) -> String {
        let title = escape(&self.title);
        let is_interactive = self.sections.iter().any(|section| section.is_interactive);
        let policy = if is_interactive { timeline::POLICY } else { "" };
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; style-src 'unsafe-inline'{policy}\">\n\
             <title>{title}</title>\n<style>\n{STYLE}\
             @media screen and (prefers-color-scheme: dark) {{\n{}}}\n</style></head>\n\
             <body>\n<h1>{title}</h1>\n<main>\n",
            palette::dark_rules()
        );
        for section in &self.sections {
            push_section(&mut html, section);
        }
        html.push_str("</main>\n");
        if is_interactive {
            // Writing to a string cannot fail.
            let _ = writeln!(html, "<script>{}</script>", timeline::SCRIPT);
        }
        html.push_str("</body></html>\n");
        html
    }
}

fn push_section(html: &mut String, section: &Section) {
    let _ = writeln!(html, "<section><h2>{}</h2>", escape(&section.title));
    for block in &section.blocks {
        match block {
            Block::Html(block) => html.push_str(block),
            Block::Plot(plot) => html.push_str(&plot.to_figure()),
        }
        html.push('\n');
    }
    html.push_str("</section>\n");
}
