//! Pieces of HTML.

use std::fmt::Write;

/// Text as HTML shows it, in elements and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A paragraph.
pub(super) fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", escape(text))
}

/// A table: the first column names the rows, the others hold figures.
pub(super) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut html = String::from("<div class=\"wide\"><table><thead><tr>");
    for cell in header {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escape(cell));
    }
    html.push_str("</tr></thead><tbody>");
    for row in rows {
        html.push_str("<tr>");
        for (place, cell) in row.iter().enumerate() {
            let cell = escape(cell);
            let _ = match place {
                0 => write!(html, "<th scope=\"row\">{cell}</th>"),
                _ if !is_figure(&cell) => write!(html, "<td class=\"words\">{cell}</td>"),
                _ => write!(html, "<td>{cell}</td>"),
            };
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
    html
}

/// Whether a cell holds a figure, which stands right in its column, and not words.
fn is_figure(cell: &str) -> bool {
    cell.starts_with(|letter: char| letter.is_ascii_digit() || letter == '-')
}

/// Names and what they stand for.
pub(super) fn facts(facts: &[(String, String)]) -> String {
    let mut html = String::from("<dl>");
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        let _ = write!(html, "<dt>{}</dt><dd>{}</dd>", escape(name), escape(fact));
    }
    html.push_str("</dl>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_caller_writes_is_shown_and_not_run() {
        assert_eq!(escape("<b a='1' & \"2\">"), "&lt;b a=&#39;1&#39; &amp; &quot;2&quot;&gt;");
        assert!(!table(&["<i>"], &[vec!["<i>".into(), "<i>".into()]]).contains("<i>"));
        assert!(!facts(&[("<i>".into(), "<i>".into())]).contains("<i>"));
    }

    #[test]
    fn a_fact_that_is_not_known_is_left_out() {
        assert_eq!(facts(&[("date".into(), String::new())]), "<dl></dl>");
    }
}
