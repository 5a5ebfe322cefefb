//! Events as they happen, and a summary at the end.

use std::collections::BTreeMap;
use std::io::Write;

use emo_live::{Answer, Event, Utterance};
use emo_pipeline::Result;
use serde_json::{Map, Value, json};

/// Characters of the longest bar.
const BAR: f64 = 30.0;

/// What a speaker has said.
#[derive(Default)]
struct Spoken {
    utterances: usize,
    /// s.
    seconds: f64,
    /// s of each emotion.
    emotions: BTreeMap<String, f64>,
}

/// Prints events on standard output at once.
pub(super) struct Printer {
    json: bool,
    spoken: BTreeMap<String, Spoken>,
}

impl Printer {
    pub(super) fn new(json: bool) -> Self {
        Self { json, spoken: BTreeMap::new() }
    }

    pub(super) fn event(&self, speaker: &str, event: &Event) -> Result<()> {
        let line = if self.json {
            let mut object = event.to_json();
            if let Value::Object(fields) = &mut object {
                fields.insert("speaker".into(), json!(speaker));
            }
            object.to_string()
        } else {
            text(speaker, event)
        };
        print(&line)
    }

    pub(super) fn count(&mut self, speaker: &str, utterance: &Utterance) {
        let spoken = self.spoken.entry(speaker.to_owned()).or_default();
        spoken.utterances += 1;
        spoken.seconds += utterance.span.seconds();
        for segment in utterance.segments() {
            *spoken.emotions.entry(segment.label).or_default() += segment.span.seconds();
        }
    }

    pub(super) fn summary(&self) -> Result<()> {
        for (speaker, spoken) in &self.spoken {
            let line = if self.json { spoken.to_json(speaker) } else { spoken.to_text(speaker) };
            print(&line)?;
        }
        Ok(())
    }
}

impl Spoken {
    /// Each emotion with its share of the time.
    fn shares(&self) -> impl Iterator<Item = (&str, f64)> {
        let all = self.seconds.max(f64::MIN_POSITIVE);
        self.emotions.iter().map(move |(label, seconds)| (label.as_str(), seconds / all))
    }

    fn to_json(&self, speaker: &str) -> String {
        let shares = self.shares().map(|(label, share)| (label.to_owned(), json!(share)));
        let summary = json!({
            "event": "summary",
            "speaker": speaker,
            "seconds": self.seconds,
            "utterances": self.utterances,
            "emotions": shares.collect::<Map<_, _>>(),
        });
        summary.to_string()
    }

    fn to_text(&self, speaker: &str) -> String {
        let Self { utterances, seconds, .. } = self;
        let shares = self.shares().map(|(label, share)| format!("{label} {:.1} %", share * 100.0));
        let shares = shares.collect::<Vec<_>>().join(", ");
        format!("{speaker}: {seconds:.1} s in {utterances} utterances; {shares}")
    }
}

fn print(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

fn text(speaker: &str, event: &Event) -> String {
    match event {
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
        _ => String::new(),
    }
}

fn bar(answer: &Answer) -> String {
    let (label, probability) = answer.top();
    let bar = "█".repeat((probability * BAR).round() as usize);
    format!("{label:<10} {probability:.2} {bar:<30}")
}
