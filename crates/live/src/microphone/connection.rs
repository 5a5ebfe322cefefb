//! A device that is open, whatever the audio system is.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::Result;
use crate::queue::SampleReceiver;

/// Opens a device, and opens it again after it has vanished.
pub(super) trait Connect: fmt::Debug {
    /// Opens the device.
    ///
    /// # Errors
    ///
    /// If it is not there, or cannot be opened.
    fn connect(&mut self) -> Result<Connection>;
}

/// A device that is open. Dropping it closes the device.
pub(super) struct Connection {
    pub(super) sample_rate: u32,
    pub(super) channels: usize,
    pub(super) receiver: SampleReceiver,
    pub(super) health: Arc<Health>,
    /// Keeps the device open.
    pub(super) _stream: Box<dyn Any>,
}

impl Connection {
    /// Why the device has vanished, if it has.
    pub(super) fn failure(&self) -> Option<String> {
        self.health.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn overruns(&self) -> usize {
        self.health.overruns.load(Ordering::Relaxed)
    }
}

/// What a device reports besides samples.
#[derive(Debug, Default)]
pub(super) struct Health {
    failure: Mutex<Option<String>>,
    overruns: AtomicUsize,
}

impl Health {
    pub(super) fn overrun(&self) {
        self.overruns.fetch_add(1, Ordering::Relaxed);
    }

    /// Remembers the first failure.
    pub(super) fn fail(&self, reason: String) {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.get_or_insert(reason);
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("sample_rate", &self.sample_rate)
            .field("channels", &self.channels)
            .field("health", &self.health)
            .finish_non_exhaustive()
    }
}
