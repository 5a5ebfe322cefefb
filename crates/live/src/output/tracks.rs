//! Lines with a start and an end: Audacity, RTTM and ELAN.

use std::io::{Result, Write};

use super::{clock, csv_field, one_line};
use crate::timeline::Timeline;

/// Start, end and text with tabs between them
/// (<https://manual.audacityteam.org/man/importing_and_exporting_labels.html>).
pub(super) fn write_audacity(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    let several = timeline.speakers.len() > 1;
    for (speaker, segment) in timeline.segments() {
        let (start, end) = (segment.span.start_s(), segment.span.end_s());
        let label = one_line(&segment.label);
        let who = if several { format!("{}: ", one_line(&speaker.name)) } else { String::new() };
        writeln!(out, "{start:.6}\t{end:.6}\t{who}{label} {:.2}", segment.probability)?;
    }
    Ok(())
}

/// NIST RT-09 evaluation plan, appendix A: type, file, channel, start, duration, ortho, stype,
/// name, conf and slat, with spaces between them.
pub(super) fn write_rttm(timeline: &Timeline, name: &str, out: &mut dyn Write) -> Result<()> {
    let file = word(name);
    for (speaker, segment) in timeline.segments() {
        let (start, duration) = (segment.span.start_s(), segment.span.seconds());
        let (who, label) = (word(&speaker.name), word(&segment.label));
        let conf = segment.probability;
        let ends = format!("{label} <NA> {who} {conf:.4} <NA>");
        writeln!(out, "SPEAKER {file} 1 {start:.3} {duration:.3} {ends}")?;
    }
    Ok(())
}

/// Columns for ELAN's import of CSV.
pub(super) fn write_elan(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "Tier,Begin Time,End Time,Duration,Annotation")?;
    for (speaker, segment) in timeline.segments() {
        let span = segment.span;
        let times = [span.start_s(), span.end_s(), span.seconds()].map(|it| clock(it, '.'));
        let annotation = csv_field(&format!("{} {:.2}", segment.label, segment.probability));
        writeln!(out, "{},{},{annotation}", csv_field(&speaker.name), times.join(","))?;
    }
    Ok(())
}

/// The text as one word.
fn word(text: &str) -> String {
    let word: Vec<_> = text.split_whitespace().collect();
    if word.is_empty() { "<NA>".to_owned() } else { word.join("_") }
}
