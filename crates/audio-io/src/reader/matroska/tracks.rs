//! The tracks of Matroska and their codecs.

use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::*;

use super::super::mp4::config;
use super::super::packets::Codec;
use super::ebml::{children, float, number};
use crate::SampleFormat;
use crate::codec::opus::Opus;
use crate::fault::{Fault, Outcome};

/// An audio track.
#[derive(Default)]
pub(super) struct Track {
    pub(super) number: u64,
    codec: String,
    private: Vec<u8>,
    /// Nanoseconds at the start that are no part of the sound.
    pub(super) delay: u64,
    rate: f64,
    channels: u64,
    bits: u64,
    is_encrypted: bool,
    /// Bytes that were taken off each frame.
    stripped: Vec<u8>,
}

/// The audio tracks of a list, and whether there are others.
pub(super) fn read(list: &[u8]) -> (Vec<Track>, bool) {
    let (mut tracks, mut has_video) = (Vec::new(), false);
    for (_, entry) in children(list).filter(|&(id, _)| id == 0xae) {
        let (mut kind, mut track) = (0, Track { rate: 8000.0, channels: 1, ..Track::default() });
        for (id, body) in children(entry) {
            match id {
                0xd7 => track.number = number(body),
                0x83 => kind = number(body),
                0x86 => track.codec = String::from_utf8_lossy(body).trim_end_matches('\0').into(),
                0x63a2 => track.private = body.to_vec(),
                0x56aa => track.delay = number(body),
                0xe1 => track.read_audio(body),
                0x6d80 => track.read_encodings(body),
                _ => {}
            }
        }
        has_video |= kind == 1;
        if kind == 2 {
            tracks.push(track);
        }
    }
    (tracks, has_video)
}

impl Track {
    fn read_audio(&mut self, body: &[u8]) {
        for (id, body) in children(body) {
            match id {
                0xb5 => self.rate = float(body),
                0x9f => self.channels = number(body),
                0x6264 => self.bits = number(body),
                _ => {}
            }
        }
    }

    /// Compression by stripped headers is undone; other encodings are refused.
    fn read_encodings(&mut self, body: &[u8]) {
        for (_, encoding) in children(body).filter(|&(id, _)| id == 0x6240) {
            for (id, body) in children(encoding) {
                match id {
                    0x5035 => self.is_encrypted = true,
                    0x5034 => {
                        let find = |wanted| children(body).find(|&(id, _)| id == wanted);
                        let is_stripped = find(0x4254).is_some_and(|(_, kind)| number(kind) == 3);
                        self.is_encrypted |= !is_stripped;
                        self.stripped =
                            find(0x4255).map_or(Vec::new(), |(_, bytes)| bytes.to_vec());
                    }
                    _ => {}
                }
            }
        }
    }

    /// Samples per second, as the track states it.
    pub(super) fn rate(&self) -> u32 {
        self.rate as u32
    }

    pub(super) fn is_opus(&self) -> bool {
        self.codec == "A_OPUS"
    }

    /// Whether its frames are those of layers 1 and 2, which the reader of frames has to prepare.
    pub(super) fn is_mpeg(&self) -> bool {
        matches!(self.codec.as_str(), "A_MPEG/L1" | "A_MPEG/L2")
    }

    /// A frame with the bytes that were taken off it.
    pub(super) fn whole(&self, frame: &[u8]) -> Vec<u8> {
        [self.stripped.as_slice(), frame].concat()
    }

    /// Finds a decoder.
    pub(super) fn codec(&self) -> Outcome<Codec> {
        if self.is_encrypted {
            return Err(Fault::unsupported(
                "its audio is encrypted or compressed and cannot be read",
            ));
        }
        let name = self.codec.as_str();
        let (rate, channels) = (self.rate as u32, self.channels as usize);
        let mut parameters = AudioCodecParameters::new();
        match name {
            "A_OPUS" => return Ok(Codec::Opus(Box::new(Opus::new(&self.private)?))),
            "A_PCM/INT/LIT" | "A_PCM/INT/BIG" | "A_PCM/FLOAT/IEEE" => {
                let width = self.bits.div_ceil(8) as usize;
                let big_endian = name.ends_with("BIG") && width > 1;
                let format = if name.ends_with("IEEE") {
                    SampleFormat::float(width, false)
                } else {
                    SampleFormat::integer(width, big_endian)
                };
                let reason =
                    || Fault::malformed(format!("samples of {} bits are not read", self.bits));
                return Ok(Codec::Pcm(format.ok_or_else(reason)?, channels, rate));
            }
            "A_VORBIS" => parameters.for_codec(CODEC_ID_VORBIS).with_extra_data(self.vorbis()?),
            "A_FLAC" => {
                let info = self.private.get(8..42).ok_or_else(Self::no_headers)?;
                parameters.for_codec(CODEC_ID_FLAC).with_extra_data(info.into())
            }
            "A_ALAC" => {
                parameters.for_codec(CODEC_ID_ALAC).with_extra_data(self.private.as_slice().into())
            }
            "A_MPEG/L3" => parameters.for_codec(CODEC_ID_MP3),
            "A_MPEG/L2" => parameters.for_codec(CODEC_ID_MP2),
            "A_MPEG/L1" => parameters.for_codec(CODEC_ID_MP1),
            _ if name.starts_with("A_AAC") => {
                let config = config::core(&self.private).map(|core| core.config);
                let config = config.unwrap_or_else(|| self.private.clone());
                parameters.for_codec(CODEC_ID_AAC);
                if !config.is_empty() {
                    parameters.with_extra_data(config.into());
                }
                &mut parameters
            }
            _ => {
                let name = self.plain_name();
                return Err(Fault::convert(format!("its audio is {name}, which is not read")));
            }
        };
        parameters.with_sample_rate(rate).with_channels(Channels::Discrete(channels as u16));
        Codec::open(&parameters)
    }

    /// The first and third of Vorbis's headers, which are laced.
    fn vorbis(&self) -> Outcome<Box<[u8]>> {
        let frames = self.private.first().and_then(|_| super::laced(&self.private, 1));
        let frames = frames.ok_or_else(Self::no_headers)?;
        let [first, _, third] = frames.as_slice() else { return Err(Self::no_headers()) };
        Ok([*first, *third].concat().into())
    }

    fn no_headers() -> Fault {
        Fault::malformed("the headers of its codec are missing")
    }

    fn plain_name(&self) -> &str {
        match self.codec.as_str() {
            "A_AC3" | "A_AC3/BSID9" | "A_AC3/BSID10" => "AC-3",
            "A_EAC3" => "E-AC-3",
            "A_MS/ACM" => "of a Windows codec (MS/ACM)",
            "A_WAVPACK4" => "WavPack",
            "A_TTA1" => "True Audio",
            name => name.strip_prefix("A_").unwrap_or(name),
        }
    }
}
