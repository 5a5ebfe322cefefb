//! Columns on one scale and labels as numbers, as `sklearn.preprocessing` makes them.
//!
//! [`StandardScaler`] gives each column mean 0 and variance 1, which a network needs to learn at
//! all from features as unlike as MFCC 0 (hundreds) and zero-crossing rate (hundredths);
//! [`Clipper`] limits outliers after it; [`GroupScaler`] scales the rows of each speaker by that
//! speaker's statistics; [`LabelEncoder`] numbers labels.
//!
//! ```
//! use emo_learn::preprocessing::StandardScaler;
//! use ndarray::array;
//!
//! # fn main() -> emo_learn::Result<()> {
//! let x_train = array![[0.0, 10.0], [2.0, 30.0]];
//! let scaler = StandardScaler::default().fit(&x_train)?;
//! assert_eq!(scaler.transform(&array![[1.0, 40.0]])?, array![[0.0, 2.0]]);
//! # Ok(())
//! # }
//! ```

mod adapted_group_scaler;
mod clipper;
mod group_scaler;
mod hold_back;
mod input;
mod label_encoder;
mod standard_scaler;

pub use adapted_group_scaler::AdaptedGroupScaler;
pub use clipper::Clipper;
pub use group_scaler::{FittedGroupScaler, GroupScaler};
pub use hold_back::HoldBack;
pub use label_encoder::{FittedLabelEncoder, LabelEncoder};
pub use standard_scaler::{FittedStandardScaler, StandardScaler};
