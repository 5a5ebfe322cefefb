//! Writes manifests.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Map, Value};

use crate::{Error, Recording, Result, Segment, quoted};

/// A format that [`write()`] writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// A table as audformat reads it: `file`, and `start` and `end` as time spans.
    Audformat,
    /// NeMo's JSON lines.
    Nemo,
}

/// Writes recordings as a manifest that [`Manifest`](super::Manifest) reads back; paths below
/// `folder`, where the manifest will be, are written relative to it. The writer needs no buffer of
/// its own.
///
/// Columns that are empty in all rows are left out. What a format has no place for is not written:
/// NeMo's rows have no end of a part that reaches to the end of the file.
///
/// ```
/// use emo_corpus::{Clip, Recording};
/// use emo_corpus::manifest::{Format, write};
///
/// let clip = Clip::new("7").label("bored").speaker(3).with("room", "kitchen");
/// let recordings = [Recording::new("data/7.wav", clip)];
/// let mut csv = Vec::new();
/// write(&recordings, Format::Csv, "data".as_ref(), &mut csv)?;
/// assert_eq!(csv, b"path,name,label,speaker,room\n7.wav,7,bored,3,kitchen\n");
/// # Ok::<(), emo_corpus::Error>(())
/// ```
///
/// # Errors
///
/// If the writer fails, or a key of the metadata is the name of another column.
pub fn write(
    recordings: &[Recording],
    format: Format,
    folder: &Path,
    writer: impl Write,
) -> Result<()> {
    match format {
        Format::Csv => table(recordings, folder, b',', ("path", &COLUMNS), writer),
        Format::Tsv => table(recordings, folder, b'\t', ("path", &COLUMNS), writer),
        Format::Audformat => table(recordings, folder, b',', ("file", &AUDFORMAT), writer),
        Format::Nemo => nemo(recordings, folder, writer),
    }
}

/// A column's name, and its cell in a row; empty for none.
type Column = (&'static str, fn(&Recording) -> String);

const COLUMNS: [Column; 7] = [
    ("name", |it| it.clip.name.clone()),
    ("label", |it| it.clip.label.clone().unwrap_or_default()),
    ("speaker", |it| text(it.clip.speaker.as_ref())),
    ("corpus", |it| it.clip.corpus.clone().unwrap_or_default()),
    ("start", |it| text(it.segment.map(|segment| segment.start))),
    ("end", |it| text(it.segment.and_then(end))),
    ("audio_channel", |it| text(it.channel)),
];

const AUDFORMAT: [Column; 7] = [
    ("start", |it| time_span(it.segment.map(|segment| segment.start))),
    ("end", |it| time_span(it.segment.and_then(end))),
    ("name", |it| it.clip.name.clone()),
    ("emotion", |it| it.clip.label.clone().unwrap_or_default()),
    ("speaker", |it| text(it.clip.speaker.as_ref())),
    ("corpus", |it| it.clip.corpus.clone().unwrap_or_default()),
    ("audio_channel", |it| text(it.channel)),
];

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Where a part ends, unless at the end of the file.
fn end(segment: Segment) -> Option<f64> {
    Some(segment.end()).filter(|end| end.is_finite())
}

/// A time as pandas writes its time spans.
fn time_span(seconds: Option<f64>) -> String {
    let Some(seconds) = seconds else { return String::new() };
    let minutes = (seconds / 60.0).floor();
    let rest = seconds - 60.0 * minutes;
    let (hours, minutes) = ((minutes / 60.0).floor(), minutes % 60.0);
    let (days, hours) = ((hours / 24.0).floor(), hours % 24.0);
    format!("{days} days {hours:02}:{minutes:02}:{rest:012.9}")
}

fn table(
    recordings: &[Recording],
    folder: &Path,
    delimiter: u8,
    (path_column, columns): (&str, &[Column]),
    writer: impl Write,
) -> Result<()> {
    let is_used = |(_, cell): &&Column| recordings.iter().any(|it| !cell(it).is_empty());
    let used: Vec<&Column> = columns.iter().filter(is_used).collect();
    let keys = metadata_keys(recordings, columns.iter().map(|(name, _)| *name))?;
    let mut lines = csv::WriterBuilder::new().delimiter(delimiter).from_writer(writer);
    let names = used.iter().map(|(name, _)| *name).chain(keys.iter().copied());
    lines.write_record([path_column].into_iter().chain(names)).map_err(io::Error::from)?;
    for recording in recordings {
        lines.write_field(relative(recording, folder)).map_err(io::Error::from)?;
        for (_, cell) in &used {
            lines.write_field(cell(recording)).map_err(io::Error::from)?;
        }
        for key in &keys {
            let value = recording.clip.metadata.get(*key).map_or("", String::as_str);
            lines.write_field(value).map_err(io::Error::from)?;
        }
        lines.write_record(None::<&[u8]>).map_err(io::Error::from)?;
    }
    Ok(lines.flush()?)
}

/// All keys of the metadata, sorted; none may be the name of a column.
fn metadata_keys(
    recordings: &[Recording],
    columns: impl Iterator<Item = &'static str>,
) -> Result<BTreeSet<&str>> {
    let all = recordings.iter().flat_map(|it| it.clip.metadata.keys());
    let keys: BTreeSet<&str> = all.map(String::as_str).collect();
    let clash = columns.chain(["path", "file"]).find(|name| keys.contains(name));
    clash.map_or(Ok(keys), |name| {
        let expected = "a name that no column of the manifest has".into();
        Err(Error::InvalidValue { what: "metadata", expected, got: quoted(name) })
    })
}

fn nemo(recordings: &[Recording], folder: &Path, writer: impl Write) -> Result<()> {
    let mut writer = io::BufWriter::new(writer);
    let fields = ["audio_filepath", "name", "label", "corpus", "speaker", "offset", "duration"];
    metadata_keys(recordings, fields.into_iter().chain(["audio_channel"]))?;
    for recording in recordings {
        let clip = &recording.clip;
        let metadata = clip.metadata.iter();
        let mut row: Map<String, Value> =
            metadata.map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect();
        row.insert("audio_filepath".into(), relative(recording, folder).into());
        row.insert("name".into(), clip.name.as_str().into());
        let texts = [("label", clip.label.clone()), ("corpus", clip.corpus.clone())];
        let speaker = ("speaker", clip.speaker.as_ref().map(ToString::to_string));
        for (key, value) in texts.into_iter().chain([speaker]) {
            row.extend(value.map(|value| (key.to_owned(), Value::from(value))));
        }
        if let Some(segment) = recording.segment {
            row.insert("offset".into(), segment.start.into());
            row.extend(end(segment).map(|_| ("duration".to_owned(), segment.duration.into())));
        }
        row.extend(recording.channel.map(|it| ("audio_channel".to_owned(), Value::from(it))));
        serde_json::to_writer(&mut writer, &row).map_err(io::Error::from)?;
        writer.write_all(b"\n")?;
    }
    Ok(writer.flush()?)
}

/// The path, relative to the manifest's folder if it is below it.
pub(super) fn relative(recording: &Recording, folder: &Path) -> String {
    let path = recording.path.strip_prefix(folder).unwrap_or(&recording.path);
    path.to_string_lossy().into_owned()
}
