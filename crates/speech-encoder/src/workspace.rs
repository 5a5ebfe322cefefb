//! Memory that a clip is encoded in.

use std::ops::Range;

use crate::block::{BlockScratch, ROWS};
use crate::encoder::Weights;
use crate::error::Result;
use crate::math;
use crate::mel::{LogMel, MelScratch};
use crate::product::{Rows, Write};

/// Memory that a clip is encoded in, to be used again for the next one: see
/// [`Encoder::encode_in_chunks`](crate::Encoder::encode_in_chunks). About 17 MB for 30 s.
#[derive(Debug, Default)]
pub struct Workspace {
    mel: MelScratch,
    /// Bands of each frame, with a frame of zeros at either end.
    bands: Vec<f32>,
    /// Some frames of what leaves the first convolution.
    stem: Vec<f32>,
    x: Vec<f32>,
    positions: Vec<f32>,
    /// Frames after several blocks, side by side.
    side_by_side: Vec<f32>,
    block: BlockScratch,
}

impl Workspace {
    /// The frames that leave the blocks, frames × (one width per block).
    pub(crate) fn run(
        &mut self,
        weights: &Weights,
        taps: &[usize],
        positions: bool,
        samples: &[f32],
    ) -> Result<&[f32]> {
        self.convolve(weights, samples)?;
        self.side_by_side.resize(if taps.len() > 1 { taps.len() * self.x.len() } else { 0 }, 0.0);
        let mut done = 0;
        for (place, &tap) in taps.iter().enumerate() {
            if positions && done == 0 && tap > 0 {
                self.add_positions(weights.width);
            }
            for block in weights.blocks.iter().take(tap).skip(done) {
                block.apply(&mut self.x, weights.width, &mut self.block);
            }
            done = tap;
            self.keep(place, taps.len(), weights.width);
        }
        Ok(if taps.len() > 1 { &self.side_by_side } else { &self.x })
    }

    /// Copies the frames to their place among `n_places`; there is no copy for one place.
    fn keep(&mut self, place: usize, n_places: usize, width: usize) {
        let rows = self.side_by_side.chunks_exact_mut(n_places * width);
        for (row, frame) in rows.zip(self.x.chunks_exact(width)) {
            row[place * width..][..width].copy_from_slice(frame);
        }
    }

    /// Log-mel, and two convolutions over three frames each, the second of every other frame.
    ///
    /// Frames lie one behind the other, so that three neighbours are one row of a product.
    fn convolve(&mut self, weights: &Weights, samples: &[f32]) -> Result<()> {
        let (bands, width) = (weights.mel.bands(), weights.width);
        let frames = LogMel::frames(samples.len());
        cleared(&mut self.bands, (frames + 2) * bands);
        let inner = &mut self.bands[bands..(frames + 1) * bands];
        weights.mel.compute(samples, &mut self.mel, inner)?;

        let frames_after = frames.div_ceil(2);
        self.x.resize(frames_after * width, 0.0);
        for first in (0..frames_after).step_by(ROWS) {
            let count = ROWS.min(frames_after - first);
            self.first_convolution(weights, frames, 2 * first..2 * (first + count) + 1);
            let x = &mut self.x[first * width..][..count * width];
            let neighbours = Rows { values: &self.stem, stride: 2 * width };
            weights.conv2.product(neighbours, count, x, Write::Replace);
            math::gelu(x, &weights.conv2.bias);
        }
        Ok(())
    }

    /// The frames `places` of what leaves the first convolution of `frames` frames, counted with a
    /// frame of zeros at either end.
    fn first_convolution(&mut self, weights: &Weights, frames: usize, places: Range<usize>) {
        let (bands, width) = (weights.mel.bands(), weights.width);
        cleared(&mut self.stem, places.len() * width);
        let inside = places.start.max(1)..places.end.min(frames + 1);
        let inner = &mut self.stem[(inside.start - places.start) * width..][..inside.len() * width];
        let neighbours = Rows { values: &self.bands[(inside.start - 1) * bands..], stride: bands };
        weights.conv1.product(neighbours, inside.len(), inner, Write::Replace);
        math::gelu(inner, &weights.conv1.bias);
    }

    /// Adds Whisper's sinusoids (`whisper.model.sinusoids`): sines of falling rates, then cosines.
    fn add_positions(&mut self, width: usize) {
        let half = width / 2;
        let step = 10_000_f64.ln() / (half as f64 - 1.0);
        for place in self.positions.len() / width..self.x.len() / width {
            let angle = |i: usize| place as f64 * (-step * i as f64).exp();
            self.positions.extend((0..half).map(|i| angle(i).sin() as f32));
            self.positions.extend((0..half).map(|i| angle(i).cos() as f32));
        }
        for (x, position) in self.x.iter_mut().zip(&self.positions) {
            *x += position;
        }
    }
}

/// Zeros, in memory that is kept.
fn cleared(values: &mut Vec<f32>, len: usize) {
    values.clear();
    values.resize(len, 0.0);
}
