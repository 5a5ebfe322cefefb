//! A container and its codec as a sequence of mono blocks.

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, SeekMode, SeekTo, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;
use symphonia::core::units::{TimeBase, Timestamp};

use crate::pcm::SampleFormat;
use crate::{Error, Limits, Result};

/// An open file, of which the first audio track is read.
pub(crate) struct Decoder<'a> {
    name: &'a str,
    format: Box<dyn FormatReader + 'a>,
    codec: Codec,
    track: u32,
    time_base: Option<TimeBase>,
    /// Samples a second, Hz.
    pub(crate) sample_rate: u32,
    max_channels: usize,
    /// Why a packet could not be decoded, until it is known whether another one follows.
    damage: Option<String>,
    /// Whether anything was decoded.
    started: bool,
    /// Whether decoding starts elsewhere than at the start.
    sought: bool,
    /// The frame of the file at which the first block started.
    pub(crate) position: u64,
}

enum Codec {
    /// Samples as they are in the file, and the channels they are interleaved by.
    Pcm(SampleFormat, usize),
    /// A decoder, and the planes that it fills.
    Other(Box<dyn AudioDecoder>, Vec<Vec<f32>>),
}

impl<'a> Decoder<'a> {
    /// Finds out what `source` is; `extension` is tried first.
    pub(crate) fn open(
        source: Box<dyn MediaSource + 'a>,
        name: &'a str,
        extension: Option<&str>,
        limits: &Limits,
    ) -> Result<Self> {
        let mut hint = Hint::new();
        if let Some(extension) = extension {
            hint.with_extension(extension);
        }
        let stream = MediaSourceStream::new(source, Default::default());
        let format = symphonia::default::get_probe()
            .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(|error| refused(name, error))?;
        let track = format
            .default_track(TrackType::Audio)
            .ok_or_else(|| unsupported(name, "no audio track with a known codec"))?;
        let (id, time_base) = (track.id, track.time_base);
        let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
            return Err(unsupported(name, "no audio track with a known codec"));
        };
        let sample_rate = checked_rate(name, parameters, limits)?;
        let codec = Codec::open(name, parameters, limits)?;
        Ok(Self {
            name,
            codec,
            track: id,
            time_base,
            sample_rate,
            max_channels: limits.channels,
            damage: None,
            started: false,
            sought: false,
            position: 0,
            format,
        })
    }

    /// Goes to a packet at or before `frame`. Where the container cannot, all is decoded.
    pub(crate) fn seek(&mut self, frame: u64) {
        let Some(base) = self.time_base else { return };
        let seconds = frame as f64 / f64::from(self.sample_rate);
        let ticks = seconds * f64::from(base.denom.get()) / f64::from(base.numer.get());
        let to = SeekTo::Timestamp { ts: Timestamp::new(ticks as i64), track_id: self.track };
        if self.format.seek(SeekMode::Accurate, to).is_ok() {
            self.sought = true;
            if let Codec::Other(decoder, _) = &mut self.codec {
                decoder.reset();
            }
        }
    }

    /// The frame of the file at which a packet starts.
    fn frame_of(&self, packet: &Packet) -> u64 {
        let scale = self
            .time_base
            .map_or(0.0, |base| f64::from(base.numer.get()) / f64::from(base.denom.get()));
        let seconds = packet.pts.get().max(0) as f64 * scale;
        (seconds * f64::from(self.sample_rate)).round() as u64
    }

    /// Replaces `mono` by the next block, the mean of the channels; `false` at the end.
    ///
    /// A packet that cannot be decoded is passed over at the start, where it may lean on one that
    /// is not there, and at the very end, where the file is cut short.
    pub(crate) fn next(&mut self, mono: &mut Vec<f32>) -> Result<bool> {
        loop {
            let Some(packet) = self.next_packet()? else {
                return match self.damage.take() {
                    Some(reason) if !self.started => Err(malformed(self.name, reason)),
                    _ => Ok(false),
                };
            };
            if packet.track_id != self.track {
                continue;
            }
            match self.damage.take() {
                Some(reason) if self.started => return Err(malformed(self.name, reason)),
                _ => {}
            }
            match self.codec.decode(&packet, mono) {
                Ok(channels) if channels > self.max_channels => {
                    return Err(too_many_channels(self.name, channels, self.max_channels));
                }
                Ok(_) if mono.is_empty() => {}
                Ok(_) => {
                    if !self.started && self.sought {
                        self.position = self.frame_of(&packet);
                    }
                    self.started = true;
                    return Ok(true);
                }
                Err(SymphoniaError::DecodeError(reason)) => self.damage = Some(reason.into()),
                Err(SymphoniaError::IoError(error)) => self.damage = Some(error.to_string()),
                Err(error) => return Err(refused(self.name, error)),
            }
        }
    }

    /// The next packet; a file that is cut short ends where it is cut.
    fn next_packet(&mut self) -> Result<Option<Packet>> {
        match self.format.next_packet() {
            Ok(packet) => Ok(packet),
            Err(SymphoniaError::IoError(error))
                if error.kind() == std::io::ErrorKind::UnexpectedEof =>
            {
                Ok(None)
            }
            Err(error) => Err(refused(self.name, error)),
        }
    }
}

impl Codec {
    fn open(name: &str, parameters: &AudioCodecParameters, limits: &Limits) -> Result<Self> {
        let channels = parameters.channels.as_ref().map(|channels| channels.count());
        if let Some(channels) = channels.filter(|&channels| channels > limits.channels) {
            return Err(too_many_channels(name, channels, limits.channels));
        }
        if let (Some(format), Some(channels)) = (SampleFormat::of(parameters.codec), channels) {
            return Ok(Self::Pcm(format, channels));
        }
        symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map(|decoder| Self::Other(decoder, Vec::new()))
            .map_err(|error| refused(name, error))
    }

    /// Replaces `mono` by a packet's frames and gives the count of channels.
    fn decode(
        &mut self,
        packet: &Packet,
        mono: &mut Vec<f32>,
    ) -> symphonia::core::errors::Result<usize> {
        match self {
            Self::Pcm(format, channels) => {
                format.mix(&packet.data, *channels, mono);
                Ok(*channels)
            }
            Self::Other(decoder, planes) => {
                let decoded = decoder.decode(packet)?;
                mix(&decoded, planes, mono);
                Ok(decoded.num_planes())
            }
        }
    }
}

/// Replaces `mono` by the mean of the planes.
fn mix(decoded: &GenericAudioBufferRef<'_>, planes: &mut Vec<Vec<f32>>, mono: &mut Vec<f32>) {
    decoded.copy_to_vecs_planar(planes);
    mono.clear();
    let Some((first, others)) = planes.split_first_mut() else { return };
    std::mem::swap(mono, first);
    if others.is_empty() {
        return;
    }
    for plane in &*others {
        mono.iter_mut().zip(plane).for_each(|(sum, sample)| *sum += sample);
    }
    let channels = planes.len() as f32;
    mono.iter_mut().for_each(|sum| *sum /= channels);
}

fn checked_rate(name: &str, parameters: &AudioCodecParameters, limits: &Limits) -> Result<u32> {
    match parameters.sample_rate {
        None | Some(0) => Err(malformed(name, "the sample rate is 0 or unknown")),
        Some(rate) if rate > limits.sample_rate => {
            Err(Error::SampleRateTooHigh { name: name.into(), rate, limit: limits.sample_rate })
        }
        Some(rate) => Ok(rate),
    }
}

/// What a refusal by the container or codec means.
fn refused(name: &str, error: SymphoniaError) -> Error {
    match error {
        SymphoniaError::IoError(source) if source.kind() == std::io::ErrorKind::UnexpectedEof => {
            malformed(name, "the file ends within its header")
        }
        SymphoniaError::IoError(source) => Error::Io { name: name.into(), source },
        SymphoniaError::Unsupported(reason) => unsupported(name, reason),
        SymphoniaError::DecodeError(reason) | SymphoniaError::LimitError(reason) => {
            malformed(name, reason)
        }
        SymphoniaError::ResetRequired => unsupported(name, "several streams one after another"),
        other => malformed(name, other.to_string()),
    }
}

fn unsupported(name: &str, reason: &str) -> Error {
    Error::Unsupported { name: name.into(), reason: reason.into() }
}

fn malformed(name: &str, reason: impl Into<String>) -> Error {
    Error::Malformed { name: name.into(), reason: reason.into() }
}

fn too_many_channels(name: &str, channels: usize, limit: usize) -> Error {
    Error::TooManyChannels { name: name.into(), channels, limit }
}
