//! The sharp low-pass, by transforms of overlapping blocks in single precision.

use pulp::NullaryFnOnce;

use super::design::SharpDesign;
use super::fft::RealFft;
use super::lanes::{BLOCKS, Four, Lanes, vectorised};
use super::response::{Count, Response};

/// The filter of one design.
pub(super) struct Sharp {
    forward: RealFft,
    response: Response,
    inverse: RealFft,
    /// Input samples a block.
    len: usize,
    /// Of these that the next block starts after.
    advance: usize,
    /// Output samples of a block that have not wrapped around.
    valid: usize,
    /// Of these one in so many is kept.
    every: usize,
    /// Zeros before the signal.
    preload: usize,
}

impl Sharp {
    /// Computes the response of `design`'s taps.
    pub(super) fn new(design: &SharpDesign) -> Self {
        let SharpDesign { up, down, ref taps } = *design;
        let len = block_len(taps.len());
        let overlap = taps.len() - 1;
        let gain = up as f64 / len as f64;
        let mut impulse: Vec<f32> = taps.iter().map(|tap| (tap * gain) as f32).collect();
        impulse.resize(len, 0.0);
        impulse.rotate_left(overlap);
        let (count, shorter) = match (up, down) {
            (2, _) => (Count::Doubled, 1),
            (_, 2) => (Count::Halved, 2),
            _ => (Count::Kept, 1),
        };
        Self {
            forward: RealFft::new(len / up),
            response: Response::new(&impulse, count),
            inverse: RealFft::new(len / shorter),
            len: len / up,
            advance: (len - overlap) / up,
            valid: (len - overlap) / shorter,
            every: down / shorter,
            preload: overlap / 2 / up,
        }
    }

    /// Starts on a signal.
    pub(super) fn start(&self) -> SharpStream {
        let input = vec![0.0; self.preload];
        SharpStream { input, data: Vec::new(), work: Vec::new(), next: 0 }
    }
}

/// One signal on its way through a [`Sharp`].
pub(super) struct SharpStream {
    /// What is known of the blocks that are being filled.
    input: Vec<f32>,
    data: Vec<Lanes>,
    work: Vec<Lanes>,
    /// Where in the next block's output the next sample is that is kept.
    next: usize,
}

impl SharpStream {
    /// How many samples complete the next blocks.
    pub(super) fn missing(&self, filter: &Sharp) -> usize {
        filter.len + (BLOCKS - 1) * filter.advance - self.input.len()
    }

    /// Takes the next samples, at most as many as are missing; appends to `output` what comes out.
    pub(super) fn push(&mut self, filter: &Sharp, samples: &[f32], output: &mut Vec<f32>) {
        self.input.extend_from_slice(samples);
        if self.missing(filter) > 0 {
            return;
        }
        let Self { input, data, work, .. } = self;
        vectorised(Transform { filter, input, data, work });
        self.input.drain(..BLOCKS * filter.advance);
        for block in 0..BLOCKS {
            self.keep(filter, block, output);
        }
    }

    /// Appends to `output` what is kept of a block's samples.
    fn keep(&mut self, filter: &Sharp, block: usize, output: &mut Vec<f32>) {
        let Sharp { valid, every, .. } = *filter;
        let samples = self.data.iter().map(|lanes| lanes.0[block]);
        if every == 1 {
            let (start, end) = (output.len(), output.len() + valid);
            output.resize(start + valid.next_multiple_of(4), 0.0);
            let fours = output[start..].as_chunks_mut().0;
            fours.iter_mut().zip(samples).for_each(|(to, four)| *to = four);
            output.truncate(end);
        } else {
            let samples = samples.flatten().take(valid);
            output.extend(samples.skip(self.next).step_by(every));
            let kept = (valid - self.next).div_ceil(every);
            self.next = self.next + kept * every - valid;
        }
    }
}

/// Filters full blocks.
struct Transform<'a> {
    filter: &'a Sharp,
    input: &'a [f32],
    data: &'a mut Vec<Lanes>,
    work: &'a mut Vec<Lanes>,
}

impl NullaryFnOnce for Transform<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { filter, input, data, work } = self;
        data.resize(filter.len / 4, Lanes::ZERO);
        for block in 0..BLOCKS {
            let samples: &[Four] = input[block * filter.advance..].as_chunks().0;
            for (lanes, four) in data.iter_mut().zip(samples) {
                lanes.0[block] = *four;
            }
        }
        work.resize(data.len(), Lanes::ZERO);
        filter.forward.forward(data, work);
        filter.response.apply(data, work);
        work.resize(data.len(), Lanes::ZERO);
        filter.inverse.backward(data, work);
    }
}

/// The power of two between 3.4 and 6.8 times the count of taps, at least 1024.
fn block_len(taps: usize) -> usize {
    let octaves = ((taps as f64).log2() + 2.77) as u32;
    1 << octaves.max(10)
}
