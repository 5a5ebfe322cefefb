//! Packets of a container, decoded one after another.

use symphonia::core::codecs::audio::well_known::*;
use symphonia::core::codecs::audio::{
    AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions,
};
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::packet::Packet;
use symphonia::core::units::Duration;

use super::Reader;
use crate::codec::opus::{self, Opus};
use crate::fault::{Fault, Outcome};
use crate::output::Output;
use crate::{Note, SampleFormat};

/// What a container gives next.
pub(super) enum Step {
    Packet(Packet),
    /// Another stream follows, with its own headers.
    Restart(Box<AudioCodecParameters>),
    End,
}

/// A container as packets of one track.
pub(super) trait Packets: Send + Sync {
    /// The next packet of the track.
    fn next(&mut self) -> Outcome<Step>;

    /// Goes to a packet at or before `frame` of a stream at `rate`; `false` where it cannot, and
    /// nothing has changed then.
    fn seek(&mut self, _frame: u64, _rate: u32) -> bool {
        false
    }

    /// The frames of the track at a rate, where the container says so.
    fn len(&self, _rate: u32) -> Option<u64> {
        None
    }

    /// The frame at which a packet starts.
    fn frame_of(&self, _packet: &Packet, _rate: u32) -> u64 {
        0
    }

    /// What was noticed so far.
    fn notes(&self) -> Vec<Note> {
        Vec::new()
    }
}

/// A decoder for the packets of one track.
pub(super) enum Codec {
    /// Samples as they are in the file: their format, channels and rate.
    Pcm(SampleFormat, usize, u32),
    Opus(Box<Opus>),
    Other(Box<dyn AudioDecoder>),
}

impl Codec {
    /// Finds a decoder.
    pub(super) fn open(parameters: &AudioCodecParameters) -> Outcome<Self> {
        let channels = parameters.channels.as_ref().map(|channels| channels.count());
        let rate = parameters.sample_rate;
        if let (Some(format), Some(channels), Some(rate)) =
            (sample_format(parameters.codec), channels, rate)
        {
            return Ok(Self::Pcm(format, channels, rate));
        }
        if parameters.codec == CODEC_ID_OPUS {
            let header = parameters.extra_data.as_deref().unwrap_or_default();
            return Ok(Self::Opus(Box::new(Opus::new(header)?)));
        }
        // symphonia 0.6.1 joins coupled channels in the wrong order where there are several pairs.
        if parameters.codec == CODEC_ID_VORBIS && channels.is_some_and(|channels| channels > 2) {
            let what = "its audio is Vorbis with more than two channels, which is not read";
            return Err(Fault::convert(what));
        }
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default());
        match decoder {
            Ok(decoder) => Ok(Self::Other(decoder)),
            Err(SymphoniaError::Unsupported(reason)) => {
                Err(Fault::convert(match codec_name(parameters.codec) {
                    Some(name) => format!("its audio is {name}, which is not read"),
                    None => format!("its audio is of an encoding that is not read ({reason})"),
                }))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Replaces the output by a packet's samples; `Ok(Err(reason))` where it is damaged.
    pub(super) fn decode(
        &mut self,
        packet: &Packet,
        planes: &mut Vec<Vec<f32>>,
        output: &mut Output,
    ) -> Outcome<Result<(), String>> {
        match self {
            Self::Pcm(format, channels, rate) => {
                output.set_bytes(*format, &packet.data, *channels, *rate)?;
            }
            Self::Opus(opus) => {
                if let Err(reason) = opus.decode(&packet.data, planes) {
                    return Ok(Err(reason));
                }
                let frames = planes.first().map_or(0, Vec::len);
                let before = opus.pre_skip.min(frames as u64) as usize;
                opus.pre_skip -= before as u64;
                let after = frames.saturating_sub(packet.trim_end.get() as usize);
                for plane in &mut *planes {
                    plane.truncate(after);
                    plane.drain(..before.min(plane.len()));
                }
                output.set_planes(planes, opus::RATE)?;
            }
            Self::Other(decoder) => {
                let decoded = match decoder.decode(packet) {
                    Ok(decoded) => decoded,
                    Err(SymphoniaError::DecodeError(reason)) => return Ok(Err(reason.into())),
                    Err(SymphoniaError::IoError(error)) => return Ok(Err(error.to_string())),
                    Err(error) => return Err(error.into()),
                };
                decoded.copy_to_vecs_planar(planes);
                let rate = decoded.spec().rate();
                if planes.iter().any(|plane| !plane.is_empty()) {
                    output.set_planes(planes, rate)?;
                } else {
                    output.clear(rate);
                }
            }
        }
        Ok(Ok(()))
    }

    fn reset(&mut self) {
        match self {
            Self::Pcm(..) => {}
            Self::Opus(opus) => {
                opus.reset();
                opus.pre_skip = 0;
            }
            Self::Other(decoder) => decoder.reset(),
        }
    }
}

/// Decodes the packets of one track.
///
/// A packet that cannot be decoded is skipped at the start, where it may depend on one that is not
/// there, and at the very end, where the file is cut short.
pub(super) struct PacketReader<P> {
    packets: P,
    codec: Codec,
    planes: Vec<Vec<f32>>,
    damage: Option<String>,
    started: bool,
    cut: bool,
    rate: u32,
    /// A block that was decoded to find out where it starts.
    ready: bool,
    /// Whether a stream after the first one starts.
    restarts: bool,
}

impl<P: Packets> PacketReader<P> {
    pub(super) fn new(packets: P, codec: Codec) -> Self {
        Self {
            packets,
            codec,
            planes: Vec::new(),
            damage: None,
            started: false,
            cut: false,
            rate: 0,
            ready: false,
            restarts: false,
        }
    }

    /// Decodes up to the next block that is not empty; gives its packet's first frame.
    fn advance(&mut self, output: &mut Output) -> Outcome<Option<u64>> {
        loop {
            let mut packet = match self.packets.next()? {
                Step::Packet(packet) => packet,
                Step::Restart(parameters) => {
                    self.codec = Codec::open(&parameters)?;
                    self.restarts = true;
                    continue;
                }
                Step::End => return self.end(),
            };
            if let Some(reason) = self.damage.take().filter(|_| self.started) {
                return Err(Fault::malformed(reason));
            }
            if std::mem::take(&mut self.restarts) {
                self.fade_in(&mut packet, output)?;
            }
            if let Err(reason) = self.codec.decode(&packet, &mut self.planes, output)? {
                self.damage = Some(format!("the audio data cannot be decoded ({reason})"));
                continue;
            }
            if output.len() > 0 {
                self.started = true;
                self.rate = output.rate;
                return Ok(Some(self.packets.frame_of(&packet, self.rate)));
            }
        }
    }

    /// Starts a later stream of Vorbis as ffmpeg does: with the first half of its first block, as
    /// if silence had been before. A packet of zeros is such silence.
    fn fade_in(&mut self, packet: &mut Packet, output: &mut Output) -> Outcome<()> {
        if matches!(&self.codec, Codec::Other(decoder) if decoder.codec_params().codec == CODEC_ID_VORBIS)
        {
            let silence = Packet::new(packet.track_id, packet.pts, Duration::ZERO, [0_u8; 8]);
            self.codec.decode(&silence, &mut self.planes, output)?.ok();
            packet.trim_start = Duration::ZERO;
        }
        Ok(())
    }

    fn end(&mut self) -> Outcome<Option<u64>> {
        match self.damage.take() {
            Some(reason) if !self.started => Err(Fault::malformed(reason)),
            damage => {
                self.cut |= damage.is_some();
                Ok(None)
            }
        }
    }
}

impl<P: Packets> Reader for PacketReader<P> {
    fn next(&mut self, output: &mut Output) -> Outcome<bool> {
        if std::mem::take(&mut self.ready) {
            return Ok(true);
        }
        Ok(self.advance(output)?.is_some())
    }

    fn seek(&mut self, frame: u64, output: &mut Output) -> Outcome<Option<u64>> {
        if !self.packets.seek(frame, self.rate) {
            return Ok(None);
        }
        self.codec.reset();
        self.damage = None;
        self.started = false;
        let at = self.advance(output)?;
        self.ready = at.is_some();
        Ok(at)
    }

    fn len(&self) -> Option<u64> {
        self.packets.len(self.rate)
    }

    fn notes(&self) -> Vec<Note> {
        let mut notes = self.packets.notes();
        if self.cut && !notes.contains(&Note::CutShort) {
            notes.push(Note::CutShort);
        }
        notes
    }
}

/// How samples are stored, where a codec is plain samples.
fn sample_format(codec: AudioCodecId) -> Option<SampleFormat> {
    Some(match codec {
        CODEC_ID_PCM_U8 => SampleFormat::U8,
        CODEC_ID_PCM_S8 => SampleFormat::S8,
        CODEC_ID_PCM_S16LE => SampleFormat::S16Le,
        CODEC_ID_PCM_S16BE => SampleFormat::S16Be,
        CODEC_ID_PCM_S24LE => SampleFormat::S24Le,
        CODEC_ID_PCM_S24BE => SampleFormat::S24Be,
        CODEC_ID_PCM_S32LE => SampleFormat::S32Le,
        CODEC_ID_PCM_S32BE => SampleFormat::S32Be,
        CODEC_ID_PCM_F32LE => SampleFormat::F32Le,
        CODEC_ID_PCM_F32BE => SampleFormat::F32Be,
        CODEC_ID_PCM_F64LE => SampleFormat::F64Le,
        CODEC_ID_PCM_F64BE => SampleFormat::F64Be,
        CODEC_ID_PCM_MULAW => SampleFormat::Mulaw,
        CODEC_ID_PCM_ALAW => SampleFormat::Alaw,
        _ => return None,
    })
}

/// The names of codecs that containers have and this crate does not.
fn codec_name(codec: AudioCodecId) -> Option<&'static str> {
    Some(match codec {
        CODEC_ID_AAC => {
            "AAC of a profile other than low complexity, or with more than two channels"
        }
        CODEC_ID_AC3 => "AC-3",
        CODEC_ID_EAC3 => "E-AC-3",
        CODEC_ID_DCA => "DTS",
        CODEC_ID_TRUEHD => "TrueHD",
        CODEC_ID_SPEEX => "Speex",
        CODEC_ID_WMA => "Windows Media Audio (WMA)",
        _ => return None,
    })
}
