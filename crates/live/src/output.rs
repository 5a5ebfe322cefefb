//! A timeline for other programs.

#[cfg(feature = "parquet")]
mod columns;
mod praat;
mod records;
mod subtitles;
mod table;
mod tracks;

#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::Path;
use std::str::FromStr;

#[cfg(feature = "parquet")]
pub use self::columns::TimelineTable;
use crate::timeline::Timeline;
use crate::{Error, Result};

/// How a timeline is written.
///
/// ```
/// use emo_live::Format;
///
/// assert_eq!("webvtt".parse::<Format>()?, Format::WebVtt);
/// assert_eq!(Format::of_path("call.TextGrid"), Some(Format::TextGrid));
/// # Ok::<(), emo_live::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// `table`: columns for people, with the summary below.
    Table,
    /// `csv`: one row for each utterance and each measurement, with all probabilities.
    Csv,
    /// `jsonl`: the events as lines of JSON, and the summary in the last line.
    JsonLines,
    /// `webvtt`: subtitles for browsers; the speaker is the voice.
    WebVtt,
    /// `srt`: subtitles for players.
    Srt,
    /// `audacity`: labels for Audacity's label track.
    Audacity,
    /// `textgrid`: Praat's TextGrid, one tier for each speaker.
    TextGrid,
    /// `rttm`: NIST's Rich Transcription Time Marked, one line for each part; the label is in the
    /// field `ortho`, its probability in `conf`.
    Rttm,
    /// `elan`: CSV that ELAN imports: tier, begin, end, duration and annotation.
    Elan,
    /// `parquet`: the rows of `csv` with typed columns, and the probabilities as a map.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// All formats.
    pub const ALL: &[Self] = &[
        Self::Table,
        Self::Csv,
        Self::JsonLines,
        Self::WebVtt,
        Self::Srt,
        Self::Audacity,
        Self::TextGrid,
        Self::Rttm,
        Self::Elan,
        #[cfg(feature = "parquet")]
        Self::Parquet,
    ];

    /// The name, as it is parsed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::WebVtt => "webvtt",
            Self::Srt => "srt",
            Self::Audacity => "audacity",
            Self::TextGrid => "textgrid",
            Self::Rttm => "rttm",
            Self::Elan => "elan",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }

    /// The format that the ending of a file's name stands for: `.csv`, `.jsonl`, `.vtt`, `.srt`,
    /// `.txt` (Audacity), `.TextGrid`, `.rttm`, `.eaf.csv` (ELAN) or, with the feature `parquet`,
    /// `.parquet`, in any case.
    pub fn of_path(path: impl AsRef<Path>) -> Option<Self> {
        let name = path.as_ref().file_name()?.to_string_lossy().to_lowercase();
        let endings = [
            (".eaf.csv", Self::Elan),
            (".csv", Self::Csv),
            (".jsonl", Self::JsonLines),
            (".ndjson", Self::JsonLines),
            (".vtt", Self::WebVtt),
            (".srt", Self::Srt),
            (".txt", Self::Audacity),
            (".textgrid", Self::TextGrid),
            (".rttm", Self::Rttm),
            #[cfg(feature = "parquet")]
            (".parquet", Self::Parquet),
        ];
        let fits = endings.into_iter().find(|(ending, _)| name.ends_with(ending));
        fits.map(|(_, format)| format)
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let expected = if cfg!(feature = "parquet") {
            "table, csv, jsonl, webvtt, srt, audacity, textgrid, rttm, elan or parquet"
        } else {
            "table, csv, jsonl, webvtt, srt, audacity, textgrid, rttm or elan"
        };
        let found = Self::ALL.iter().find(|format| format.name() == name);
        found.copied().ok_or_else(|| Error::option("format", expected, name))
    }
}

impl Timeline {
    /// Writes the timeline. `name` is the name of the recording, which RTTM and Parquet repeat in
    /// each line.
    ///
    /// # Errors
    ///
    /// If `out` cannot be written.
    pub fn write(&self, format: Format, name: &str, out: &mut dyn Write) -> Result<()> {
        match format {
            Format::Table => table::write(self, out)?,
            Format::Csv => records::write_csv(self, out)?,
            Format::JsonLines => records::write_json_lines(self, out)?,
            Format::WebVtt => subtitles::write_webvtt(self, out)?,
            Format::Srt => subtitles::write_srt(self, out)?,
            Format::Audacity => tracks::write_audacity(self, out)?,
            Format::TextGrid => praat::write(self, out)?,
            Format::Rttm => tracks::write_rttm(self, name, out)?,
            Format::Elan => tracks::write_elan(self, out)?,
            #[cfg(feature = "parquet")]
            Format::Parquet => columns::write(self, name, out)?,
        }
        Ok(())
    }
}

/// The text on one line: control characters become spaces.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A field of CSV, in quotes where it needs them (RFC 4180).
fn csv_field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Hours, minutes, seconds and milliseconds, with this mark before the milliseconds.
fn clock(seconds: f64, mark: char) -> String {
    let milliseconds = (seconds * 1000.0).round() as u64;
    let (rest, ms) = (milliseconds / 1000, milliseconds % 1000);
    format!("{:02}:{:02}:{:02}{mark}{ms:03}", rest / 3600, rest / 60 % 60, rest % 60)
}
