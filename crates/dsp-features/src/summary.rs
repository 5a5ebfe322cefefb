//! Summaries: a few numbers for the course of the descriptors over a clip.

pub(crate) mod correlations;
pub(crate) mod functionals;
pub(crate) mod moments;
pub(crate) mod plan;
pub(crate) mod random_convolutions;
pub(crate) mod random_kernel;
pub(crate) mod series;
pub(crate) mod statistic;
pub(crate) mod table;
