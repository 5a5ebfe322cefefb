//! Decoded samples as the channels that were asked for.

use crate::Channels;
use crate::fault::{Fault, Outcome};
use crate::pcm::{Decode, SampleFormat};

/// One frame in so many is looked at for channels that cancel.
const EVERY: usize = 8;
/// Channels cancel where their mean has less than this share of their power: 30 dB.
const CANCELLED: f64 = 1e-3;

/// A block of decoded samples, and what is wanted of it.
#[derive(Default)]
pub(crate) struct Output {
    select: Channels,
    /// What is taken of this block.
    now: Channels,
    most_channels: usize,
    /// The samples: one plane, or one for each channel.
    pub(crate) planes: Vec<Vec<f32>>,
    /// The rate of this block, Hz.
    pub(crate) rate: u32,
    /// The channels of this block in the file.
    pub(crate) channels: usize,
    /// Power of the channels, and of their mean.
    power: (f64, f64),
}

impl Output {
    /// Nothing yet; `most_channels` is the limit.
    pub(crate) fn new(select: Channels, most_channels: usize) -> Self {
        Self { select, most_channels, ..Self::default() }
    }

    /// How many frames there are.
    pub(crate) fn len(&self) -> usize {
        self.planes.first().map_or(0, Vec::len)
    }

    /// Whether the channels cancel each other so far.
    pub(crate) fn cancels(&self) -> bool {
        let (channels, mean) = self.power;
        channels > 0.0 && mean < CANCELLED * channels
    }

    /// Replaces the block by nothing, at a rate.
    pub(crate) fn clear(&mut self, rate: u32) {
        self.rate = rate;
        self.planes.iter_mut().for_each(Vec::clear);
    }

    /// Replaces the block by interleaved samples as they are in a file; what is left of an
    /// incomplete last frame is dropped.
    pub(crate) fn set_bytes(
        &mut self,
        format: SampleFormat,
        bytes: &[u8],
        channels: usize,
        rate: u32,
    ) -> Outcome<()> {
        self.prepare(channels, rate)?;
        format.decode_with(Interleaved { output: self, bytes, channels });
        Ok(())
    }

    /// Replaces the block by interleaved samples.
    pub(crate) fn set_interleaved(
        &mut self,
        samples: &[f32],
        channels: usize,
        rate: u32,
    ) -> Outcome<()> {
        let planes = (0..channels)
            .map(|channel| samples.iter().skip(channel).step_by(channels).copied().collect());
        self.set_planes(&mut planes.collect(), rate)
    }

    /// Replaces the block by planes, whose memory is reused.
    pub(crate) fn set_planes(&mut self, planes: &mut Vec<Vec<f32>>, rate: u32) -> Outcome<()> {
        let channels = planes.len();
        self.prepare(channels, rate)?;
        match self.now {
            Channels::Each => std::mem::swap(&mut self.planes, planes),
            Channels::One(channel) => {
                if let (Some(to), Some(from)) = (self.planes.first_mut(), planes.get_mut(channel)) {
                    std::mem::swap(to, from);
                }
            }
            Channels::Mix => self.mix(planes),
        }
        Ok(())
    }

    /// Sets the mean of the planes.
    fn mix(&mut self, planes: &mut [Vec<f32>]) {
        let channels = planes.len();
        let Some(mono) = self.planes.first_mut() else { return };
        if let [left, right] = &*planes {
            let pairs = left.iter().zip(right).step_by(EVERY);
            add_power(&mut self.power, pairs.map(|(&left, &right)| (left, right)));
        }
        let Some((first, others)) = planes.split_first_mut() else { return };
        std::mem::swap(mono, first);
        if others.is_empty() {
            return;
        }
        for plane in &*others {
            mono.iter_mut().zip(plane).for_each(|(sum, sample)| *sum += sample);
        }
        mono.iter_mut().for_each(|sum| *sum /= channels as f32);
    }

    /// Checks the number of channels, and empties as many planes as will be set.
    fn prepare(&mut self, channels: usize, rate: u32) -> Outcome<()> {
        if channels > self.most_channels {
            return Err(Fault::TooManyChannels(channels));
        }
        if channels == 0 {
            return Err(Fault::malformed("it has no channels"));
        }
        self.now = self.select;
        if let Channels::One(channel) = self.select
            && channel >= channels
        {
            if self.channels == 0 {
                return Err(Fault::NoSuchChannel { channel, channels });
            }
            // The channel was there before: what follows has fewer, and its mean goes on.
            self.now = Channels::Mix;
        }
        (self.channels, self.rate) = (channels, rate);
        let planes = if self.select == Channels::Each { channels } else { 1 };
        self.planes.resize_with(planes, Vec::new);
        self.planes.iter_mut().for_each(Vec::clear);
        Ok(())
    }
}

/// Adds the power of pairs of samples, and that of their means.
fn add_power((channels, mean): &mut (f64, f64), pairs: impl Iterator<Item = (f32, f32)>) {
    let (mut both, mut sum) = (0.0_f32, 0.0_f32);
    for (left, right) in pairs {
        both += (left * left + right * right) / 2.0;
        sum += ((left + right) / 2.0).powi(2);
    }
    *channels += f64::from(both);
    *mean += f64::from(sum);
}

/// Frames of `channels` samples one after another, to be sorted into an output.
struct Interleaved<'a> {
    output: &'a mut Output,
    bytes: &'a [u8],
    channels: usize,
}

impl Decode for Interleaved<'_> {
    fn run<const N: usize>(self, read: impl Fn([u8; N]) -> f32 + Copy) {
        let Self { output, bytes, channels } = self;
        let sample = |bytes: &[u8]| bytes.first_chunk::<N>().map_or(0.0, |bytes| read(*bytes));
        let frames = bytes.chunks_exact(N * channels);
        let one = |channel: usize| {
            frames.clone().map(move |frame| sample(frame.get(channel * N..).unwrap_or_default()))
        };
        match (output.now, output.planes.as_mut_slice()) {
            (Channels::One(channel), [plane, ..]) => plane.extend(one(channel)),
            (Channels::Mix, [plane, ..]) if channels == 1 => {
                plane.extend(bytes.chunks_exact(N).map(sample));
            }
            (Channels::Mix, [plane, ..]) => {
                let mean =
                    |frame: &[u8]| frame.chunks_exact(N).map(sample).sum::<f32>() / channels as f32;
                plane.extend(frames.clone().map(mean));
                if channels == 2 {
                    let pairs = one(0).zip(one(1)).step_by(EVERY);
                    add_power(&mut output.power, pairs);
                }
            }
            (_, planes) => {
                (0..).zip(planes).for_each(|(channel, plane)| plane.extend(one(channel)));
            }
        }
    }
}
