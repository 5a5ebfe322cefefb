//! What a trained model looks at, as `sklearn.inspection` measures it.
//!
//! A column that a model needs makes its score drop when its values are put on the wrong rows.
//! Measure that on rows that the model was not trained on: on those that it was, a column that
//! it has learnt by heart seems to matter. Columns with nearly the same content replace each
//! other, so that each alone seems to matter little; permute them together, as a
//! [group](PermutationOptions::groups).
//!
//! ```
//! use emo_learn::inspection::{PermutationOptions, permutation_importance};
//! use emo_learn::{NoResampling, Pipeline, StandardScaler};
//! use emo_ridge::RidgeClassifier;
//! use ndarray::array;
//!
//! # fn main() -> emo_learn::Result<()> {
//! let x = array![[9.0, 0.3], [8.0, 0.1], [8.5, 0.2], [1.0, 0.1], [0.0, 0.3], [0.5, 0.2]];
//! let y = ["calm", "calm", "calm", "sad", "sad", "sad"];
//! let ridge = RidgeClassifier::default();
//! let model = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge)
//!     .fit(&x, &y)?;
//! let importance = permutation_importance(&model, &x, &y, &PermutationOptions::default())?;
//! assert!(importance.importances_mean()[0] > importance.importances_mean()[1]);
//! # Ok(())
//! # }
//! ```

mod descriptor_groups;
mod permutation;

pub use descriptor_groups::descriptor_groups;
pub use permutation::{Importances, PermutationOptions, permutation_importance};
