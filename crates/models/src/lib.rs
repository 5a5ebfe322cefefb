//! Model files that were trained on RAVDESS, to put into a program.
//!
//! They are a crate of their own because of their licence: what is derived from RAVDESS stands
//! under CC BY-NC-SA 4.0, which forbids commercial use (see `LICENSE.md`), while the code of emo
//! is under the MIT licence. `emo-pipeline` reads them with its feature `pretrained`, as
//! `EmotionModel::pretrained` and `EmotionModel::pretrained_named`. `train.sh` makes them.
#![forbid(unsafe_code)]

/// 60 means, scaler, SMOTE and a network: the model `ravdess-60`, as JSON.
pub const RAVDESS_60: &[u8] = include_bytes!("../ravdess-60.json");

/// 10 487 features, scaler, bounds and a calibrated linear classifier, trained on treated copies too:
/// the model `ravdess-full`, as JSON.
pub const RAVDESS_FULL: &[u8] = include_bytes!("../ravdess-full.json");
