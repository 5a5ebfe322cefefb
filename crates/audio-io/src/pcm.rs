//! Uncompressed samples as they are in a file.
//!
//! Turning interleaved bytes to `f32` in one pass is several times quicker than decoding into
//! planes and mixing those.

/// How a sample is stored.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleFormat {
    /// 8 bits without a sign.
    U8,
    /// 8 bits.
    S8,
    /// 16 bits, the low byte first.
    S16Le,
    /// 16 bits, the high byte first.
    S16Be,
    /// 24 bits, the low byte first.
    S24Le,
    /// 24 bits, the high byte first.
    S24Be,
    /// 32 bits, the low byte first.
    S32Le,
    /// 32 bits, the high byte first.
    S32Be,
    /// A float of 32 bits, the low byte first.
    F32Le,
    /// A float of 32 bits, the high byte first.
    F32Be,
    /// A float of 64 bits, the low byte first.
    F64Le,
    /// A float of 64 bits, the high byte first.
    F64Be,
    /// µ-law (ITU-T G.711), 8 bits.
    Mulaw,
    /// A-law (ITU-T G.711), 8 bits.
    Alaw,
}

/// What is done with a function that makes a sample of `N` bytes.
pub(crate) trait Decode {
    /// Does it.
    fn run<const N: usize>(self, read: impl Fn([u8; N]) -> f32 + Copy);
}

impl SampleFormat {
    /// Bytes per sample.
    pub fn width(self) -> usize {
        match self {
            Self::U8 | Self::S8 | Self::Mulaw | Self::Alaw => 1,
            Self::S16Le | Self::S16Be => 2,
            Self::S24Le | Self::S24Be => 3,
            Self::S32Le | Self::S32Be | Self::F32Le | Self::F32Be => 4,
            Self::F64Le | Self::F64Be => 8,
        }
    }

    /// Integers of `width` bytes; those of one byte have no sign with the low byte first, as in
    /// WAV, and a sign with the high byte first, as in AIFF and AU.
    pub(crate) fn integer(width: usize, big_endian: bool) -> Option<Self> {
        Some(match (width, big_endian) {
            (1, false) => Self::U8,
            (1, true) => Self::S8,
            (2, false) => Self::S16Le,
            (2, true) => Self::S16Be,
            (3, false) => Self::S24Le,
            (3, true) => Self::S24Be,
            (4, false) => Self::S32Le,
            (4, true) => Self::S32Be,
            _ => return None,
        })
    }

    /// Floats of `width` bytes.
    pub(crate) fn float(width: usize, big_endian: bool) -> Option<Self> {
        Some(match (width, big_endian) {
            (4, false) => Self::F32Le,
            (4, true) => Self::F32Be,
            (8, false) => Self::F64Le,
            (8, true) => Self::F64Be,
            _ => return None,
        })
    }

    /// Runs `decode` with the function for this format.
    ///
    /// Integers are scaled by a power of 2 so that full scale is 1, as libsndfile scales them.
    pub(crate) fn decode_with(self, decode: impl Decode) {
        let s16 = |sample: i16| f32::from(sample) * (1.0 / 32_768.0);
        let s32 = |sample: i32| sample as f32 * (1.0 / 2_147_483_648.0);
        match self {
            Self::U8 => decode.run(|[a]| (f32::from(a) - 128.0) / 128.0),
            Self::S8 => decode.run(|[a]| f32::from(a as i8) / 128.0),
            Self::S16Le => decode.run(|b| s16(i16::from_le_bytes(b))),
            Self::S16Be => decode.run(|b| s16(i16::from_be_bytes(b))),
            Self::S24Le => decode.run(|[a, b, c]| s32(i32::from_le_bytes([0, a, b, c]))),
            Self::S24Be => decode.run(|[a, b, c]| s32(i32::from_be_bytes([a, b, c, 0]))),
            Self::S32Le => decode.run(|b| s32(i32::from_le_bytes(b))),
            Self::S32Be => decode.run(|b| s32(i32::from_be_bytes(b))),
            Self::F32Le => decode.run(f32::from_le_bytes),
            Self::F32Be => decode.run(f32::from_be_bytes),
            Self::F64Le => decode.run(|b| f64::from_le_bytes(b) as f32),
            Self::F64Be => decode.run(|b| f64::from_be_bytes(b) as f32),
            Self::Mulaw => decode.run(|[a]| s16(mulaw(a))),
            Self::Alaw => decode.run(|[a]| s16(alaw(a))),
        }
    }
}

/// A µ-law code as 16 bits (ITU-T G.711, table 2).
fn mulaw(code: u8) -> i16 {
    let code = !code;
    let (exponent, mantissa) = (code >> 4 & 7, i16::from(code & 15));
    let magnitude = (((mantissa << 3) + 0x84) << exponent) - 0x84;
    if code & 0x80 == 0 { magnitude } else { -magnitude }
}

/// An A-law code as 16 bits (ITU-T G.711, table 1).
fn alaw(code: u8) -> i16 {
    let code = code ^ 0x55;
    let (exponent, mantissa) = (code >> 4 & 7, i16::from(code & 15) << 4);
    let magnitude = if exponent == 0 { mantissa + 8 } else { (mantissa + 0x108) << (exponent - 1) };
    if code & 0x80 == 0 { -magnitude } else { magnitude }
}
