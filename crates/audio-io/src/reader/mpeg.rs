//! MPEG audio (MP1, MP2, MP3) as a stream of frames, decoded by symphonia.
//!
//! Frames are found here, and not by symphonia, since streams change their rate or channels in the
//! middle, have frames of free format, stand inside WAV and come through pipes.

mod free;
mod info;
mod split;

use std::io::{ErrorKind, Read};

use symphonia::core::codecs::audio::well_known::{CODEC_ID_MP1, CODEC_ID_MP2, CODEC_ID_MP3};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use self::free::Reservoir;
use self::info::Gapless;
use super::{Opened, Reader};
use crate::Note;
use crate::fault::{Fault, Outcome};
use crate::output::Output;
use crate::source::Source;
use crate::sync::{MpegHeader, free_len};

/// Bytes read at a time.
const READ: usize = 1 << 15;
/// Junk before the first frame is no longer than this.
const LONGEST_JUNK: u64 = 1 << 20;

/// Frames of one stream.
pub(super) struct MpegReader<'a> {
    frames: Frames<'a>,
    /// The decoders of a stream like the header; more than one where frames are split.
    decoders: Option<(MpegHeader, Vec<Box<dyn AudioDecoder>>)>,
    reservoir: Reservoir,
    planes: Vec<Vec<f32>>,
    gapless: Gapless,
    /// Samples of the frames so far.
    position: u64,
    damage: Option<String>,
    started: bool,
}

/// Opens a stream of frames.
pub(super) fn open(source: Source<'_>) -> Outcome<Opened<'_>> {
    let mut frames = Frames::new(source);
    let Some(first) = frames.peek()? else {
        return Err(Fault::unsupported("it has no frames of MPEG audio"));
    };
    let gapless = info::read(&first, frames.frame(&first)).unwrap_or_default();
    if gapless.is_header {
        frames.take(&first);
    }
    Ok(Opened::all(MpegReader {
        frames,
        decoders: None,
        reservoir: Reservoir::default(),
        planes: Vec::new(),
        gapless,
        position: 0,
        damage: None,
        started: false,
    }))
}

impl MpegReader<'_> {
    /// Decodes the frame at hand into the planes; the error says why it cannot be decoded.
    fn decode(&mut self, header: &MpegHeader) -> Outcome<Result<(), String>> {
        let bytes = self.frames.frame(header);
        let frames = match header.len {
            Some(_) if split::is_needed(header, bytes) => split::split(header, bytes),
            Some(_) => Some(vec![bytes.to_vec()]),
            None => self.reservoir.rebuild(header, bytes).map(|frame| vec![frame]),
        };
        let Some(frames) = frames else {
            return Err(Fault::unsupported(
                "its MPEG audio has a free bit rate that is too high; convert it first by \
                 lame --decode",
            ));
        };
        let fits = |known: &MpegHeader| known.is_like(header) && known.channels == header.channels;
        if !self.decoders.as_ref().is_some_and(|(known, _)| fits(known)) {
            self.decoders = Some((*header, Vec::new()));
        }
        let Some((_, decoders)) = &mut self.decoders else { return Ok(Err(String::new())) };
        self.planes.iter_mut().for_each(Vec::clear);
        for (at, frame) in frames.into_iter().enumerate() {
            if decoders.len() <= at {
                decoders.push(decoder(header.layer)?);
            }
            let Some(decoder) = decoders.get_mut(at) else { continue };
            let packet =
                Packet::new(0, Timestamp::ZERO, Duration::new(header.samples as u64), frame);
            match decoder.decode(&packet) {
                Ok(decoded) if at == 0 => decoded.copy_to_vecs_planar(&mut self.planes),
                Ok(decoded) => {
                    // The parts of a frame add up.
                    let mut part = Vec::new();
                    decoded.copy_to_vecs_planar(&mut part);
                    for (sum, part) in self.planes.iter_mut().flatten().zip(part.iter().flatten()) {
                        *sum += part;
                    }
                }
                Err(SymphoniaError::DecodeError(reason)) => {
                    return Ok(Err(format!("the audio data cannot be decoded ({reason})")));
                }
                Err(SymphoniaError::IoError(error)) => return Ok(Err(error.to_string())),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Ok(()))
    }
}

impl Reader for MpegReader<'_> {
    fn next(&mut self, output: &mut Output) -> Outcome<bool> {
        loop {
            let Some(header) = self.frames.peek()? else {
                return match self.damage.take() {
                    Some(reason) if !self.started => Err(Fault::malformed(reason)),
                    _ => Ok(false),
                };
            };
            if let Some(reason) = self.damage.take().filter(|_| self.started) {
                return Err(Fault::malformed(reason));
            }
            let outcome = self.decode(&header)?;
            self.frames.take(&header);
            if let Err(reason) = outcome {
                self.damage = Some(reason);
                continue;
            }
            self.started = true;
            let kept = self.gapless.kept(self.position, header.samples as u64);
            self.position += header.samples as u64;
            for plane in &mut self.planes {
                plane.truncate(kept.end);
                plane.drain(..kept.start.min(plane.len()));
            }
            if self.planes.iter().any(|plane| !plane.is_empty()) {
                output.set_planes(&mut self.planes, header.rate)?;
                return Ok(true);
            }
        }
    }

    fn seek(&mut self, frame: u64, _output: &mut Output) -> Outcome<Option<u64>> {
        let target = frame.saturating_add(self.gapless.delay);
        if target < self.position {
            return Ok(None);
        }
        while let Some(header) = self.frames.peek()? {
            let end = self.position + header.samples as u64;
            if end > target || header.len.is_none() {
                break;
            }
            self.frames.take(&header);
            self.position = end;
        }
        (self.decoders, self.started) = (None, false);
        Ok(Some(self.position.saturating_sub(self.gapless.delay)))
    }

    fn notes(&self) -> Vec<Note> {
        if self.frames.cut || self.damage.is_some() { vec![Note::CutShort] } else { Vec::new() }
    }
}

fn decoder(layer: u8) -> Outcome<Box<dyn AudioDecoder>> {
    let mut parameters = AudioCodecParameters::new();
    parameters.for_codec(match layer {
        1 => CODEC_ID_MP1,
        2 => CODEC_ID_MP2,
        _ => CODEC_ID_MP3,
    });
    let codecs = symphonia::default::get_codecs();
    Ok(codecs.make_audio_decoder(&parameters, &AudioDecoderOptions::default())?)
}

/// Finds frames in bytes.
struct Frames<'a> {
    source: Source<'a>,
    window: Vec<u8>,
    at: usize,
    ended: bool,
    /// Bytes in front of the first frame that were left out.
    junk: u64,
    found: Option<MpegHeader>,
    /// Bytes of a frame of free format without padding, once known.
    free: Option<usize>,
    cut: bool,
}

impl<'a> Frames<'a> {
    fn new(source: Source<'a>) -> Self {
        Self {
            source,
            window: Vec::new(),
            at: 0,
            ended: false,
            junk: 0,
            found: None,
            free: None,
            cut: false,
        }
    }

    /// Reads until `count` bytes are at hand; `false` where there are fewer.
    fn fill(&mut self, count: usize) -> Outcome<bool> {
        while self.window.len() < self.at.saturating_add(count) && !self.ended {
            self.window.drain(..std::mem::take(&mut self.at));
            let start = self.window.len();
            self.window.resize(start + READ, 0);
            let read = self.source.read(self.window.get_mut(start..).unwrap_or_default());
            let read = match read {
                Err(error) if error.kind() == ErrorKind::Interrupted => {
                    self.window.truncate(start);
                    continue;
                }
                other => other?,
            };
            self.window.truncate(start + read);
            self.ended = read == 0;
        }
        Ok(self.window.len() >= self.at.saturating_add(count))
    }

    /// The header of the next frame, all of which is at hand.
    fn peek(&mut self) -> Outcome<Option<MpegHeader>> {
        loop {
            if !self.fill(4)? {
                return Ok(None);
            }
            if let Some(header) = self.header_at(0)
                && let Some(len) = self.len_of(&header)?
            {
                let synced = self.found.is_some_and(|last| last.layer == header.layer);
                let complete = self.fill(len)?;
                if complete && (synced || self.is_followed(&header, len)?) {
                    self.found = Some(header);
                    return Ok(Some(header));
                }
                if !complete && synced {
                    self.cut = true;
                    return Ok(None);
                }
            }
            // Not where a frame starts: what follows has to prove itself.
            if self.found.take().is_none() {
                self.junk += 1;
                if self.junk > LONGEST_JUNK {
                    return Ok(None);
                }
            }
            self.at += 1;
        }
    }

    fn header_at(&self, offset: usize) -> Option<MpegHeader> {
        MpegHeader::parse(*self.window.get(self.at + offset..)?.first_chunk()?)
    }

    /// Bytes of a frame; `None` where that cannot be told.
    fn len_of(&mut self, header: &MpegHeader) -> Outcome<Option<usize>> {
        if header.len.is_some() {
            return Ok(header.len);
        }
        if header.layer == 1 {
            return Ok(None);
        }
        if self.free.is_none() {
            self.fill(3 * 4096)?;
            self.free = free_len(self.window.get(self.at..).unwrap_or_default());
        }
        Ok(self.free.map(|len| len + usize::from(header.padded)))
    }

    /// Whether a frame of the same stream, or the end, follows.
    fn is_followed(&mut self, header: &MpegHeader, len: usize) -> Outcome<bool> {
        if !self.fill(len + 4)? {
            return Ok(true);
        }
        Ok(self.header_at(len).is_some_and(|next| next.is_like(header)))
    }

    /// The bytes of a frame that `peek` found.
    fn frame(&self, header: &MpegHeader) -> &[u8] {
        let len = header.len.or(self.free.map(|len| len + usize::from(header.padded)));
        self.window.get(self.at..self.at + len.unwrap_or(0)).unwrap_or_default()
    }

    /// Goes on after a frame.
    fn take(&mut self, header: &MpegHeader) {
        self.at += self.frame(header).len().max(1);
    }
}
