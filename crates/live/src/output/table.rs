//! Columns for people.

use std::io::{Result, Write};

use super::{clock, one_line};
use crate::timeline::{SpeakerSummary, Timeline};

pub(super) fn write(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    let names = timeline.speakers.iter().map(|it| it.name.chars().count());
    let who = names.max().unwrap_or(0).max("speaker".len());
    let labels = timeline.labels.iter().map(|it| it.chars().count());
    let what = labels.max().unwrap_or(0).max("emotion".len());
    let (start, end) = ("start", "end");
    writeln!(
        out,
        "{start:<12}  {end:<12}  {:<who$}  {:<what$}  {:>4}  {:>5}",
        "speaker", "emotion", "p", "level"
    )?;
    for (speaker, segment) in timeline.segments() {
        let (start, end) = (segment.span.start_s(), segment.span.end_s());
        let (name, label) = (one_line(&speaker.name), one_line(&segment.label));
        let (p, level) = (segment.probability, segment.level_db);
        let times = format!("{}  {}", clock(start, '.'), clock(end, '.'));
        writeln!(out, "{times}  {name:<who$}  {label:<what$}  {p:>4.2}  {level:>5.1}")?;
    }
    write_summary(timeline, out)
}

fn write_summary(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    let summary = timeline.summary();
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let (silence, overlap) = (percent(summary.silence), percent(summary.overlap));
    let (length, turns) = (clock(summary.seconds, '.'), summary.turns);
    writeln!(out, "\n{length}, silence {silence}, overlap {overlap}, turns {turns}")?;
    for speaker in &summary.speakers {
        let SpeakerSummary { name, seconds, utterances, .. } = speaker;
        let mut emotions: Vec<_> = speaker.emotions.iter().filter(|it| it.1 > 0.0).collect();
        emotions.sort_by(|a, b| b.1.total_cmp(&a.1));
        let shares: Vec<_> =
            emotions.iter().map(|it| format!("{} {}", one_line(&it.0), percent(it.1))).collect();
        let name = one_line(name);
        let shares = shares.join(", ");
        let plural = if *utterances == 1 { "" } else { "s" };
        writeln!(out, "{name}: {seconds:.1} s in {utterances} utterance{plural}; {shares}")?;
    }
    Ok(())
}
