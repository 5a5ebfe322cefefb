//! All numbers: CSV and JSON lines.

use std::io::{Result, Write};

use serde_json::{Value, json};

use super::csv_field;
use crate::event::{Event, Span, UtteranceEnd};
use crate::model::Answer;
use crate::quality::Quality;
use crate::timeline::{Timeline, Utterance};

pub(super) fn write_csv(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    let labels: Vec<_> = timeline.labels.iter().map(|label| csv_field(label)).collect();
    let columns = "speaker,kind,start,end,label,level_db,peak_db,clipped,snr_db";
    writeln!(out, "{columns},{}", labels.join(","))?;
    for (speaker, utterance) in timeline.utterances() {
        let speaker = csv_field(&speaker.name);
        let mut row = |kind, span: &Span, answer: &Answer, quality: &Quality| {
            writeln!(out, "{speaker},{kind},{}", csv_row(span, answer, quality))
        };
        for it in &utterance.measurements {
            row("measurement", &it.span, &it.smoothed, &it.quality)?;
        }
        row("utterance", &utterance.span, &utterance.answer, &utterance.quality)?;
    }
    Ok(())
}

fn csv_row(span: &Span, answer: &Answer, quality: &Quality) -> String {
    let (start, end, label) = (span.start_s(), span.end_s(), csv_field(answer.label()));
    let Quality { level_db, peak_db, clipped, .. } = quality;
    let snr_db = quality.snr_db.map_or(String::new(), |it| format!("{it:.2}"));
    let quality = format!("{level_db:.2},{peak_db:.2},{clipped:.6},{snr_db}");
    let shares: Vec<_> = answer.probabilities().iter().map(f64::to_string).collect();
    format!("{start},{end},{label},{quality},{}", shares.join(","))
}

/// The events as a stream gives them, each with its speaker, utterance after utterance.
pub(super) fn write_json_lines(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    for (speaker, utterance) in timeline.utterances() {
        for event in events(utterance) {
            writeln!(out, "{}", with_speaker(event.to_json(), &speaker.name))?;
        }
    }
    writeln!(out, "{}", timeline.summary().to_json())
}

fn events(utterance: &Utterance) -> Vec<Event> {
    let Utterance { span, answer, quality, measurements } = utterance.clone();
    let start = Event::SpeechStart { start: span.start, sample_rate: span.sample_rate };
    let middle = measurements.into_iter().map(Event::Measurement);
    let end = Event::UtteranceEnd(UtteranceEnd { span, answer, quality });
    std::iter::once(start).chain(middle).chain([end]).collect()
}

fn with_speaker(mut event: Value, speaker: &str) -> Value {
    if let Value::Object(fields) = &mut event {
        fields.insert("speaker".into(), json!(speaker));
    }
    event
}
