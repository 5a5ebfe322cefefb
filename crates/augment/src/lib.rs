//! Clips as other speakers, microphones and rooms would have made them.
//!
//! A model that has heard nothing but a studio is lost outside of it. A [`Treatment`] makes, of
//! a clip as it was recorded, the clip that a telephone, a noisy street, a room or somewhat
//! another voice would have given. Train on such copies beside the clips themselves; judge on
//! clips as recorded, or on treated ones of speakers that were not trained on.
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
//! What is random comes from a seed: the same seed gives the same samples.
//!
//! Copies of a clip are not new clips. Keep them on the side of a split where their clip is, or
//! the score is that of a memory; `emo-pipeline` sees to it by the clips' names.
#![forbid(unsafe_code)]

mod error;
mod noise;
mod own_babble;
mod room;
mod speed;
mod telephone;
mod treatment;

pub use error::{Error, Result};
pub use noise::{babble, mix, pink_noise};
pub use treatment::Treatment;
