//! Opus packets to samples at 48 kHz, by the crate `opus-decoder`.

use opus_decoder::OpusMultistreamDecoder;

use crate::fault::{Fault, Outcome};

/// Opus is always decoded at this rate, Hz.
pub(crate) const RATE: u32 = 48_000;
/// Frames of the longest packet, 120 ms.
const LONGEST: usize = 5760;
/// What the identification header starts with.
const MAGIC: &[u8] = b"OpusHead";

/// A decoder for one stream.
pub(crate) struct Opus {
    decoder: OpusMultistreamDecoder,
    channels: usize,
    gain: f32,
    /// Frames at the start that are no part of the sound.
    pub(crate) pre_skip: u64,
    buffer: Vec<f32>,
}

impl Opus {
    /// Starts by an identification header (RFC 7845, section 5.1). MP4's is of version 0, and writes
    /// its numbers with the high byte first.
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
        let decoder = OpusMultistreamDecoder::new(RATE, count, streams, coupled, mapping);
        Ok(Self {
            decoder: decoder.map_err(|_| bad())?,
            channels: count,
            // Units of 1/256 dB.
            gain: 10_f32.powf(f32::from(word([g0, g1]) as i16) / (20.0 * 256.0)),
            pre_skip: word([s0, s1]).into(),
            buffer: Vec::new(),
        })
    }

    /// Replaces `planes` by the samples of a packet; `Err` says why it cannot be decoded.
    pub(crate) fn decode(
        &mut self,
        packet: &[u8],
        planes: &mut Vec<Vec<f32>>,
    ) -> Result<(), String> {
        self.buffer.resize(LONGEST * self.channels, 0.0);
        let frames = self.decoder.decode_float(packet, &mut self.buffer, false);
        let frames = frames.map_err(|error| format!("Opus: {error}"))?;
        planes.resize_with(self.channels, Vec::new);
        for (channel, plane) in planes.iter_mut().enumerate() {
            let samples = self.buffer.iter().skip(channel).step_by(self.channels);
            plane.clear();
            plane.extend(samples.take(frames).map(|sample| sample * self.gain));
        }
        Ok(())
    }

    /// Forgets what came before, as after a jump.
    pub(crate) fn reset(&mut self) {
        self.decoder.reset();
    }
}
