//! The page around the sections.

use std::fmt::Write;

use super::html::escape;
use super::section::{Block, Plot, Section};

const STYLE: &str = include_str!("page.css");

/// The whole document. The policy in its head forbids scripts and anything from elsewhere.
pub(super) fn html(title: &str, sections: &[Section]) -> String {
    let title = escape(title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n<main>\n"
    );
    for section in sections {
        let _ = writeln!(html, "<section><h2>{}</h2>", escape(section.title));
        for block in &section.blocks {
            match block {
                Block::Html(block) => html.push_str(block),
                Block::Plot(plot) => push_figure(&mut html, plot),
            }
            html.push('\n');
        }
        html.push_str("</section>\n");
    }
    html.push_str("</main>\n</body></html>\n");
    html
}

fn push_figure(html: &mut String, plot: &Plot) {
    let (title, picture) = (&plot.title, plot.picture.to_inline_svg(&plot.title));
    let _ = write!(html, "<figure><figcaption>{}</figcaption>{picture}</figure>", escape(title));
}
