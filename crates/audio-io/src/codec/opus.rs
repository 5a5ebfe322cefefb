//! Opus packets to samples at 48 kHz, by the crate `opus-pure`.
//!
//! The streams of more than two channels are separated here, since the crate takes the lengths in a
//! packet of several streams for those of another framing.

mod framing;

use opus_pure::OpusDecoder;

use crate::fault::{Fault, Outcome};

/// Opus is always decoded at this rate, Hz.
pub(crate) const RATE: u32 = 48_000;
/// Frames of the longest packet, 120 ms.
const LONGEST: usize = 5760;
/// What the identification header starts with.
const MAGIC: &[u8] = b"OpusHead";

/// A decoder for one stream.
pub(crate) struct Opus {
    /// The decoders of the streams and their channels.
    streams: Vec<(OpusDecoder, usize)>,
    /// For each channel its place among those of all streams, or 255 for silence.
    mapping: Vec<u8>,
    gain: f32,
    /// Frames at the start that are no part of the sound.
    pub(crate) pre_skip: u64,
    buffer: Vec<f32>,
}

impl Opus {
    /// Starts by an identification header (RFC 7845, section 5.1). MP4's is of version 0, and
    /// writes its numbers with the high byte first.
    pub(crate) fn new(header: &[u8]) -> Outcome<Self> {
        let bad = || Fault::malformed("its Opus header is too short or contradicts itself");
        let fields = header.strip_prefix(MAGIC).unwrap_or(header);
        let Some(&[version, channels, s0, s1, _, _, _, _, g0, g1, family]) = fields.first_chunk()
        else {
            return Err(bad());
        };
        let word = |bytes| {
            if version == 0 { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
        };
        let count = usize::from(channels);
        let (streams, coupled, mapping) = if family == 0 {
            (1, count.saturating_sub(1), [0, 1].get(..count).ok_or_else(bad)?)
        } else {
            let rest = fields.get(11..13 + count).ok_or_else(bad)?;
            (usize::from(rest[0]), usize::from(rest[1]), &rest[2..])
        };
        if count == 0 || streams == 0 || coupled > streams || mapping.len() < count {
            return Err(bad());
        }
        let open = |at: usize| {
            let channels = if at < coupled { 2 } else { 1 };
            OpusDecoder::new(RATE as i32, channels)
                .map(|decoder| (decoder, channels))
                .map_err(|_| bad())
        };
        Ok(Self {
            streams: (0..streams).map(open).collect::<Outcome<_>>()?,
            mapping: mapping.get(..count).unwrap_or_default().to_vec(),
            // Units of 1/256 dB.
            gain: 10_f32.powf(f32::from(word([g0, g1]) as i16) / (20.0 * 256.0)),
            pre_skip: word([s0, s1]).into(),
            buffer: Vec::new(),
        })
    }

    /// Starts without a header, as in CAF: one stream of one or two channels.
    pub(crate) fn plain(channels: usize, pre_skip: u64) -> Outcome<Self> {
        let mut header = [1, channels.min(255) as u8, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0];
        let skip = u16::try_from(pre_skip).unwrap_or(u16::MAX).to_le_bytes();
        header[2..4].copy_from_slice(&skip);
        Self::new(&header)
    }

    /// Replaces `planes` by the samples of a packet; `Err` says why it cannot be decoded.
    pub(crate) fn decode(
        &mut self,
        packet: &[u8],
        planes: &mut Vec<Vec<f32>>,
    ) -> Result<(), String> {
        if packet.is_empty() {
            // The decoder takes it for a lost packet, and would make up the sound.
            *planes = vec![Vec::new(); self.mapping.len()];
            return Ok(());
        }
        let mut sound: Vec<Vec<f32>> = Vec::new();
        let (last, mut rest) = (self.streams.len() - 1, packet);
        for (at, (decoder, channels)) in self.streams.iter_mut().enumerate() {
            let joined;
            let part = if at < last {
                let split = framing::split_delimited(rest);
                (joined, rest) = split.ok_or("Opus: a part of a packet is too short")?;
                joined.as_slice()
            } else {
                rest
            };
            if part.is_empty() {
                return Err("Opus: a part of a packet is empty".into());
            }
            self.buffer.resize(LONGEST * *channels, 0.0);
            let frames = decoder.decode(part, LONGEST, &mut self.buffer);
            let frames = frames.map_err(|error| format!("Opus: {error}"))?;
            for channel in 0..*channels {
                let samples = self.buffer.iter().skip(channel).step_by(*channels).take(frames);
                sound.push(samples.map(|sample| sample * self.gain).collect());
            }
        }
        let frames = sound.iter().map(Vec::len).min().unwrap_or(0);
        planes.clear();
        for &place in &self.mapping {
            let mut plane =
                sound.get(usize::from(place)).cloned().unwrap_or_else(|| vec![0.0; frames]);
            plane.truncate(frames);
            planes.push(plane);
        }
        Ok(())
    }

    /// Forgets what came before, as after a jump.
    pub(crate) fn reset(&mut self) {
        for (decoder, _) in &mut self.streams {
            // Its only error, of a multi-stream decoder, cannot occur here.
            let _ = decoder.reset_state();
        }
    }
}
