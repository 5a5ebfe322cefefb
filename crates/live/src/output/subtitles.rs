//! WebVTT and SubRip.

use std::io::{Result, Write};

use super::{clock, one_line};
use crate::timeline::Timeline;

/// <https://www.w3.org/TR/webvtt1/>: the speaker is a voice span.
pub(super) fn write_webvtt(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "WEBVTT")?;
    for (at, (speaker, segment)) in timeline.segments().iter().enumerate() {
        let (start, end) = (segment.span.start_s(), segment.span.end_s());
        writeln!(out, "\n{}\n{} --> {}", at + 1, clock(start, '.'), clock(end, '.'))?;
        let (name, label) = (escaped(&speaker.name), escaped(&segment.label));
        writeln!(out, "<v {name}>{label} {:.2}</v>", segment.probability)?;
    }
    Ok(())
}

pub(super) fn write_srt(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    for (at, (speaker, segment)) in timeline.segments().iter().enumerate() {
        let (start, end) = (segment.span.start_s(), segment.span.end_s());
        writeln!(out, "{}\n{} --> {}", at + 1, clock(start, ','), clock(end, ','))?;
        let (name, label) = (one_line(&speaker.name), one_line(&segment.label));
        writeln!(out, "{name}: {label} {:.2}\n", segment.probability)?;
    }
    Ok(())
}

fn escaped(text: &str) -> String {
    one_line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
