//! Limits and retries.

use std::time::Duration;

use object_store::{BackoffConfig, RetryConfig};

/// How objects are read.
///
/// ```
/// let options = emo_object_store::Options::default().retries(2).ahead(4);
/// assert_eq!(options.retries, 2);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// How often a request is repeated. Default: 6, which takes some 6 s.
    pub retries: usize,
    /// The wait before the first repetition, s. Each further wait is twice as long, up to 5 s.
    /// Default: 0.1.
    pub first_wait: f64,
    /// Objects of at most this size are read whole; larger ones in blocks, where they are needed.
    /// Default: 32 MiB.
    pub whole_bytes: u64,
    /// The size of a block of a larger object. Default: 4 MiB.
    pub block_bytes: u64,
    /// How many objects are fetched before they are opened, after each one that was opened; see
    /// [`Objects::expect`](crate::Objects::expect). Default: 16.
    pub ahead: usize,
    /// The bytes that these may take together. Default: 256 MiB.
    pub ahead_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            retries: 6,
            first_wait: 0.1,
            whole_bytes: 32 << 20,
            block_bytes: 4 << 20,
            ahead: 16,
            ahead_bytes: 256 << 20,
        }
    }
}

impl Options {
    /// Sets how often a request is repeated.
    #[must_use]
    pub fn retries(self, retries: usize) -> Self {
        Self { retries, ..self }
    }

    /// Sets the wait before the first repetition, s.
    #[must_use]
    pub fn first_wait(self, seconds: f64) -> Self {
        Self { first_wait: seconds, ..self }
    }

    /// Sets the size of the largest object that is read whole, in bytes.
    #[must_use]
    pub fn whole_bytes(self, bytes: u64) -> Self {
        Self { whole_bytes: bytes, ..self }
    }

    /// Sets the size of a block of a larger object, in bytes; at least 1.
    #[must_use]
    pub fn block_bytes(self, bytes: u64) -> Self {
        Self { block_bytes: bytes.max(1), ..self }
    }

    /// Sets how many objects are fetched ahead.
    #[must_use]
    pub fn ahead(self, objects: usize) -> Self {
        Self { ahead: objects, ..self }
    }

    /// Sets the bytes that objects which were fetched ahead may take together.
    #[must_use]
    pub fn ahead_bytes(self, bytes: u64) -> Self {
        Self { ahead_bytes: bytes, ..self }
    }

    pub(crate) fn retry_config(&self) -> RetryConfig {
        let backoff = BackoffConfig {
            init_backoff: self.wait(0),
            max_backoff: LONGEST_WAIT,
            ..BackoffConfig::default()
        };
        RetryConfig { backoff, max_retries: self.retries, retry_timeout: Duration::from_secs(120) }
    }

    /// The wait before repetition `attempt`, from 0.
    pub(crate) fn wait(&self, attempt: usize) -> Duration {
        let doublings = i32::try_from(attempt).unwrap_or(i32::MAX).min(16);
        let seconds = self.first_wait * 2f64.powi(doublings);
        Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT)
    }
}

const LONGEST_WAIT: Duration = Duration::from_secs(5);
