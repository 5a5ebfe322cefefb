//! Augmented copies of clips, as from other speakers, microphones and rooms.
//!
//! A model that is trained only on studio recordings fails outside of the studio. A [`Treatment`]
//! turns a clip as recorded into the clip from a telephone, a noisy street, a room or a slightly
//! different voice. Train on the clips and on such copies; test on clips as recorded, or on
//! augmented clips of speakers that are not in the training data.
//!
//! ```
//! use emo_augment::Treatment;
//!
//! let clip: Vec<f32> = (0..16_000).map(|t| (t as f32 * 0.05).sin()).collect();
//! let treatment: Treatment = "pink noise 20 dB".parse()?;
//! let noisy = treatment.apply(&clip, 16_000, 7)?;
//! assert_eq!(noisy.len(), clip.len());
//! assert_eq!(noisy, Treatment::PinkNoise { snr_db: 20.0 }.apply(&clip, 16_000, 7)?);
//! # Ok::<(), emo_augment::Error>(())
//! ```
//!
//! All randomness comes from a seed: the same seed gives the same samples.
//!
//! Copies of a clip are not new clips. Keep them on the same side of a split as their clip;
//! otherwise the score is inflated by leakage. `emo-pipeline` does this by the names of the clips.
#![forbid(unsafe_code)]

mod augmenter;
mod error;
mod noise;
mod own_babble;
mod room;
mod telephone;
mod treatment;

pub use augmenter::Augmenter;
pub use error::{Error, Result};
pub use noise::{babble, mix, pink_noise};
pub use treatment::Treatment;

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
