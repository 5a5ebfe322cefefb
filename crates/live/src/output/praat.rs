//! Praat's TextGrid.

use std::io::{Result, Write};

use crate::timeline::{Segment, Speaker, Timeline};

/// Praat's manual, "TextGrid file formats": the long format, one interval tier for each speaker,
/// whose intervals fill the recording; those without speech have no text.
pub(super) fn write(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    let end = timeline.seconds();
    writeln!(out, "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n")?;
    writeln!(out, "xmin = 0\nxmax = {end:?}\ntiers? <exists>\nsize = {}", timeline.speakers.len())?;
    writeln!(out, "item []:")?;
    for (at, speaker) in timeline.speakers.iter().enumerate() {
        let intervals = intervals(speaker, end);
        writeln!(out, "    item [{}]:\n        class = \"IntervalTier\"", at + 1)?;
        writeln!(out, "        name = \"{}\"", quoted(&speaker.name))?;
        writeln!(out, "        xmin = 0\n        xmax = {end:?}")?;
        writeln!(out, "        intervals: size = {}", intervals.len())?;
        for (at, (start, end, text)) in intervals.iter().enumerate() {
            writeln!(out, "        intervals [{}]:", at + 1)?;
            writeln!(out, "            xmin = {start:?}\n            xmax = {end:?}")?;
            writeln!(out, "            text = \"{}\"", quoted(text))?;
        }
    }
    Ok(())
}

/// The parts of a speaker and the pauses between them.
fn intervals(speaker: &Speaker, end: f64) -> Vec<(f64, f64, String)> {
    let mut all = Vec::new();
    let mut place = 0.0;
    for Segment { span, label, .. } in speaker.utterances.iter().flat_map(|it| it.segments()) {
        if span.start_s() > place {
            all.push((place, span.start_s(), String::new()));
        }
        place = span.end_s();
        all.push((span.start_s(), place, label));
    }
    if place < end || all.is_empty() {
        all.push((place, end, String::new()));
    }
    all
}

/// A quote inside of a text is written twice.
fn quoted(text: &str) -> String {
    super::one_line(text).replace('"', "\"\"")
}
