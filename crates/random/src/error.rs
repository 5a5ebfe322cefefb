//! Invalid requests for random numbers.

/// An invalid request for random numbers.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No integer lies in the half-open range.
    #[error("randint: expected low < high, got low {low} and high {high}")]
    EmptyRange {
        /// Smallest integer asked for.
        low: i64,
        /// One above the largest integer asked for.
        high: i64,
    },
    /// More items were asked for than there are.
    #[error("choice without replacement: expected a size of at most {population}, got {size}")]
    SampleTooLarge {
        /// How many items there are.
        population: usize,
        /// How many were asked for.
        size: usize,
    },
    /// A limit is NaN or infinite, or the distance between the limits is.
    #[error("uniform: expected finite bounds, got low {low} and high {high}")]
    NonFiniteBounds {
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;
