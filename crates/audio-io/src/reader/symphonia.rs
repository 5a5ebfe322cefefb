//! Containers that symphonia reads: FLAC, Ogg, ADTS, CAF and, through `mp4`, MP4.

use std::io::ErrorKind;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, SeekMode, SeekTo};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;
use symphonia::core::units::{TimeBase, Timestamp};

use super::packets::{Codec, PacketReader, Packets, Step};
use super::{Opened, Wanted};
use crate::Note;
use crate::fault::{Fault, Outcome};
use crate::source::Source;

/// A container, of which one track is read.
pub(super) struct Container<'a> {
    format: Box<dyn FormatReader + 'a>,
    track: u32,
    time_base: Option<TimeBase>,
    /// Packets that start here or later, in the track's units, are left out.
    end: Option<u64>,
    notes: Vec<Note>,
}

/// An audio track of a container.
#[derive(Clone)]
pub(super) struct Track {
    pub(super) id: u32,
    pub(super) parameters: AudioCodecParameters,
    time_base: Option<TimeBase>,
}

/// Opens what symphonia finds in `source`; `ending` says what to try first.
pub(super) fn probe<'a>(source: Source<'a>, ending: &str) -> Outcome<Box<dyn FormatReader + 'a>> {
    let mut hint = Hint::new();
    hint.with_extension(ending);
    let stream = MediaSourceStream::new(Box::new(source), Default::default());
    let (format, metadata) = (FormatOptions::default(), MetadataOptions::default());
    Ok(symphonia::default::get_probe().probe(&hint, stream, format, metadata)?)
}

/// The audio tracks of a container.
pub(super) fn audio_tracks(format: &dyn FormatReader) -> Vec<Track> {
    let audio = |track: &symphonia::core::formats::Track| match &track.codec_params {
        Some(CodecParameters::Audio(parameters)) => {
            Some(Track { id: track.id, parameters: parameters.clone(), time_base: track.time_base })
        }
        _ => None,
    };
    format.tracks().iter().filter_map(audio).collect()
}

/// Opens a container with one audio track, or takes the first that can be decoded.
pub(super) fn open<'a>(source: Source<'a>, ending: &str, wanted: Wanted) -> Outcome<Opened<'a>> {
    let format = probe(source, ending)?;
    let tracks = audio_tracks(&*format);
    let first = wanted.track.unwrap_or(1);
    let mut fault = Fault::unsupported("it has no audio");
    for track in tracks.iter().skip(first - 1) {
        match Codec::open(&track.parameters) {
            Ok(codec) => {
                let container = Container::new(format, track, Vec::new());
                return Ok(Opened::all(PacketReader::new(container, codec)));
            }
            Err(error) => fault = error,
        }
    }
    Err(fault)
}

/// Opens AAC with ADTS headers, which may start in the middle of a frame.
pub(super) fn open_adts(mut source: Source<'_>) -> Outcome<Opened<'_>> {
    let head = source.peek(1 << 16)?;
    let start = (0..head.len()).find(|&at| crate::sync::adts(head.get(at..).unwrap_or_default()));
    source.start_after(start.unwrap_or(0) as u64)?;
    open(source, "aac", Wanted { track: None })
}

/// Opens Ogg. What symphonia does not know in it is named.
pub(super) fn open_ogg<'a>(mut source: Source<'a>, wanted: Wanted) -> Outcome<Opened<'a>> {
    let head = source.peek(4096)?;
    let has = |mark: &[u8]| head.windows(mark.len()).any(|part| part == mark);
    let again = source.again();
    let opened = open(source, "ogg", wanted);
    // symphonia looks for the last page first, which is missing where a file is cut.
    let opened = match (opened, again) {
        (Err(Fault::Malformed(_)), Some(source)) => open(source.forward(), "ogg", wanted),
        (opened, _) => opened,
    };
    opened.map_err(|fault| match fault {
        Fault::Io(_) => fault,
        _ if has(b"Speex   ") => Fault::convert("its audio is Speex, which is not read"),
        _ if has(b"\x80theora") => Fault::unsupported("it is a video without sound that is read"),
        fault => fault,
    })
}

/// Opens FLAC. A smallest block of 0, which some encoders write, is replaced by the largest one
/// where blocks have one size, and else by the smallest size that is allowed.
pub(super) fn open_flac<'a>(mut source: Source<'a>, wanted: Wanted) -> Outcome<Opened<'a>> {
    let head = source.peek(1 << 16)?;
    let word = |at: usize| head.get(at..at + 2).map_or(0, |b| u16::from_be_bytes([b[0], b[1]]));
    let is_info = head.get(4).is_some_and(|kind| kind & 0x7f == 0);
    if is_info && word(8) < 16 && word(10) >= 16 {
        let smallest = if has_sizes(&head) { 16 } else { word(10) };
        source.replace(8, smallest.to_be_bytes());
    }
    open(source, "flac", wanted)
}

/// Whether the first frame of FLAC says that blocks have several sizes.
fn has_sizes(head: &[u8]) -> bool {
    let mut at = 4;
    while let Some(&[kind, a, b, c]) = head.get(at..).and_then(|rest| rest.first_chunk()) {
        at += 4 + u32::from_be_bytes([0, a, b, c]) as usize;
        if kind & 0x80 != 0 {
            break;
        }
    }
    head.get(at + 1).is_some_and(|byte| byte & 1 == 1)
}

impl<'a> Container<'a> {
    pub(super) fn new(format: Box<dyn FormatReader + 'a>, track: &Track, notes: Vec<Note>) -> Self {
        Self { format, track: track.id, time_base: track.time_base, end: None, notes }
    }
}

impl<'a> Container<'a> {
    /// Leaves out the packets that start at `end` or later.
    pub(super) fn until(mut self, end: Option<u64>) -> Self {
        self.end = end;
        self
    }

    fn is_wanted(&self, packet: &Packet) -> bool {
        let within = |end| u64::try_from(packet.pts.get()).is_ok_and(|start| start < end);
        packet.track_id == self.track && self.end.is_none_or(within)
    }
}

impl Packets for Container<'_> {
    fn len(&self, rate: u32) -> Option<u64> {
        let track = self.format.tracks().iter().find(|track| track.id == self.track)?;
        let base = track.time_base?;
        let same = base.numer.get() == 1 && base.denom.get() == rate;
        track.num_frames.filter(|_| same)
    }

    fn next(&mut self) -> Outcome<Step> {
        loop {
            let packet = match self.format.next_packet() {
                Err(SymphoniaError::ResetRequired) => {
                    let tracks = audio_tracks(&*self.format);
                    let Some(track) = tracks.into_iter().next() else { return Ok(Step::End) };
                    (self.track, self.time_base) = (track.id, track.time_base);
                    return Ok(Step::Restart(Box::new(track.parameters)));
                }
                Ok(packet) => packet,
                Err(SymphoniaError::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof => {
                    if !self.notes.contains(&Note::CutShort) {
                        self.notes.push(Note::CutShort);
                    }
                    None
                }
                Err(error) => return Err(error.into()),
            };
            match packet {
                None => return Ok(Step::End),
                Some(packet) if self.is_wanted(&packet) => return Ok(Step::Packet(packet)),
                Some(_) => {}
            }
        }
    }

    fn seek(&mut self, frame: u64, rate: u32) -> bool {
        let Some(base) = self.time_base else { return false };
        let seconds = frame as f64 / f64::from(rate.max(1));
        let ticks = seconds * f64::from(base.denom.get()) / f64::from(base.numer.get());
        let to = SeekTo::Timestamp { ts: Timestamp::new(ticks as i64), track_id: self.track };
        self.format.seek(SeekMode::Accurate, to).is_ok()
    }

    fn frame_of(&self, packet: &Packet, rate: u32) -> u64 {
        let scale = self
            .time_base
            .map_or(0.0, |base| f64::from(base.numer.get()) / f64::from(base.denom.get()));
        let seconds = packet.pts.get().max(0) as f64 * scale;
        (seconds * f64::from(rate)).round() as u64
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.clone()
    }
}
