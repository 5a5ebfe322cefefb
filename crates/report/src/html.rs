//! Pieces of HTML.

use std::fmt::Write;

/// Text as HTML shows it, in elements and in attributes.
pub(crate) fn escape(text: &str) -> String {
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
pub(crate) fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", escape(text))
}

/// A table: the first column names the rows, the others hold figures or words. It can be scrolled
/// where the screen is narrow, also with the keyboard. Writing to a string cannot fail.
pub(crate) fn table(name: &str, header: &[&str], rows: &[Vec<String>]) -> String {
    let mut html = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table aria-label=\"{0}\">\
         <thead><tr>",
        escape(name)
    );
    for cell in header {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escape(cell));
    }
    html.push_str("</tr></thead><tbody>");
    for row in rows {
        html.push_str("<tr>");
        for (place, cell) in row.iter().enumerate() {
            let _ = match place {
                0 => write!(html, "<th scope=\"row\">{}</th>", escape(cell)),
                _ if is_figure(cell) => write!(html, "<td>{}</td>", escape(cell)),
                _ => write!(html, "<td class=\"words\">{}</td>", escape(cell)),
            };
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
    html
}

/// Whether a cell holds a figure, which is aligned to the right, and not words.
fn is_figure(cell: &str) -> bool {
    cell.starts_with(|letter: char| letter.is_ascii_digit() || "-–".contains(letter))
}

/// Names and what they stand for.
pub(crate) fn facts(facts: &[(String, String)]) -> String {
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
    fn markup_in_texts_is_shown_as_text() {
        assert_eq!(escape("<b a='1' & \"2\">"), "&lt;b a=&#39;1&#39; &amp; &quot;2&quot;&gt;");
        assert!(!table("<i>", &["<i>"], &[vec!["<i>".into(), "<i>".into()]]).contains("<i>"));
        assert!(!facts(&[("<i>".into(), "<i>".into())]).contains("<i>"));
    }

    #[test]
    fn a_fact_without_a_value_is_left_out() {
        assert_eq!(facts(&[("date".into(), String::new())]), "<dl></dl>");
    }
}
