//! Events as they happen, and a summary at the end.

use std::io::{IsTerminal, Write};

use emo_live::{Answer, Event, SpeakerSummary, Summary};
use emo_pipeline::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::source::Break;
use crate::console::{Console, plural};

/// Characters of the longest bar.
const BAR: f64 = 30.0;
/// The level where the meter begins, dB of full scale.
const LEAST_DB: f64 = -60.0;
/// Seconds from one step of the meter to the next.
const METER_STEP: f64 = 0.1;

/// Prints events on standard output at once, and the level on standard error if it is a terminal.
pub(super) struct Printer<'c> {
    json: bool,
    console: &'c Console,
    meter: ProgressBar,
    /// The largest sample since the meter was drawn, and when that was, in seconds of audio.
    peak: f32,
    drawn: f64,
    /// Seconds that are missing.
    missing: f64,
}

impl<'c> Printer<'c> {
    pub(super) fn new(json: bool, console: &'c Console) -> Self {
        let is_seen = !json && std::io::stderr().is_terminal();
        let target =
            if is_seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{msg}");
        let meter = ProgressBar::with_draw_target(None, target)
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        Self { json, console, meter, peak: 0.0, drawn: 0.0, missing: 0.0 }
    }

    /// Moves the level meter; `seconds` is where the samples end.
    pub(super) fn level(&mut self, channels: &[Vec<f32>], seconds: f64) {
        if self.meter.is_hidden() {
            return;
        }
        let samples = channels.iter().flatten();
        self.peak = samples.fold(self.peak, |peak, sample| peak.max(sample.abs()));
        if seconds - self.drawn >= METER_STEP {
            self.meter.set_message(meter(self.peak, seconds));
            (self.peak, self.drawn) = (0.0, seconds);
        }
    }

    pub(super) fn event(&self, speaker: &str, event: &Event) -> Result<()> {
        if self.json {
            return self.print(&with_speaker(event.to_json(), speaker).to_string());
        }
        text(speaker, event).map_or(Ok(()), |line| self.print(&line))
    }

    /// Reports missing audio at a sample of the input.
    pub(super) fn gap(&mut self, gap: &Break, at: u64, sample_rate: u32) -> Result<()> {
        let seconds = |samples| samples as f64 / f64::from(sample_rate);
        let (start, missing) = (seconds(at), seconds(gap.samples));
        self.missing += missing;
        if self.json {
            let end = start + missing;
            let event = json!({
                "event": "gap", "kind": gap.kind, "reason": gap.reason, "start": start, "end": end,
            });
            return self.print(&event.to_string());
        }
        let length = if gap.samples > 0 { format!(" ({missing:.2} s)") } else { String::new() };
        self.meter.suspend(|| self.console.note(format!("{start:>9.2} s  {}{length}", gap.reason)));
        Ok(())
    }

    pub(super) fn summary(&self, summary: &Summary) -> Result<()> {
        self.meter.finish_and_clear();
        if self.json {
            let mut object = summary.to_json();
            if let Value::Object(fields) = &mut object {
                fields.insert("missing".into(), json!(self.missing));
            }
            return self.print(&object.to_string());
        }
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let Summary { seconds, turns, .. } = summary;
        let (silence, overlap) = (percent(summary.silence), percent(summary.overlap));
        let missing = match self.missing {
            0.0 => String::new(),
            missing => format!(", {missing:.2} s missing"),
        };
        let shares = format!("silence {silence}, overlap {overlap}, turns {turns}");
        self.print(&format!("{seconds:.1} s, {shares}{missing}"))?;
        summary.speakers.iter().try_for_each(|speaker| self.print(&line(speaker)))
    }

    fn print(&self, line: &str) -> Result<()> {
        self.meter.suspend(|| {
            let mut out = std::io::stdout().lock();
            writeln!(out, "{line}")?;
            Ok(out.flush()?)
        })
    }
}

/// What a speaker has said.
fn line(speaker: &SpeakerSummary) -> String {
    let SpeakerSummary { name, seconds, utterances, .. } = speaker;
    let mut emotions: Vec<_> = speaker.emotions.iter().filter(|it| it.1 > 0.0).collect();
    emotions.sort_by(|a, b| b.1.total_cmp(&a.1));
    let share = |(label, share): &&(String, f64)| format!("{label} {:.1} %", share * 100.0);
    let shares: Vec<String> = emotions.iter().map(share).collect();
    format!(
        "{name}: {seconds:.1} s in {utterances} utterance{}; {}",
        plural(*utterances),
        shares.join(", ")
    )
}

fn with_speaker(mut event: Value, speaker: &str) -> Value {
    if let Value::Object(fields) = &mut event {
        fields.insert("speaker".into(), json!(speaker));
    }
    event
}

fn text(speaker: &str, event: &Event) -> Option<String> {
    let line = match event {
        Event::SpeechStart { start, sample_rate } => {
            format!("{:>9.2} s  {speaker}  speech", *start as f64 / f64::from(*sample_rate))
        }
        Event::Measurement(it) => {
            let place = format!("{:>9.2} s  {speaker}", it.span.end_s());
            format!("{place}  {}  {:>5.1} dB", bar(&it.smoothed), it.quality.level_db)
        }
        Event::UtteranceEnd(it) => {
            let (label, probability) = it.answer.top();
            let place = format!("{:>9.2} s  {speaker}", it.span.end_s());
            format!("{place}  utterance of {:.1} s: {label} {probability:.2}", it.span.seconds())
        }
        _ => return None,
    };
    Some(line)
}

fn bar(answer: &Answer) -> String {
    let (label, probability) = answer.top();
    let bar = "█".repeat((probability * BAR).round() as usize);
    format!("{label:<10} {probability:.2} {bar:<30}")
}

/// The level as a bar from -60 to 0 dB of full scale.
fn meter(peak: f32, seconds: f64) -> String {
    let level = (20.0 * f64::from(peak).log10()).max(LEAST_DB);
    let bar = "█".repeat(((1.0 - level / LEAST_DB) * BAR).round().clamp(0.0, BAR) as usize);
    format!("{seconds:>9.1} s  [{bar:<30}] {level:>5.1} dB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meter_is_full_at_full_scale_and_empty_below_sixty_decibels() {
        assert!(meter(1.0, 0.0).ends_with(&format!("[{}]   0.0 dB", "█".repeat(30))));
        assert!(meter(0.0, 0.0).ends_with(&format!("[{}] -60.0 dB", " ".repeat(30))));
    }
}
