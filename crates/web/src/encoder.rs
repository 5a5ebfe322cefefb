//! The weights of the learned encoder.

use emo_pipeline::SpeechEncoder;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::convert::{Result, failed};

/// The weights of the learned encoder, which some models need. They are not in the module: load the
/// file when [`Model.load`](crate::Model::load) asks for it. Models share the weights, so `free()`
/// may be called once the models are loaded.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Encoder {
    pub(crate) encoder: SpeechEncoder,
}

#[wasm_bindgen]
impl Encoder {
    /// Reads a file of weights, `crates/speech-encoder/weights/tiny-en-2.safetensors` of emo's
    /// repository. Nothing in it is trusted.
    ///
    /// # Errors
    ///
    /// When it is no such file.
    pub fn load(bytes: &[u8]) -> Result<Self> {
        let encoder = SpeechEncoder::from_bytes(bytes).map_err(failed)?;
        Ok(Self { encoder })
    }

    /// The model that the weights are from, such as `whisper-tiny.en`.
    #[wasm_bindgen(getter)]
    pub fn model(&self) -> String {
        self.encoder.model().to_owned()
    }

    /// The first 16 hexadecimal digits of the SHA-256 of the file.
    #[wasm_bindgen(getter)]
    pub fn hash(&self) -> String {
        self.encoder.weights_hash().to_owned()
    }
}
