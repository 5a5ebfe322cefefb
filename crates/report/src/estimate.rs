//! A score and how sure it is.

use crate::Result;
use crate::check;

/// A score from 0 to 1 with its interval, where one is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The score, from 0 to 1.
    pub value: f64,
    /// The lower and the upper end of its interval, from 0 to 1.
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    /// A score whose interval is not known.
    pub const fn new(value: f64) -> Self {
        Self { value, interval: None }
    }

    /// With its interval.
    #[must_use]
    pub const fn between(self, low: f64, high: f64) -> Self {
        Self { interval: Some((low, high)), ..self }
    }

    /// In per cent, as in `51.7 (46.3–57.0)`.
    pub(crate) fn in_percent(&self) -> String {
        let value = format!("{:.1}", self.value * 100.0);
        match self.interval {
            Some((low, high)) => format!("{value} ({:.1}–{:.1})", low * 100.0, high * 100.0),
            None => value,
        }
    }

    pub(crate) fn check(&self, what: &str) -> Result<()> {
        let (low, high) = self.interval.unwrap_or((self.value, self.value));
        check::shares(what, [self.value, low, high])
    }
}
