//! Frame-level descriptors: one or more numbers for each frame of a clip.

pub(crate) mod chroma;
pub(crate) mod contrast;
pub(crate) mod flux;
pub(crate) mod formants;
pub(crate) mod level;
pub(crate) mod mfcc;
pub(crate) mod piptrack;
pub(crate) mod plan;
pub(crate) mod spectral;
pub(crate) mod tuning;
pub(crate) mod zero_crossings;
