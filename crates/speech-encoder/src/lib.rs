//! Frames of a learned encoder: the first blocks of OpenAI's Whisper, in pure Rust on the CPU.
//!
//! Whisper was trained to write down speech. What leaves its first blocks still says how
//! something was said, and a linear model on the mean and deviation of these frames recognises
//! emotions better than one on hand-made features: `docs/encoder.md` has the figures.
//!
//! ```text
//! 16 kHz samples → log-mel, 80 bands, 100 per second → two convolutions, 50 per second
//!                → positions → N blocks (attention and a network of two layers) → frames × width
//! ```
//!
//! Unlike Whisper, a clip is not filled up to 30 s: it has the frames that are there. Longer
//! recordings are encoded in [chunks](Chunk).
//!
//! Weights are safetensors files with f32, f16 or int8 numbers, written by `weights/make.py`;
//! two blocks of tiny.en are bundled with the feature `bundled`. All arithmetic is in f32, on one
//! thread, with AVX-512 or AVX2 where the processor has them. A clip has the same frames on every
//! run of one machine; another instruction set may round differently.
#![forbid(unsafe_code)]

mod aligned;
mod block;
mod chunk;
mod encoder;
mod error;
mod layers;
mod math;
mod mel;
mod product;
mod safetensors;
mod simd;
mod stream;
mod workspace;

pub use chunk::Chunk;
pub use encoder::Encoder;
pub use error::{Error, Result};
pub use stream::EncoderStream;
pub use workspace::Workspace;

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
