//! A panic of a decoder as an error.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::fault::{Fault, Outcome};

/// Runs `work`. After a panic nothing that it worked on is used again.
pub(super) fn guarded<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let message = message.or_else(|| panic.downcast_ref::<String>().cloned());
        Err(Fault::Panic(message.unwrap_or_else(|| "no message".into())))
    })
}
