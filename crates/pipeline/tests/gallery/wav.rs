//! WAV files with any header.

/// What a header claims, and the bytes behind it.
#[derive(Clone)]
pub(crate) struct Wav {
    /// 1 is whole numbers, 3 is floating point.
    pub(crate) format: u16,
    pub(crate) channels: u16,
    pub(crate) sample_rate: u32,
    pub(crate) bits: u16,
    /// The claimed size of the data.
    pub(crate) claimed: u32,
    pub(crate) data: Vec<u8>,
}

impl Wav {
    /// A tone of 0.1 s in 16 bits.
    pub(crate) fn tone() -> Self {
        let tone = (0..2205).map(|t| ((t as f32 * 0.1).sin() * 9000.0) as i16);
        Self { format: 1, bits: 16, ..Self::of(tone.flat_map(i16::to_le_bytes).collect()) }
    }

    /// These samples as they are.
    pub(crate) fn float(samples: &[f32]) -> Self {
        Self::of(samples.iter().flat_map(|x| x.to_le_bytes()).collect())
    }

    fn of(data: Vec<u8>) -> Self {
        let claimed = data.len() as u32;
        Self { format: 3, channels: 1, sample_rate: 22_050, bits: 32, claimed, data }
    }

    /// The same with another header.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Vec<u8> {
        change(&mut self);
        self.bytes()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let frame = self.channels.wrapping_mul(self.bits / 8);
        [
            &b"RIFF"[..],
            &self.claimed.wrapping_add(36).to_le_bytes(),
            b"WAVEfmt ",
            &16_u32.to_le_bytes(),
            &self.format.to_le_bytes(),
            &self.channels.to_le_bytes(),
            &self.sample_rate.to_le_bytes(),
            &self.sample_rate.wrapping_mul(frame.into()).to_le_bytes(),
            &frame.to_le_bytes(),
            &self.bits.to_le_bytes(),
            b"data",
            &self.claimed.to_le_bytes(),
            &self.data,
        ]
        .concat()
    }
}
