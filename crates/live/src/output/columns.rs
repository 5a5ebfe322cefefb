//! All numbers as typed columns, of one recording or of many.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use emo_arrow::{probability_maps, to_parquet_bytes};

use crate::event::Span;
use crate::model::Answer;
use crate::quality::Quality;
use crate::timeline::Timeline;
use crate::{Error, Result};

/// Timelines of many recordings as one table: the Parquet of `emo timeline --manifest`.
///
/// | column | type | content |
/// | --- | --- | --- |
/// | `recording` | text | the name of the recording |
/// | `speaker` | text | the name of the speaker or channel |
/// | `kind` | text | `measurement`, `utterance`; `no-speech` for a recording without speech, and null for one that could not be read, which have one row each |
/// | `start`, `end` | `f64` | seconds from the start of what was read |
/// | `label`, `probabilities` | text, map from text to `f64` | the most probable label; the probability of each |
/// | `level_db`, `peak_db`, `clipped`, `snr_db` | `f64` | the fields of [`Quality`] |
/// | `error` | text | why the recording has no timeline |
///
/// ```
/// use emo_live::{Timeline, TimelineTable};
///
/// let mut table = TimelineTable::new(["calm".to_owned(), "sad".to_owned()]);
/// table.add("silence.wav", &Timeline::new(16_000, 16_000, table.labels().clone(), vec![]));
/// table.add_error("lost.wav", "no such file");
/// let batch = table.to_batch()?;
/// assert_eq!((table.len(), batch.num_rows(), batch.num_columns()), (2, 2, 12));
/// # Ok::<(), emo_live::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TimelineTable {
    labels: Arc<[String]>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug, Default)]
struct Row {
    recording: String,
    speaker: Option<String>,
    kind: Option<&'static str>,
    span: Option<(f64, f64)>,
    answer: Option<Answer>,
    quality: Option<Quality>,
    error: Option<String>,
}

impl TimelineTable {
    /// Without rows, for timelines of a model with these labels.
    pub fn new(labels: impl Into<Arc<[String]>>) -> Self {
        Self { labels: labels.into(), rows: Vec::new() }
    }

    /// The labels of the model.
    pub fn labels(&self) -> &Arc<[String]> {
        &self.labels
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds the measurements of each utterance, and then the utterance.
    pub fn add(&mut self, recording: &str, timeline: &Timeline) {
        let utterances = timeline.utterances();
        if utterances.is_empty() {
            self.rows.push(Row {
                recording: recording.into(),
                kind: Some("no-speech"),
                span: Some((0.0, timeline.seconds())),
                ..Row::default()
            });
        }
        for (speaker, utterance) in utterances {
            let row = |kind, span: &Span, answer: &Answer, quality: &Quality| Row {
                recording: recording.into(),
                speaker: Some(speaker.name.clone()),
                kind: Some(kind),
                span: Some((span.start_s(), span.end_s())),
                answer: Some(answer.clone()),
                quality: Some(*quality),
                error: None,
            };
            let measurements = utterance.measurements.iter();
            self.rows.extend(
                measurements.map(|it| row("measurement", &it.span, &it.smoothed, &it.quality)),
            );
            let (span, answer, quality) = (&utterance.span, &utterance.answer, &utterance.quality);
            self.rows.push(row("utterance", span, answer, quality));
        }
    }

    /// Adds a recording that has no timeline, and the reason.
    pub fn add_error(&mut self, recording: &str, error: impl Into<String>) {
        let (recording, error) = (recording.into(), Some(error.into()));
        self.rows.push(Row { recording, error, ..Row::default() });
    }

    /// The rows as a record batch. Its columns do not depend on the rows.
    ///
    /// # Errors
    ///
    /// None that are known.
    pub fn to_batch(&self) -> Result<RecordBatch> {
        self.batch().map_err(|error| Error::Write(std::io::Error::other(error)))
    }

    fn batch(&self) -> Result<RecordBatch, emo_arrow::Error> {
        let rows = self.rows.iter();
        let shares = rows.clone().map(|row| Some(row.answer.as_ref()?.probabilities()));
        Ok(RecordBatch::try_from_iter_with_nullable([
            ("recording", self.texts(|row| Some(&row.recording)), true),
            ("speaker", self.texts(|row| row.speaker.as_deref()), true),
            ("kind", self.texts(|row| row.kind), true),
            ("start", self.numbers(|row| Some(row.span?.0)), true),
            ("end", self.numbers(|row| Some(row.span?.1)), true),
            ("label", self.texts(|row| Some(row.answer.as_ref()?.label())), true),
            ("probabilities", probability_maps(&self.labels, shares)?, true),
            ("level_db", self.numbers(|row| Some(row.quality?.level_db)), true),
            ("peak_db", self.numbers(|row| Some(row.quality?.peak_db)), true),
            ("clipped", self.numbers(|row| Some(row.quality?.clipped)), true),
            ("snr_db", self.numbers(|row| row.quality?.snr_db), true),
            ("error", self.texts(|row| row.error.as_deref()), true),
        ])?)
    }

    fn texts(&self, of: fn(&Row) -> Option<&str>) -> ArrayRef {
        Arc::new(self.rows.iter().map(of).collect::<StringArray>())
    }

    fn numbers(&self, of: fn(&Row) -> Option<f64>) -> ArrayRef {
        Arc::new(self.rows.iter().map(of).collect::<Float64Array>())
    }
}

/// Writes the table of one timeline.
pub(super) fn write(timeline: &Timeline, name: &str, out: &mut dyn Write) -> Result<()> {
    let mut table = TimelineTable::new(timeline.labels.clone());
    table.add(name, timeline);
    let bytes = to_parquet_bytes(&[table.to_batch()?]);
    let bytes = bytes.map_err(|error| Error::Write(std::io::Error::other(error)))?;
    Ok(out.write_all(&bytes)?)
}
