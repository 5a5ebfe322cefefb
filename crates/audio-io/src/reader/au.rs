//! Sun's AU (NeXT's SND).

use super::Opened;
use super::pcm::PcmReader;
use super::riff::take;
use crate::fault::{Fault, Outcome};
use crate::source::Source;
use crate::{Note, SampleFormat};

/// Opens AU with the high byte first (`.snd`) or the low one first (`dns.`).
pub(super) fn open(mut source: Source<'_>) -> Outcome<Opened<'_>> {
    let head: [u8; 24] = take(&mut source)?;
    let big_endian = head.starts_with(b".snd");
    let field = |at: usize| {
        let bytes = head.get(4 * at..).and_then(|rest| rest.first_chunk()).copied();
        let bytes = bytes.unwrap_or_default();
        if big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    };
    let [start, size, encoding, rate, channels] = [1, 2, 3, 4, 5].map(field);
    let format = match encoding {
        1 => Some(SampleFormat::Mulaw),
        2 => Some(SampleFormat::S8),
        3 => SampleFormat::integer(2, big_endian),
        4 => SampleFormat::integer(3, big_endian),
        5 => SampleFormat::integer(4, big_endian),
        6 => SampleFormat::float(4, big_endian),
        7 => SampleFormat::float(8, big_endian),
        27 => Some(SampleFormat::Alaw),
        _ => None,
    };
    let reason = || {
        let name = match encoding {
            23 => "G.721".to_owned(),
            24 => "G.722".to_owned(),
            25 | 26 => "G.723".to_owned(),
            other => format!("AU of the encoding {other}"),
        };
        Fault::convert(format!("its audio is {name}, which is not read"))
    };
    let format = format.ok_or_else(reason)?;
    source.skip(u64::from(start).saturating_sub(24))?;
    let (len, note) = match size {
        u32::MAX => (None, None),
        0 => (None, Some(Note::SizesNotWritten)),
        size => (Some(size.into()), None),
    };
    let reader = PcmReader::new(source, format, channels as usize, rate, len).note(note);
    Ok(Opened::all(reader))
}
