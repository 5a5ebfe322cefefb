//! Summaries: a few numbers for the course of the descriptors over a clip.

pub(crate) mod columns;
pub(crate) mod correlations;
pub(crate) mod course_blocks;
pub(crate) mod functionals;
pub(crate) mod moments;
pub(crate) mod part;
pub(crate) mod plan;
pub(crate) mod random_convolutions;
pub(crate) mod random_kernel;
pub(crate) mod series;
pub(crate) mod statistic;
pub(crate) mod sums;
pub(crate) mod table;
pub(crate) mod table_file;
