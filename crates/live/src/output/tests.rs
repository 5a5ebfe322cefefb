//! A made timeline in every format, beside what other programs' parsers read from it.

use std::path::PathBuf;

use serde_json::Value;

use super::Format;
use crate::event::{Measurement, Span};
use crate::model::Answer;
use crate::quality::Quality;
use crate::timeline::{Speaker, Timeline, Utterance};

const RATE: u32 = 8000;

fn span(start: f64, end: f64) -> Span {
    let place = |seconds: f64| (seconds * f64::from(RATE)) as u64;
    Span { start: place(start), end: place(end), sample_rate: RATE }
}

fn answer(probabilities: [f64; 3]) -> Answer {
    let labels = ["angry", "calm", "so, \"so\" & <sad>"];
    Answer::new(labels.map(String::from).to_vec().into(), probabilities.to_vec())
}

fn utterance(start: f64, end: f64, windows: &[(f64, f64, [f64; 3])]) -> Utterance {
    let quality = Quality { level_db: -20.5, peak_db: -3.0, clipped: 0.0, snr_db: Some(31.25) };
    let measurement = |&(start, end, shares): &(f64, f64, [f64; 3])| {
        let (answer, smoothed) = (answer([0.2, 0.3, 0.5]), answer(shares));
        Measurement { span: span(start, end), answer, smoothed, quality }
    };
    let measurements = windows.iter().map(measurement).collect();
    Utterance { span: span(start, end), answer: answer([0.5, 0.25, 0.25]), quality, measurements }
}

fn timeline() -> Timeline {
    let left = vec![
        utterance(
            0.5,
            6.5,
            &[
                (0.5, 3.5, [0.75, 0.125, 0.125]),
                (1.5, 4.5, [0.5, 0.375, 0.125]),
                (2.5, 5.5, [0.25, 0.625, 0.125]),
                (3.5, 6.5, [0.125, 0.125, 0.75]),
            ],
        ),
        utterance(3700.25, 3702.0, &[(3700.25, 3702.0, [0.25, 0.5, 0.25])]),
    ];
    let right = vec![utterance(6.0, 8.125, &[(6.0, 8.125, [0.125, 0.75, 0.125])])];
    let speaker = |name: &str, utterances| Speaker { name: name.into(), utterances };
    Timeline {
        samples: 3702 * u64::from(RATE),
        sample_rate: RATE,
        labels: answer([0.0; 3]).labels().to_vec().into(),
        speakers: vec![speaker("left", left), speaker("right, \"R\" & co", right)],
    }
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/goldens/live"))
}

fn file_name(format: Format) -> &'static str {
    match format {
        Format::Table => "timeline.table.txt",
        Format::Csv => "timeline.csv",
        Format::JsonLines => "timeline.jsonl",
        Format::WebVtt => "timeline.vtt",
        Format::Srt => "timeline.srt",
        Format::Audacity => "timeline.txt",
        Format::TextGrid => "timeline.TextGrid",
        Format::Rttm => "timeline.rttm",
        Format::Elan => "timeline.eaf.csv",
        #[cfg(feature = "parquet")]
        Format::Parquet => "timeline.parquet",
    }
}

/// The formats that are text.
fn texts() -> impl Iterator<Item = Format> {
    Format::ALL.iter().copied().filter(|format| format.name() != "parquet")
}

fn written(format: Format) -> String {
    let mut text = Vec::new();
    timeline().write(format, "the call.wav", &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// With `EMO_UPDATE=1` the files are written, and `golden_live.py` then reads them.
#[test]
fn the_files_are_those_that_the_parsers_read() {
    for format in texts() {
        let path = folder().join(file_name(format));
        if std::env::var_os("EMO_UPDATE").is_some() {
            std::fs::write(&path, written(format)).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap();
        assert_eq!(written(format), expected, "{}", path.display());
    }
}

#[test]
fn other_programs_read_what_was_written() {
    let text = std::fs::read_to_string(folder().join("parsed.json")).unwrap();
    let parsed: Value = serde_json::from_str(&text).unwrap();
    let timeline = timeline();
    let segments = timeline.segments();
    for format in ["webvtt", "srt", "audacity", "textgrid", "rttm", "elan"] {
        let read = parsed[format].as_array().unwrap();
        assert_eq!(read.len(), segments.len(), "{format}");
        for (read, (speaker, segment)) in read.iter().zip(&segments) {
            let number = |at: usize| read[at].as_f64().unwrap();
            // Times are written with three digits at least.
            assert!((number(0) - segment.span.start_s()).abs() < 6e-4, "{format}: {read}");
            assert!((number(1) - segment.span.end_s()).abs() < 6e-4, "{format}: {read}");
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("_");
            let same = |got: &Value, expected: &str| {
                let got = got.as_str().unwrap();
                // RTTM has words only.
                got == expected || (format == "rttm" && got == words(expected))
            };
            assert!(same(&read[2], &speaker.name), "{format}: {read}");
            assert!(same(&read[3], &segment.label), "{format}: {read}");
        }
    }
}

#[test]
fn endings_name_formats() {
    for &format in Format::ALL {
        let found = Format::of_path(file_name(format));
        let expected = if format == Format::Table { Format::Audacity } else { format };
        assert_eq!(found, Some(expected));
        assert_eq!(format.name().parse::<Format>().unwrap(), format);
    }
    assert_eq!(Format::of_path("call.WAV"), None);
    assert!("wav".parse::<Format>().is_err());
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_has_the_rows_of_the_csv() {
    let mut bytes = Vec::new();
    timeline().write(Format::Parquet, "the call.wav", &mut bytes).unwrap();
    let path = std::env::temp_dir().join(format!("emo-timeline-{}.parquet", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let mut rows = Vec::new();
    let read = emo_arrow::read_batches(&path, |batch| {
        for row in 0..batch.num_rows() {
            let text = |name: &str| emo_arrow::text_at(&batch[name], row).unwrap().into_owned();
            rows.push(["speaker", "kind", "start", "end"].map(text));
            assert_eq!(text("recording"), "the call.wav");
            assert!(arrow_array::Array::is_valid(&batch["probabilities"], row));
        }
        Ok(())
    });
    std::fs::remove_file(path).unwrap();
    read.unwrap();
    let csv = written(Format::Csv);
    let mut reader = csv.lines().skip(1);
    for row in &rows {
        let line = reader.next().unwrap();
        let end = format!("{},{},{},", row[1], row[2], row[3]);
        assert!(line.contains(&end), "{line}: {row:?}");
    }
    assert_eq!((rows.len(), reader.next()), (9, None));
}
