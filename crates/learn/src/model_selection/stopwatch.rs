//! Seconds, where there is a clock.

use std::time::Instant;

/// Seconds since it was started.
pub(super) struct Stopwatch(Option<Instant>);

impl Stopwatch {
    /// `Instant::now` panics on `wasm32-unknown-unknown`, which has no clock.
    const HAS_CLOCK: bool = !cfg!(all(target_family = "wasm", target_os = "unknown"));

    pub(super) fn start() -> Self {
        Self(Self::HAS_CLOCK.then(Instant::now))
    }

    /// NaN where there is no clock.
    pub(super) fn seconds(&self) -> f64 {
        self.0.map_or(f64::NAN, |start| start.elapsed().as_secs_f64())
    }
}
