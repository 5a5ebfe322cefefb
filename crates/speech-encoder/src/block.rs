//! One block: attention, then a network of two layers, each after a norm and added to its input.

use crate::aligned::Aligned;
use crate::error::Result;
use crate::layers::{Linear, Norm};
use crate::math;
use crate::product::{Packed, Rows, Write, multiply};
use crate::safetensors::SafeTensors;

/// Columns of a head, in every Whisper.
pub(crate) const HEAD: usize = 64;

/// Rows that are worked on at once, so that what they need stays in the cache.
pub(crate) const ROWS: usize = 240;

/// A pre-norm block (A. Radford et al., "Robust Speech Recognition via Large-Scale Weak
/// Supervision", 2022, after A. Vaswani et al., "Attention Is All You Need", 2017).
#[derive(Debug)]
pub(crate) struct Block {
    attention_norm: Norm,
    /// Queries, keys and values in one map.
    qkv: Linear,
    out: Linear,
    mlp_norm: Norm,
    up: Linear,
    down: Linear,
}

/// What a block is computed in.
#[derive(Debug, Default)]
pub(crate) struct BlockScratch {
    normed: Vec<f32>,
    qkv: Vec<f32>,
    keys: Packed,
    values: Packed,
    shares: Aligned,
    hidden: Vec<f32>,
}

impl Block {
    pub(crate) fn read(file: &SafeTensors<'_>, block: usize, width: usize) -> Result<Self> {
        let name = |part: &str| format!("blocks.{block}.{part}");
        let hidden = file.len(&name("mlp.up.bias"))?;
        // The scale of the scores goes into the queries; it is a power of two, so nothing is lost.
        let scale = 1.0 / (HEAD as f32).sqrt();
        Ok(Self {
            attention_norm: Norm::read(file, &name("attention.norm"), width)?,
            qkv: Linear::read_scaled(file, &name("attention.qkv"), 3 * width, width, width, scale)?,
            out: Linear::read(file, &name("attention.out"), width, width)?,
            mlp_norm: Norm::read(file, &name("mlp.norm"), width)?,
            up: Linear::read(file, &name("mlp.up"), hidden, width)?,
            down: Linear::read(file, &name("mlp.down"), width, hidden)?,
        })
    }

    /// Replaces frames × width by what the block makes of it.
    pub(crate) fn apply(&self, x: &mut [f32], width: usize, scratch: &mut BlockScratch) {
        self.attend(x, width, scratch);
        let hidden = self.up.bias.len();
        for x in x.chunks_mut(ROWS * width) {
            let n = x.len() / width;
            scratch.normed.resize(x.len(), 0.0);
            scratch.hidden.resize(n * hidden, 0.0);
            self.mlp_norm.apply(x, &mut scratch.normed);
            let normed = Rows { values: &scratch.normed, stride: width };
            self.up.product(normed, n, &mut scratch.hidden, Write::Replace);
            math::gelu(&mut scratch.hidden, &self.up.bias);
            let activated = Rows { values: &scratch.hidden, stride: hidden };
            self.down.product(activated, n, x, Write::Add);
            math::add(x, &self.down.bias);
        }
    }

    fn attend(&self, x: &mut [f32], width: usize, scratch: &mut BlockScratch) {
        let n = x.len() / width;
        scratch.qkv.resize(3 * x.len(), 0.0);
        for (x, qkv) in x.chunks(ROWS * width).zip(scratch.qkv.chunks_mut(3 * ROWS * width)) {
            scratch.normed.resize(x.len(), 0.0);
            self.attention_norm.apply(x, &mut scratch.normed);
            let normed = Rows { values: &scratch.normed, stride: width };
            self.qkv.product(normed, x.len() / width, qkv, Write::Replace);
            math::add(qkv, &self.qkv.bias);
        }
        for head in (0..width).step_by(HEAD) {
            scratch.mix(n, width, head);
        }
        let mixed = Rows { values: &scratch.qkv, stride: 3 * width };
        self.out.product(mixed, n, x, Write::Add);
        math::add(x, &self.out.bias);
    }
}

impl BlockScratch {
    /// The attention of the head whose first column is `head`: frames mixed by how well their
    /// keys fit the query of each. They take the place of the queries.
    fn mix(&mut self, n: usize, width: usize, head: usize) {
        let Self { qkv, keys, values, shares, .. } = self;
        let stride = 3 * width;
        keys.pack(HEAD, n, |input, frame| qkv[frame * stride + width + head + input]);
        values.pack(n, HEAD, |frame, output| qkv[frame * stride + 2 * width + head + output]);
        let scores = keys.padded_outputs();
        for first in (0..n).step_by(ROWS) {
            let count = ROWS.min(n - first);
            shares.resize(count * scores);
            let shares = shares.as_mut_slice();
            let queries = Rows { values: &qkv[first * stride + head..], stride };
            multiply(queries, count, keys, shares, scores, Write::Replace);
            math::softmax(shares, n, scores);
            let rows = Rows { values: shares, stride: scores };
            let out = &mut qkv[first * stride + head..];
            multiply(rows, count, values, out, stride, Write::Replace);
        }
    }
}
