//! Writes Lhotse's cuts.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::write::relative;
use crate::{Recording, Result};

/// What Lhotse stores of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AudioInfo {
    /// Samples per second and channel.
    pub sampling_rate: u32,
    /// Samples per channel.
    pub num_samples: u64,
    /// Channels.
    pub n_channels: usize,
}

/// Writes recordings as Lhotse's cuts, a JSON object per line (`lhotse.CutSet.from_jsonl`,
/// version 1.24), with one supervision each. `info` tells sample rate and length of a file, which
/// Lhotse needs and this crate, which reads no audio, does not know.
///
/// Paths below `folder` are written relative to it. A clip without a channel is written as
/// channel 0.
///
/// # Errors
///
/// Those of `info`, and if the writer fails.
pub fn write_lhotse(
    recordings: &[Recording],
    folder: &Path,
    info: impl Fn(&Path) -> Result<AudioInfo>,
    writer: impl Write,
) -> Result<()> {
    let mut writer = io::BufWriter::new(writer);
    for recording in recordings {
        let cut = cut(recording, folder, info(&recording.path)?);
        serde_json::to_writer(&mut writer, &cut).map_err(io::Error::from)?;
        writer.write_all(b"\n")?;
    }
    Ok(writer.flush()?)
}

fn cut(recording: &Recording, folder: &Path, info: AudioInfo) -> Value {
    let clip = &recording.clip;
    let path = relative(recording, folder);
    let whole = info.num_samples as f64 / f64::from(info.sampling_rate.max(1));
    let start = recording.segment.map_or(0.0, |segment| segment.start);
    let longest = whole - start;
    let duration = recording.segment.map_or(whole, |segment| segment.duration.min(longest));
    let channel = recording.channel.unwrap_or(0);
    let channels: Vec<usize> = (0..info.n_channels.max(1)).collect();
    let mut custom: serde_json::Map<String, Value> =
        clip.metadata.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
    custom.extend(clip.label.clone().map(|label| ("emotion".to_owned(), label.into())));
    custom.extend(clip.corpus.clone().map(|corpus| ("corpus".to_owned(), corpus.into())));
    json!({
        "id": clip.name,
        "start": start,
        "duration": duration,
        "channel": channel,
        "supervisions": [{
            "id": clip.name,
            "recording_id": path,
            "start": 0.0,
            "duration": duration,
            "channel": channel,
            "speaker": clip.speaker.as_ref().map(ToString::to_string),
            "custom": custom,
        }],
        "recording": {
            "id": path,
            "sources": [{ "type": "file", "channels": channels, "source": path }],
            "sampling_rate": info.sampling_rate,
            "num_samples": info.num_samples,
            "duration": whole,
            "channel_ids": channels,
        },
        "type": "MonoCut",
    })
}
