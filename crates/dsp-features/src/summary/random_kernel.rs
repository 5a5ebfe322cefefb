//! One random kernel: its draw, and its response to a clip.

use emo_random::RandomState;

use crate::error::{Error, Result};
use crate::kernel::fused::mul_add;
use crate::kernel::simd::vectorised;

/// Taps of a kernel.
const TAPS: usize = 9;

/// Taps on either side of the middle one.
pub(crate) const REACH: usize = TAPS / 2;

/// Frames that are convolved at once, in registers.
const BLOCK: usize = 64;

/// Frames that are convolved at once after the last whole block.
const PART: usize = 16;

/// A kernel over a few channels.
#[derive(Clone, Debug)]
pub(crate) struct Kernel {
    dilation: usize,
    threshold: f32,
    channels: Vec<(usize, [f32; TAPS])>,
}

impl Kernel {
    /// Draws a kernel over some of `n_channels`. Weights are uniform; then each channel's mean
    /// is taken away, and the norm over all channels is made 1.
    pub(crate) fn draw(
        dilation: usize,
        n_channels: usize,
        random: &mut RandomState,
    ) -> Result<Self> {
        let out_of_range = |_| Error::Empty { what: "channels" };
        let exponent = random.randint(0, 4).map_err(out_of_range)?;
        let n = (1_usize << exponent).min(n_channels);
        let neighbours = random.random_sample() < 0.7;
        let places = if neighbours {
            let first = random.randint(0, n_channels as i64).map_err(out_of_range)? as usize;
            (first..first + n).map(|place| place % n_channels).collect()
        } else {
            random.choice(n_channels, n).map_err(out_of_range)?
        };
        let draw = |place| (place, std::array::from_fn(|_| random.uniform(-1.0, 1.0)));
        let mut channels: Vec<(usize, [f64; TAPS])> = places.into_iter().map(draw).collect();
        let mut squares = 0.0;
        for (_, weights) in &mut channels {
            let mean = weights.iter().sum::<f64>() / TAPS as f64;
            weights.iter_mut().for_each(|w| *w -= mean);
            squares += weights.iter().map(|w| w * w).sum::<f64>();
        }
        let norm = squares.sqrt().max(f64::MIN_POSITIVE);
        let scaled =
            |(place, weights): (usize, [f64; TAPS])| (place, weights.map(|w| (w / norm) as f32));
        let threshold = random.uniform(-1.0, 1.0) as f32;
        Ok(Self { dilation, threshold, channels: channels.into_iter().map(scaled).collect() })
    }
}

/// The response of one kernel after another to a block of frames.
#[derive(Debug, Default)]
pub(crate) struct Response {
    values: Vec<f32>,
}

impl Response {
    /// Frames that must follow the last one, so that the last part is whole.
    pub(crate) fn spare(frames: usize) -> usize {
        frames.next_multiple_of(PART) - frames
    }

    /// Takes the response in the next `frames` frames into `described`. `channels` have `padding`
    /// frames before the first. The number of frames must be a multiple of 16, but for the last.
    pub(crate) fn describe(
        &mut self,
        kernel: &Kernel,
        channels: &[Vec<f32>],
        padding: usize,
        frames: usize,
        described: &mut Described,
    ) {
        self.values.resize(frames + Self::spare(frames), 0.0);
        vectorised(
            #[inline(always)]
            || {
                convolve(kernel, channels, padding, &mut self.values);
                described.add(&self.values[..frames], kernel.threshold);
            },
        );
    }
}

#[inline(always)]
fn convolve(kernel: &Kernel, channels: &[Vec<f32>], padding: usize, out: &mut [f32]) {
    let mut start = padding - REACH * kernel.dilation;
    let (blocks, rest) = out.as_chunks_mut::<BLOCK>();
    for block in blocks {
        *block = response(kernel, channels, start);
        start += BLOCK;
    }
    for part in rest.as_chunks_mut::<PART>().0 {
        *part = response(kernel, channels, start);
        start += PART;
    }
}

/// The response at `N` frames; the first tap of the first one lies at `start`.
#[inline(always)]
fn response<const N: usize>(kernel: &Kernel, channels: &[Vec<f32>], start: usize) -> [f32; N] {
    let mut sums = [0.0_f32; N];
    for (channel, weights) in &kernel.channels {
        let values = &channels[*channel];
        for (tap, &weight) in weights.iter().enumerate() {
            let Some(values) = values[start + tap * kernel.dilation..].first_chunk::<N>() else {
                continue;
            };
            for (sum, &x) in sums.iter_mut().zip(values) {
                *sum = mul_add(weight, x, *sum);
            }
        }
    }
    sums
}

/// Values whose statistics are added up side by side.
const WIDTH: usize = 16;

/// What is known about the response of a kernel so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Described {
    largest: [f32; WIDTH],
    /// The number of values above the kernel's threshold.
    above: [f32; WIDTH],
    sum: [f32; WIDTH],
    squares: [f32; WIDTH],
}

impl Default for Described {
    fn default() -> Self {
        let zeros = [0.0; WIDTH];
        Self { largest: [f32::MIN; WIDTH], above: zeros, sum: zeros, squares: zeros }
    }
}

impl Described {
    #[inline(always)]
    fn add(&mut self, values: &[f32], threshold: f32) {
        let Self { mut largest, mut above, mut sum, mut squares } = *self;
        let mut see = |lane: usize, x: f32| {
            largest[lane] = if x > largest[lane] { x } else { largest[lane] };
            above[lane] += if x > threshold { 1.0 } else { 0.0 };
            sum[lane] += x;
            squares[lane] = mul_add(x, x, squares[lane]);
        };
        let (chunks, rest) = values.as_chunks::<WIDTH>();
        for chunk in chunks {
            chunk.iter().enumerate().for_each(|(lane, &x)| see(lane, x));
        }
        rest.iter().enumerate().for_each(|(lane, &x)| see(lane, x));
        *self = Self { largest, above, sum, squares };
    }

    /// Maximum, share above the threshold, deviation and mean of the response in `n` frames.
    pub(crate) fn numbers(&self, n: usize) -> [f32; 4] {
        let n = n.max(1) as f32;
        let total = |lanes: &[f32; WIDTH]| lanes.iter().sum::<f32>() / n;
        let mean = total(&self.sum);
        let variance = (total(&self.squares) - mean * mean).max(0.0);
        let largest = self.largest.iter().copied().fold(f32::MIN, f32::max);
        [largest, total(&self.above), variance.sqrt(), mean]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use emo_fixtures::{Tolerance, assert_close};

    /// The response of `kernel` at one frame, straight from its definition.
    fn at(kernel: &Kernel, channels: &[Vec<f32>], padding: usize, frame: usize) -> f64 {
        let terms = kernel.channels.iter().flat_map(|(channel, weights)| {
            weights.iter().enumerate().map(move |(tap, &weight)| {
                let place = padding + frame + tap * kernel.dilation - REACH * kernel.dilation;
                f64::from(weight) * f64::from(channels[*channel][place])
            })
        });
        terms.sum()
    }

    #[test]
    fn a_response_is_described_as_by_its_definition() {
        let (frames, padding) = (100, 40);
        let mut random = RandomState::new(3);
        let length = frames + Response::spare(frames) + 2 * padding;
        let mut channel = || (0..length).map(|_| random.uniform(-2.0, 2.0) as f32).collect();
        let channels: Vec<Vec<f32>> = (0..11).map(|_| channel()).collect();
        let mut response = Response::default();
        for dilation in [1, 4, 10] {
            let kernel = Kernel::draw(dilation, channels.len(), &mut random).unwrap();
            let y: Vec<f64> =
                (0..frames).map(|frame| at(&kernel, &channels, padding, frame)).collect();
            let mean = y.iter().sum::<f64>() / frames as f64;
            let variance = y.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / frames as f64;
            let above = y.iter().filter(|y| **y > f64::from(kernel.threshold)).count();
            let largest = y.iter().copied().fold(f64::MIN, f64::max);
            let expected = [largest, above as f64 / frames as f64, variance.sqrt(), mean];
            let mut described = Described::default();
            response.describe(&kernel, &channels, padding, frames, &mut described);
            let actual = described.numbers(frames);
            assert_close("response", actual, expected, Tolerance::absolute(1e-5));
        }
    }

    #[test]
    fn weights_have_no_mean_and_norm_one() {
        let mut random = RandomState::new(0);
        for _ in 0..50 {
            let kernel = Kernel::draw(1, 43, &mut random).unwrap();
            let weights = kernel.channels.iter().map(|(_, weights)| weights);
            assert!(weights.clone().all(|weights| weights.iter().sum::<f32>().abs() < 1e-6));
            let norm: f32 = weights.flatten().map(|w| w * w).sum();
            assert_close("norm", [norm], [1.0], Tolerance::absolute(1e-6));
        }
    }
}
