//! The layers of the encoder: linear maps, norms, convolutions, attention, blocks.

use crate::error::Result;
use crate::math;
use crate::product::{Packed, Rows, Write, multiply};
use crate::safetensors::SafeTensors;

/// A linear map with a bias.
#[derive(Debug)]
pub(crate) struct Linear {
    weight: Packed,
    pub(crate) bias: Vec<f32>,
}

impl Linear {
    pub(crate) fn read(
        file: &SafeTensors<'_>,
        name: &str,
        outputs: usize,
        inputs: usize,
    ) -> Result<Self> {
        Self::read_scaled(file, name, outputs, inputs, 0, 1.0)
    }

    /// The first `scaled` outputs are multiplied by `scale`.
    pub(crate) fn read_scaled(
        file: &SafeTensors<'_>,
        name: &str,
        outputs: usize,
        inputs: usize,
        scaled: usize,
        scale: f32,
    ) -> Result<Self> {
        let mut weight = file.matrix(&format!("{name}.weight"), outputs, inputs)?;
        let mut bias = file.vector(&format!("{name}.bias"), outputs)?;
        weight.iter_mut().take(scaled * inputs).for_each(|weight| *weight *= scale);
        bias.iter_mut().take(scaled).for_each(|bias| *bias *= scale);
        Ok(Self { weight: Packed::from_weights(&weight, outputs, inputs), bias })
    }

    /// The product alone, for `n` rows; the caller adds the bias.
    pub(crate) fn product(&self, rows: Rows<'_>, n: usize, out: &mut [f32], write: Write) {
        multiply(rows, n, &self.weight, out, self.bias.len(), write);
    }
}

/// A layer norm.
#[derive(Debug)]
pub(crate) struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    pub(crate) fn read(file: &SafeTensors<'_>, name: &str, width: usize) -> Result<Self> {
        let weight = file.vector(&format!("{name}.weight"), width)?;
        Ok(Self { weight, bias: file.vector(&format!("{name}.bias"), width)? })
    }

    pub(crate) fn apply(&self, rows: &[f32], out: &mut [f32]) {
        math::layer_norm(rows, &self.weight, &self.bias, out);
    }
}
