//! All numbers as typed columns: Parquet.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use emo_arrow::{probability_maps, to_parquet_bytes};

use crate::event::Span;
use crate::model::Answer;
use crate::quality::Quality;
use crate::timeline::Timeline;
use crate::{Error, Result};

/// A row of the file.
struct Row<'a> {
    speaker: &'a str,
    kind: &'static str,
    span: &'a Span,
    answer: &'a Answer,
    quality: &'a Quality,
}

pub(super) fn write(timeline: &Timeline, name: &str, out: &mut dyn Write) -> Result<()> {
    let bytes = batch(timeline, name).and_then(|batch| to_parquet_bytes(&[batch]));
    let bytes = bytes.map_err(|error| Error::Write(std::io::Error::other(error)))?;
    Ok(out.write_all(&bytes)?)
}

fn batch(timeline: &Timeline, name: &str) -> Result<RecordBatch, emo_arrow::Error> {
    let rows = rows(timeline);
    let text = |of: fn(&Row<'_>) -> String| -> ArrayRef {
        Arc::new(rows.iter().map(|row| Some(of(row))).collect::<StringArray>())
    };
    let number = |of: fn(&Row<'_>) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<Float64Array>())
    };
    let names: ArrayRef = Arc::new(rows.iter().map(|_| Some(name)).collect::<StringArray>());
    let shares = rows.iter().map(|row| Some(row.answer.probabilities()));
    Ok(RecordBatch::try_from_iter_with_nullable([
        ("recording", names, true),
        ("speaker", text(|row| row.speaker.to_owned()), true),
        ("kind", text(|row| row.kind.to_owned()), true),
        ("start", number(|row| Some(row.span.start_s())), true),
        ("end", number(|row| Some(row.span.end_s())), true),
        ("label", text(|row| row.answer.label().to_owned()), true),
        ("probabilities", probability_maps(&timeline.labels, shares)?, true),
        ("level_db", number(|row| Some(row.quality.level_db)), true),
        ("peak_db", number(|row| Some(row.quality.peak_db)), true),
        ("clipped", number(|row| Some(row.quality.clipped)), true),
        ("snr_db", number(|row| row.quality.snr_db), true),
    ])?)
}

/// The measurements of each utterance, and then the utterance, as in CSV.
fn rows(timeline: &Timeline) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (speaker, utterance) in timeline.utterances() {
        let speaker = speaker.name.as_str();
        let measurements = utterance.measurements.iter().map(|it| Row {
            speaker,
            kind: "measurement",
            span: &it.span,
            answer: &it.smoothed,
            quality: &it.quality,
        });
        rows.extend(measurements);
        let (span, answer, quality) = (&utterance.span, &utterance.answer, &utterance.quality);
        rows.push(Row { speaker, kind: "utterance", span, answer, quality });
    }
    rows
}
