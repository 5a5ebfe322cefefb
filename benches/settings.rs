//! How long a benchmark is measured.

use std::time::Duration;

use criterion::Criterion;

/// So many samples in about so many seconds, after a quarter of that to warm up.
pub(crate) fn criterion(samples: usize, seconds: f64) -> Criterion {
    Criterion::default()
        .sample_size(samples)
        .warm_up_time(Duration::from_secs_f64(seconds / 4.0))
        .measurement_time(Duration::from_secs_f64(seconds))
}
