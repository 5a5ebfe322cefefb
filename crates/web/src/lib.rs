//! emo in the browser: recordings and microphone blocks in, emotions out, as a WebAssembly module.
//!
//! The functions have JavaScript's names and the types of `types.ts`; `crates/web/README.md` shows
//! how they are called. Nothing is computed here: decoding is [`emo_audio_io`]'s, features are
//! [`emo_dsp_features`]', predictions are [`emo_pipeline`]'s and timelines [`emo_live`]'s, so that
//! the numbers are those of the native command.
//!
//! | class | what it is |
//! | --- | --- |
//! | [`Audio`] | a recording, decoded, and what a picture of it needs |
//! | [`Encoder`] | the weights of the learned encoder, which some models need |
//! | [`Model`] | a model file: `predict`, `features`, `contributions`, `timeline` |
//! | [`Stream`] | emotion over time of blocks from a microphone |
//! | [`Timeline`] | emotion over time of a recording, as data and in the formats of `emo timeline` |
#![forbid(unsafe_code)]

mod audio;
mod convert;
mod encoder;
mod model;
mod picture;
mod stream;
mod timeline;

use wasm_bindgen::prelude::wasm_bindgen;

pub use audio::Audio;
pub use encoder::Encoder;
pub use model::Model;
pub use stream::Stream;
pub use timeline::Timeline;

/// The types of what is returned as plain objects.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");

/// The version of emo, such as `0.1.0`.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
