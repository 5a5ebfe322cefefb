//! The boxes of MP4 (ISO 14496-12) that say where the sound of a track starts and ends.

use std::io::{Read, Seek, SeekFrom};

use super::plain::Plain;
use crate::fault::{Fault, Outcome};
use crate::source::Source;

/// So many boxes are looked at: those of an hour in fragments of 20 ms.
const MOST_BOXES: usize = 400_000;
/// A `moov` box is no longer than this.
const LONGEST: u64 = 1 << 28;

/// What the `moov` box says.
#[derive(Default)]
pub(super) struct Movie {
    /// Units per second of the edit lists' durations.
    pub(super) timescale: u32,
    /// The audio tracks.
    pub(super) tracks: Vec<TrackBoxes>,
    /// Samples that iTunes' tag says the encoder added in front.
    pub(super) priming: u64,
    /// The length of the whole file, where this one was cut.
    pub(super) whole_len: Option<u64>,
    has_video: bool,
    is_found: bool,
    is_cut: bool,
}

/// What the boxes of an audio track say.
#[derive(Default)]
pub(super) struct TrackBoxes {
    pub(super) id: u32,
    /// Units per second of the track's times.
    pub(super) timescale: u32,
    /// The rate that the sample entry states, Hz.
    pub(super) rate: Option<u32>,
    /// The sample entry's name and body.
    pub(super) name: [u8; 4],
    pub(super) entry: Vec<u8>,
    /// Where the data is, if it needs no packets.
    pub(super) plain: Option<Plain>,
    handler: [u8; 4],
    /// Durations in the movie's units and starts in the track's, without empty edits.
    edits: Vec<(u64, u64)>,
}

impl Movie {
    /// Whether the index is missing, or not all of it is there.
    pub(super) fn unfinished(&self) -> Option<Fault> {
        let reason = "its index (the moov box) is missing: the recording was cut off before it was \
                      finished";
        (!self.is_found || self.is_cut).then(|| Fault::malformed(reason))
    }

    /// Why there is no audio track.
    pub(super) fn without_audio(&self) -> Fault {
        if let Some(fault) = self.unfinished() {
            return fault;
        }
        if self.has_video {
            return Fault::unsupported("it is a video without sound");
        }
        Fault::unsupported("it has no audio track")
    }
}

impl TrackBoxes {
    /// Where the sound starts in the track, and where it ends, in the track's units.
    pub(super) fn edit(&self, movie_timescale: u32) -> (u64, Option<u64>) {
        let Some(&(duration, start)) = self.edits.first() else { return (0, None) };
        if self.edits.len() > 1 || duration == 0 || movie_timescale == 0 {
            return (start, None);
        }
        let scaled = u128::from(duration) * u128::from(self.timescale);
        // Rounded up, since the movie's units are coarse.
        let len = scaled.div_ceil(u128::from(movie_timescale)) as u64;
        (start, start.checked_add(len))
    }

    /// Whether the sound has a start of its own in the track.
    pub(super) fn has_edits(&self) -> bool {
        !self.edits.is_empty()
    }

    /// Why a track is not read, where its name says so.
    pub(super) fn refused(&self) -> Option<Fault> {
        let name = match &self.name {
            b"enca" | b"drms" | b"drmi" => {
                return Some(Fault::unsupported("it is encrypted (DRM) and cannot be read"));
            }
            b"samr" => "AMR-NB",
            b"sawb" => "AMR-WB",
            b"ac-3" => "AC-3",
            b"ec-3" => "E-AC-3",
            b"dtsc" | b"dtsh" | b"dtsl" => "DTS",
            b"mlpa" => "TrueHD",
            b"Qclp" | b"sqcp" | b"sevc" => "QCELP or EVRC",
            b"QDM2" | b"QDMC" => "QDesign Music",
            b"mha1" | b"mhm1" => "MPEG-H",
            b"wma " => "Windows Media Audio (WMA)",
            _ => return None,
        };
        Some(Fault::convert(format!("its audio is {name}, which is not read")))
    }

    /// A track whose entry no one knows.
    pub(super) fn unknown(&self) -> Fault {
        let what = match &self.name {
            b"mp4a" => "MPEG-4 audio of a kind".to_owned(),
            b"ms\0\x02" | b"ms\0\x11" => "ADPCM".to_owned(),
            name => format!("\"{}\"", String::from_utf8_lossy(name)),
        };
        Fault::convert(format!("its audio is {what}, which is not read"))
    }
}

/// Reads the `moov` box, and goes back to the start.
pub(super) fn read(source: &mut Source<'_>) -> Outcome<Movie> {
    let mut movie = Movie::default();
    let len = source.len().unwrap_or(0);
    for _ in 0..MOST_BOXES {
        if source.position().saturating_add(8) > len {
            break;
        }
        let mut head = [0; 8];
        source.read_exact(&mut head)?;
        let [a, b, c, d, name @ ..] = head;
        let mut size = u64::from(u32::from_be_bytes([a, b, c, d]));
        let mut header = 8;
        if size == 1 {
            let mut long = [0; 8];
            source.read_exact(&mut long)?;
            (size, header) = (u64::from_be_bytes(long), 16);
        }
        let left = len.saturating_sub(source.position());
        let body = if size == 0 { left } else { size.saturating_sub(header) };
        if &name == b"moov" {
            let mut bytes = Vec::new();
            source.by_ref().take(body.min(LONGEST)).read_to_end(&mut bytes)?;
            movie.is_found = true;
            movie.is_cut = body > left;
            movie.read(&bytes);
        } else {
            source.skip(body.min(left))?;
        }
        if body > left {
            movie.whole_len = len.checked_add(body - left);
            break;
        }
    }
    source.seek(SeekFrom::Start(0))?;
    Ok(movie)
}

/// The boxes in the body of another one: names and bodies.
pub(super) fn boxes(mut bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let &[a, b, c, d, n0, n1, n2, n3] = bytes.first_chunk()?;
        let size = u32::from_be_bytes([a, b, c, d]) as usize;
        let (header, size) = match size {
            0 => (8, bytes.len()),
            1 => (16, u64::from_be_bytes(*bytes.get(8..)?.first_chunk()?) as usize),
            size => (8, size),
        };
        let body = bytes.get(header..size.min(bytes.len()))?;
        bytes = bytes.get(size.max(8)..).unwrap_or_default();
        Some(([n0, n1, n2, n3], body))
    })
}

/// The body of the box at a path.
pub(super) fn inner<'b>(bytes: &'b [u8], path: &[&[u8; 4]]) -> Option<&'b [u8]> {
    let mut bytes = bytes;
    for name in path {
        bytes = boxes(bytes).find(|(found, _)| found == *name)?.1;
    }
    Some(bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A number after the two times of a full box, which are longer in version 1.
fn after_times(bytes: &[u8]) -> Option<u32> {
    u32_at(bytes, if *bytes.first()? == 1 { 20 } else { 12 })
}

impl Movie {
    fn read(&mut self, moov: &[u8]) {
        self.timescale = inner(moov, &[b"mvhd"]).and_then(after_times).unwrap_or(0);
        for (_, body) in boxes(moov).filter(|(name, _)| name == b"trak") {
            let track = read_track(body).unwrap_or_default();
            self.has_video |= &track.handler == b"vide";
            if &track.handler == b"soun" {
                self.tracks.push(track);
            }
        }
        self.priming = itunes_priming(moov).unwrap_or(0);
    }
}

fn read_track(trak: &[u8]) -> Option<TrackBoxes> {
    let tkhd = inner(trak, &[b"tkhd"])?;
    let id = u32_at(tkhd, if *tkhd.first()? == 1 { 20 } else { 12 })?;
    let mdia = inner(trak, &[b"mdia"])?;
    let timescale = after_times(inner(mdia, &[b"mdhd"])?)?;
    let handler = *inner(mdia, &[b"hdlr"])?.get(8..)?.first_chunk()?;
    let stbl = inner(mdia, &[b"minf", b"stbl"]).unwrap_or_default();
    let stsd = inner(stbl, &[b"stsd"]).unwrap_or_default();
    let entry = boxes(stsd.get(8..).unwrap_or_default()).next();
    let (name, entry) = entry.unwrap_or((*b"none", &[]));
    // The rate has 16 bits before the point; 0 stands for one that is higher.
    let rate = u32_at(entry, 24).map(|rate| rate >> 16).filter(|&rate| rate > 0);
    let edits = inner(trak, &[b"edts", b"elst"]).map(edits).unwrap_or_default();
    let plain = Plain::read(name, entry, stbl, timescale);
    let entry = entry.to_vec();
    Some(TrackBoxes { id, timescale, rate, name, entry, plain, handler, edits })
}

fn edits(elst: &[u8]) -> Vec<(u64, u64)> {
    let is_long = elst.first() == Some(&1);
    let count = u32_at(elst, 4).unwrap_or(0).min(1 << 16) as usize;
    let edit = |at: usize| {
        let (duration, start) = if is_long {
            let entry = elst.get(8 + 20 * at..)?;
            (u64_at(entry, 0)?, u64_at(entry, 8)? as i64)
        } else {
            let entry = elst.get(8 + 12 * at..)?;
            (u64::from(u32_at(entry, 0)?), i64::from(u32_at(entry, 4)? as i32))
        };
        Some((duration, u64::try_from(start).ok()))
    };
    // An edit without a start is empty: a pause before the sound, which is left out.
    let edits = (0..count).map_while(edit);
    edits.filter_map(|(duration, start)| Some((duration, start?))).collect()
}

/// The delay that iTunes writes in a tag of its own: three words in hexadecimal, of which the
/// second is it.
fn itunes_priming(moov: &[u8]) -> Option<u64> {
    let meta = inner(moov, &[b"udta", b"meta"])?.get(4..)?;
    let ilst = inner(meta, &[b"ilst"])?;
    boxes(ilst).filter(|(name, _)| name == b"----").find_map(|(_, body)| {
        let name = inner(body, &[b"name"])?.get(4..)?;
        let data = inner(body, &[b"data"])?.get(8..)?;
        let text = std::str::from_utf8(data).ok().filter(|_| name == b"iTunSMPB")?;
        u64::from_str_radix(text.split_whitespace().nth(1)?, 16).ok()
    })
}
