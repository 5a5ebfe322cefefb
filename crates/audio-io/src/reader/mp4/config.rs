//! AAC's AudioSpecificConfig (ISO 14496-3): what of HE-AAC can be decoded as plain AAC.

/// The rates by code, Hz.
const RATES: [u32; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
    7350,
];

/// The core of a stream, without its extensions.
pub(in crate::reader) struct Core {
    /// The configuration of the core alone.
    pub(in crate::reader) config: Vec<u8>,
    /// The rate of the core, Hz.
    pub(in crate::reader) rate: u32,
    /// Whether a band above the core is coded too (HE-AAC).
    pub(in crate::reader) is_extended: bool,
}

/// The core of AAC of low complexity; `None` where it is something else.
pub(in crate::reader) fn core(config: &[u8]) -> Option<Core> {
    let mut bits = Bits { bytes: config, at: 0 };
    let mut object = bits.object()?;
    let (code, rate) = bits.rate()?;
    let channels = bits.take(4)?;
    let mut is_extended = matches!(object, 5 | 29);
    if is_extended {
        bits.rate()?;
        object = bits.object()?;
        // Some encoders leave the core's type out.
        if object == 0 {
            object = 2;
        }
    }
    if object != 2 {
        return None;
    }
    let flags = bits.take(3).unwrap_or(0);
    // A later extension, which older decoders do not look for.
    is_extended |=
        bits.take(11) == Some(0x2b7) && bits.object() == Some(5) && bits.take(1) == Some(1);
    let mut written = Written::default();
    written.put(2, 5);
    written.put(code, 4);
    if code == 15 {
        written.put(rate, 24);
    }
    written.put(channels, 4);
    written.put(flags & 4, 3);
    Some(Core { config: written.bytes, rate, is_extended })
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for _ in 0..count {
            let byte = *self.bytes.get(self.at / 8)?;
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }

    fn object(&mut self) -> Option<u32> {
        match self.take(5)? {
            31 => Some(32 + self.take(6)?),
            object => Some(object),
        }
    }

    fn rate(&mut self) -> Option<(u32, u32)> {
        let code = self.take(4)?;
        if code == 15 {
            return Some((code, self.take(24)?));
        }
        Some((code, *RATES.get(code as usize)?))
    }
}

#[derive(Default)]
struct Written {
    bytes: Vec<u8>,
    count: usize,
}

impl Written {
    fn put(&mut self, value: u32, count: usize) {
        for place in (0..count).rev() {
            if self.count.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value >> place & 1) as u8) << (7 - self.count % 8);
            }
            self.count += 1;
        }
    }
}
