//! Model files to put into a program.
//!
//! They are a crate of their own because of their licences: what is derived from RAVDESS is
//! under CC BY-NC-SA 4.0, which forbids commercial use, what is derived from EmoDB alone is under
//! CC0-1.0 (see `LICENSE.md`), and the code of emo is under the MIT licence. `emo-pipeline` reads
//! them with its feature `pretrained`, as `EmotionModel::pretrained` and
//! `EmotionModel::pretrained_named`. `train.sh` makes them.
#![forbid(unsafe_code)]

/// The features of `emodb-4`, trained on RAVDESS, nEMO and EmoDB: the model `general`, as JSON.
/// CC BY-NC-SA 4.0.
pub const GENERAL: &[u8] = include_bytes!("../general.json");

/// Features of a learned encoder and of voice and spectrum, scaler, limits and a calibrated linear
/// classifier, trained on EmoDB: the model `emodb-4`, as JSON. CC0-1.0: it may be used
/// commercially.
pub const EMODB_4: &[u8] = include_bytes!("../emodb-4.json");

/// 60 means, scaler, SMOTE and a network: the model `ravdess-60`, as JSON.
pub const RAVDESS_60: &[u8] = include_bytes!("../ravdess-60.json");

/// 10 487 features, scaler, limits and a calibrated linear classifier, trained on augmented copies
/// too: the model `ravdess-full`, as JSON.
pub const RAVDESS_FULL: &[u8] = include_bytes!("../ravdess-full.json");
