//! NIST SPHERE, the format of the Linguistic Data Consortium's corpora.

use std::io::Read;

use super::Opened;
use super::pcm::PcmReader;
use crate::SampleFormat;
use crate::fault::{Fault, Outcome};
use crate::source::Source;

/// No header is longer than this.
const LONGEST_HEADER: usize = 1 << 16;

/// Opens SPHERE: a header of lines of text, then samples.
pub(super) fn open(mut source: Source<'_>) -> Outcome<Opened<'_>> {
    let start = source.peek(16)?;
    let len: usize = std::str::from_utf8(start.get(8..16).unwrap_or_default())
        .ok()
        .and_then(|len| len.trim().parse().ok())
        .filter(|len| (16..=LONGEST_HEADER).contains(len))
        .ok_or(Fault::malformed("its header has no length"))?;
    let mut header = vec![0; len];
    source.read_exact(&mut header)?;
    let header = String::from_utf8_lossy(&header);
    // A line is `name -i 16000` or `name -s3 pcm`.
    let field = |name: &str| {
        let line = header.lines().find(|line| line.split_whitespace().next() == Some(name))?;
        line.split_whitespace().nth(2)
    };
    let number = |name: &str| field(name).and_then(|value| value.parse::<u64>().ok());
    let coding = field("sample_coding").unwrap_or("pcm");
    let channels = number("channel_count").unwrap_or(1);
    let rate = number("sample_rate").and_then(|rate| u32::try_from(rate).ok());
    let width = number("sample_n_bytes").unwrap_or(2);
    let big_endian = field("sample_byte_format").is_none_or(|order| order != "01");
    let format = match coding {
        "pcm" => SampleFormat::integer(width as usize, big_endian || width == 1),
        "ulaw" | "mu-law" => Some(SampleFormat::Mulaw),
        "alaw" => Some(SampleFormat::Alaw),
        _ => None,
    };
    let format = format.ok_or_else(|| {
        Fault::unsupported(format!(
            "its audio is SPHERE with the coding \"{coding}\"; convert it first by sph2pipe of the \
             Linguistic Data Consortium: sph2pipe -f wav in.sph out.wav"
        ))
    })?;
    let bytes = number("sample_count")
        .map(|count| count.saturating_mul(channels).saturating_mul(format.width() as u64));
    let rate = rate.unwrap_or(0);
    let reader = PcmReader::new(source, format, channels as usize, rate, bytes);
    Ok(Opened::all(reader))
}
