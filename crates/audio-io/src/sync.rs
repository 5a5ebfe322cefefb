//! Where frames of MPEG audio start.

/// How a frame of MPEG audio (layer 1, 2 or 3) is laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MpegHeader {
    /// 1, 2 or 3.
    pub(crate) layer: u8,
    /// Samples per second, Hz.
    pub(crate) rate: u32,
    pub(crate) channels: usize,
    /// Samples of a frame.
    pub(crate) samples: usize,
    /// Bytes of a frame; `None` in free format.
    pub(crate) len: Option<usize>,
    /// Whether a slot of padding is in the frame.
    pub(crate) padded: bool,
    /// MPEG-1, not MPEG-2 or 2.5.
    pub(crate) first_version: bool,
    /// Whether two bytes of checksum follow the header.
    pub(crate) checksum: bool,
}

/// Bit rates in kbit/s: MPEG-1 layers 1 to 3, then MPEG-2 layers 1 and 2 or 3.
const BIT_RATES: [[u32; 15]; 5] = [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

impl MpegHeader {
    /// Reads the four bytes of a header (ISO 11172-3 and 13818-3).
    pub(crate) fn parse(bytes: [u8; 4]) -> Option<Self> {
        let word = u32::from_be_bytes(bytes);
        let field = |shift: u32, mask: u32| (word >> shift & mask) as usize;
        let (version, layer_code) = (field(19, 3), field(17, 3));
        let (rate_code, sampling) = (field(12, 15), field(10, 3));
        if field(21, 0x7ff) != 0x7ff
            || version == 1
            || layer_code == 0
            || rate_code == 15
            || sampling == 3
        {
            return None;
        }
        let (layer, first_version) = (4 - layer_code, version == 3);
        let halvings = [2, 0, 1, 0][version];
        let rate = [44_100, 48_000, 32_000][sampling] >> halvings;
        let row = if first_version { layer - 1 } else { 3 + usize::from(layer > 1) };
        let samples = match layer {
            1 => 384,
            3 if !first_version => 576,
            _ => 1152,
        };
        let padded = field(9, 1) == 1;
        let mut header = Self {
            layer: layer as u8,
            rate,
            channels: if field(6, 3) == 3 { 1 } else { 2 },
            samples,
            len: None,
            padded,
            first_version,
            checksum: field(16, 1) == 0,
        };
        if rate_code > 0 {
            header.len = Some(header.len_at(BIT_RATES[row][rate_code]));
        }
        Some(header)
    }

    /// Bytes of a frame at a bit rate in kbit/s.
    fn len_at(&self, kilobits: u32) -> usize {
        let padding = usize::from(self.padded);
        let bits = kilobits as usize * 1000;
        if self.layer == 1 {
            return (12 * bits / self.rate as usize + padding) * 4;
        }
        self.samples / 8 * bits / self.rate as usize + padding
    }

    /// The code of the smallest bit rate at which a frame has `len` bytes or more, and that length.
    pub(crate) fn fitting(&self, len: usize) -> Option<(u8, usize)> {
        let row = if self.first_version { usize::from(self.layer) - 1 } else { 4 };
        let rates = BIT_RATES[row].iter().enumerate().skip(1);
        let lens = rates.map(|(code, &kilobits)| (code as u8, self.len_at(kilobits)));
        lens.into_iter().find(|&(_, at)| at >= len)
    }

    /// Whether another frame may be of the same stream.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        (self.layer, self.rate, self.first_version)
            == (other.layer, other.rate, other.first_version)
    }
}

/// Whether frames of MPEG audio follow each other from the start on.
pub(crate) fn mpeg(bytes: &[u8]) -> bool {
    let header = |at: usize| MpegHeader::parse(*bytes.get(at..)?.first_chunk()?);
    let Some(first) = header(0) else { return false };
    match first.len {
        Some(len) if len >= bytes.len() => true,
        Some(len) => header(len).is_some_and(|next| next.is_like(&first)),
        None => free_len(bytes).is_some(),
    }
}

/// The length of a frame of free format at the start, without padding: the distance to the next
/// header that is like the first, and is followed by another one at the same distance.
pub(crate) fn free_len(bytes: &[u8]) -> Option<usize> {
    let header = |at: usize| MpegHeader::parse(*bytes.get(at..)?.first_chunk()?);
    let first = header(0).filter(|header| header.len.is_none())?;
    let like = |at: usize| header(at).filter(|next| next.is_like(&first) && next.len.is_none());
    let bare = |distance: usize, padded: bool| distance.checked_sub(usize::from(padded));
    (24..bytes.len()).find_map(|at| {
        let second = like(at)?;
        let len = bare(at, first.padded)?;
        let third = at + len + usize::from(second.padded);
        (third + 4 > bytes.len() || like(third).is_some()).then_some(len)
    })
}

/// Whether frames of AAC with ADTS headers follow each other from the start on.
pub(crate) fn adts(bytes: &[u8]) -> bool {
    let len = |at: usize| {
        let head = bytes.get(at..)?.first_chunk::<7>()?;
        let is_sync = head[0] == 0xff && head[1] & 0xf6 == 0xf0 && head[2] >> 2 & 15 < 13;
        let len =
            usize::from(head[3] & 3) << 11 | usize::from(head[4]) << 3 | usize::from(head[5] >> 5);
        (is_sync && len >= 7).then_some(len)
    };
    len(0).is_some_and(|first| first + 7 > bytes.len() || len(first).is_some())
}

/// Whether frames of AAC in LATM, with LOAS headers, follow each other from the start on.
pub(crate) fn latm(bytes: &[u8]) -> bool {
    let len = |at: usize| match bytes.get(at..)?.first_chunk()? {
        [0x56, second, third] if second & 0xe0 == 0xe0 => {
            Some(usize::from(second & 0x1f) << 8 | usize::from(*third))
        }
        _ => None,
    };
    len(0).is_some_and(|first| first > 0 && len(first + 3).is_some())
}
