//! A row of a manifest as far as it is read.

use std::collections::BTreeMap;
use std::path::Path;

use super::time::seconds;
use crate::{Clip, Error, GroupKey, Recording, Result, is_url, quoted};

/// What a row says, each part by the column or field that says it.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) line: u64,
    pub(super) path: String,
    pub(super) name: Option<String>,
    pub(super) label: Option<String>,
    pub(super) speaker: Option<GroupKey>,
    pub(super) corpus: Option<String>,
    pub(super) start: Option<f64>,
    pub(super) end: Option<f64>,
    pub(super) duration: Option<f64>,
    pub(super) channel: Option<usize>,
    pub(super) metadata: BTreeMap<String, String>,
}

impl Draft {
    /// A time in a column.
    pub(super) fn time(&self, column: &str, text: &str) -> Result<Option<f64>> {
        let expected = "seconds from 0, or a time span such as 0 days 00:00:01.5";
        seconds(text).map_err(|()| self.error(column, expected, quoted(text)))
    }

    /// A channel in a column.
    pub(super) fn channel_number(&self, column: &str, text: &str) -> Result<Option<usize>> {
        if text.is_empty() {
            return Ok(None);
        }
        let channel = text
            .parse()
            .map_err(|_| self.error(column, "the number of a channel, from 0", quoted(text)))?;
        Ok(Some(channel))
    }

    pub(super) fn error(&self, column: &str, expected: &str, got: String) -> Error {
        Error::Cell { line: self.line, column: column.into(), expected: expected.into(), got }
    }

    /// The recording, with its path below `folder` if it is relative and no URL. `path_column` is
    /// named if the path is empty.
    pub(super) fn finish(self, folder: &Path, path_column: &str) -> Result<Recording> {
        if self.path.is_empty() {
            return Err(self.error(path_column, "the path of a file", "an empty cell".into()));
        }
        let segment = self.segment()?;
        let name = match self.name.filter(|name| !name.is_empty()) {
            Some(name) => name,
            None => clip_name(&self.path, segment, self.channel),
        };
        let clip = Clip {
            label: self.label,
            speaker: self.speaker,
            corpus: self.corpus,
            metadata: self.metadata,
            ..Clip::new(name)
        };
        let path = if is_url(&self.path) { self.path.into() } else { folder.join(self.path) };
        let mut recording = Recording::new(path, clip);
        recording.channel = self.channel;
        Ok(match segment {
            Some((start, duration)) => recording.segment(start, duration),
            None => recording,
        })
    }

    /// Start and duration. `None` for the whole file: without a start and an end, and with a
    /// duration alone, which says how long the file is.
    fn segment(&self) -> Result<Option<(f64, f64)>> {
        let start = self.start.unwrap_or(0.0);
        let duration = match (self.end, self.duration) {
            (Some(end), _) => end - start,
            (None, Some(duration)) if self.start.is_some() => duration,
            (None, _) if start > 0.0 => f64::INFINITY,
            (None, _) => return Ok(None),
        };
        if duration > 0.0 {
            return Ok(Some((start, duration)));
        }
        let got = format!("start {start} and a duration of {duration}");
        Err(Error::Line { line: self.line, expected: "an end after the start".into(), got })
    }
}

/// A name for a clip that has none: its path without ending, and the part of the file.
fn clip_name(path: &str, segment: Option<(f64, f64)>, channel: Option<usize>) -> String {
    let ending = Path::new(path).extension().map_or(0, |ending| ending.len() + 1);
    let mut name = path.get(..path.len() - ending).unwrap_or(path).replace('\\', "/");
    if let Some((start, duration)) = segment {
        let end = start + duration;
        name += &if end.is_finite() { format!("@{start}-{end}") } else { format!("@{start}-") };
    }
    if let Some(channel) = channel {
        name += &format!("#{channel}");
    }
    name
}
