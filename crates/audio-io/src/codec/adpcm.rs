//! ADPCM: four bits a sample, as differences whose size adapts. Microsoft's and IMA's.

use super::scaled;

/// Microsoft's predictors, two weights each (RIFF's registration of the format, 1991).
const PREDICTORS: [(i32, i32); 7] =
    [(256, 0), (512, -256), (0, 0), (192, 64), (240, 0), (460, -208), (392, -232)];
/// How Microsoft's step grows by code.
const GROWTH: [i32; 16] =
    [230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230];
/// IMA's steps (IMA Digital Audio Focus Group, 1992).
const STEPS: [i32; 89] = [
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66,
    73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449,
    494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272,
    2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493,
    10_442, 11_487, 12_635, 13_899, 15_289, 16_818, 18_500, 20_350, 22_385, 24_623, 27_086, 29_794,
    32_767,
];
/// How IMA's place in the table moves by code.
const MOVES: [i32; 8] = [-1, -1, -1, -1, 2, 4, 6, 8];
/// Bytes of a channel's block in QuickTime.
const QUICKTIME: usize = 34;

/// One of the codecs.
pub(crate) struct Adpcm {
    kind: Kind,
    pub(super) channels: usize,
    /// Bytes of a block.
    pub(super) block_len: usize,
    /// The channels after the block before, where blocks go on from there.
    before: Option<Vec<Ima>>,
}

#[derive(Clone, Copy)]
enum Kind {
    Microsoft,
    ImaWav,
    ImaQuicktime,
}

impl Adpcm {
    pub(super) fn microsoft(channels: usize, block_len: usize) -> Option<Self> {
        let fits = (1..=2).contains(&channels) && block_len >= 7 * channels;
        fits.then_some(Self { kind: Kind::Microsoft, channels, block_len, before: None })
    }

    pub(super) fn ima_wav(channels: usize, block_len: usize) -> Option<Self> {
        let fits = (1..=8).contains(&channels) && block_len >= 4 * channels;
        fits.then_some(Self { kind: Kind::ImaWav, channels, block_len, before: None })
    }

    pub(super) fn ima_quicktime(channels: usize, goes_on: bool) -> Option<Self> {
        let fits = (1..=8).contains(&channels);
        let (kind, block_len) = (Kind::ImaQuicktime, QUICKTIME * channels);
        let before = goes_on.then(|| vec![Ima { last: 0, place: 0 }; channels]);
        fits.then_some(Self { kind, channels, block_len, before })
    }

    /// Appends the samples of a block, interleaved.
    pub(super) fn decode(&mut self, block: &[u8], samples: &mut Vec<f32>) {
        match self.kind {
            Kind::Microsoft => self.decode_microsoft(block, samples),
            Kind::ImaWav => self.decode_ima_wav(block, samples),
            Kind::ImaQuicktime => self.decode_ima_quicktime(block, samples),
        }
    }

    fn decode_microsoft(&self, block: &[u8], samples: &mut Vec<f32>) {
        let count = self.channels;
        let Some((header, codes)) = block.split_at_checked(7 * count) else { return };
        let word = |at: usize| i32::from(i16_at(header, at));
        let mut states: Vec<Microsoft> = (0..count)
            .map(|channel| Microsoft {
                weights: PREDICTORS[usize::from(header[channel]).min(6)],
                step: word(count + 2 * channel),
                last: word(3 * count + 2 * channel),
                before: word(5 * count + 2 * channel),
            })
            .collect();
        samples.extend(states.iter().map(|state| scaled(state.before as i16)));
        samples.extend(states.iter().map(|state| scaled(state.last as i16)));
        let codes = codes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        for (at, code) in codes.enumerate() {
            samples.push(states[at % count].next(code));
        }
    }

    fn decode_ima_wav(&self, block: &[u8], samples: &mut Vec<f32>) {
        let count = self.channels;
        let Some((header, codes)) = block.split_at_checked(4 * count) else { return };
        let mut states: Vec<Ima> = (0..count)
            .map(|channel| Ima {
                last: i32::from(i16_at(header, 4 * channel)),
                place: i32::from(header[4 * channel + 2]).min(88),
            })
            .collect();
        samples.extend(states.iter().map(|state| scaled(state.last as i16)));
        for group in codes.chunks_exact(4 * count) {
            let start = samples.len();
            samples.resize(start + 8 * count, 0.0);
            for (channel, (bytes, state)) in group.chunks_exact(4).zip(&mut states).enumerate() {
                let codes = bytes.iter().flat_map(|byte| [byte & 15, byte >> 4]);
                let places = samples[start + channel..].iter_mut().step_by(count);
                places.zip(codes).for_each(|(to, code)| *to = state.next(code));
            }
        }
    }

    fn decode_ima_quicktime(&mut self, block: &[u8], samples: &mut Vec<f32>) {
        let count = self.channels;
        let start = samples.len();
        samples.resize(start + 64 * count, 0.0);
        for (channel, bytes) in block.chunks_exact(QUICKTIME).enumerate() {
            let header = i32::from(i16::from_be_bytes([bytes[0], bytes[1]]));
            let mut state = Ima { last: header & !0x7f, place: (header & 0x7f).min(88) };
            let before = self.before.as_mut().and_then(|all| all.get_mut(channel));
            if let Some(before) = before.as_deref()
                && before.place == state.place
                && (before.last - state.last).abs() <= 0x7f
            {
                state = *before;
            }
            let codes = bytes[2..].iter().flat_map(|byte| [byte & 15, byte >> 4]);
            let places = samples[start + channel..].iter_mut().step_by(count);
            places.zip(codes).for_each(|(to, code)| *to = state.next(code));
            if let Some(before) = before {
                *before = state;
            }
        }
    }
}

/// One channel of Microsoft's ADPCM.
struct Microsoft {
    weights: (i32, i32),
    step: i32,
    last: i32,
    before: i32,
}

impl Microsoft {
    fn next(&mut self, code: u8) -> f32 {
        let signed = i32::from(code) - if code & 8 == 0 { 0 } else { 16 };
        let predicted = (self.last * self.weights.0 + self.before * self.weights.1) >> 8;
        let sample = predicted.saturating_add(signed.saturating_mul(self.step));
        self.before = self.last;
        self.last = sample.clamp(-32_768, 32_767);
        let step = GROWTH[usize::from(code & 15)].saturating_mul(self.step) >> 8;
        self.step = step.max(16);
        scaled(self.last as i16)
    }
}

/// One channel of IMA's ADPCM.
#[derive(Clone, Copy)]
struct Ima {
    last: i32,
    place: i32,
}

impl Ima {
    fn next(&mut self, code: u8) -> f32 {
        let step = STEPS[self.place.clamp(0, 88) as usize];
        let part = |bit: u8, share: i32| if code & bit == 0 { 0 } else { share };
        let size = (step >> 3) + part(4, step) + part(2, step >> 1) + part(1, step >> 2);
        let sample = if code & 8 == 0 { self.last + size } else { self.last - size };
        self.last = sample.clamp(-32_768, 32_767);
        self.place = (self.place + MOVES[usize::from(code & 7)]).clamp(0, 88);
        scaled(self.last as i16)
    }
}

fn i16_at(bytes: &[u8], at: usize) -> i16 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |word| i16::from_le_bytes(*word))
}
