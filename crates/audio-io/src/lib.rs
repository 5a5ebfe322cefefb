//! Audio files to mono samples at the rate you ask for, as `librosa.load` gives them.
//!
//! ```
//! # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio/speech.flac");
//! use emo_audio_io::{LoadOptions, load};
//!
//! let clip = load(path, &LoadOptions::default().duration(Some(1.0)))?;
//! assert_eq!((clip.samples.len(), clip.sample_rate), (22_050, 22_050));
//! # Ok::<(), emo_audio_io::Error>(())
//! ```
#![forbid(unsafe_code)]

mod clip;
mod decode;
mod error;
mod loader;
mod options;
mod pcm;
mod resampler;

pub use clip::AudioClip;
pub use error::{Error, Result};
pub use loader::{Loader, load, load_bytes, load_reader};
pub use options::{Limits, LoadOptions};
pub use resampler::{Resampler, resample};
