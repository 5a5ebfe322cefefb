//! Loops that the compiler vectorises, over frames or columns side by side.

pub(crate) mod eightfold;
pub(crate) mod extremes;
pub(crate) mod filter_bank;
pub(crate) mod fused;
pub(crate) mod lanes;
pub(crate) mod selection;
pub(crate) mod simd;
pub(crate) mod sorting;
pub(crate) mod sums;
