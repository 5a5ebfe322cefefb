//! Messages on standard error: progress, notes and failures.

use std::fmt::Display;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

/// Standard error, and whether something failed.
pub(crate) struct Console {
    quiet: bool,
    has_failures: AtomicBool,
    bar: ProgressBar,
}

impl Console {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet, has_failures: AtomicBool::new(false), bar: ProgressBar::hidden() }
    }

    pub(crate) fn has_failures(&self) -> bool {
        self.has_failures.load(Ordering::Relaxed)
    }

    /// Prints an error and remembers that something failed.
    pub(crate) fn failure(&self, error: impl Display) {
        self.has_failures.store(true, Ordering::Relaxed);
        self.line(format_args!("error: {error}"));
    }

    /// Prints a note, unless the console is quiet.
    pub(crate) fn note(&self, text: impl Display) {
        if !self.quiet {
            self.line(text);
        }
    }

    /// Runs `work` with a progress bar of `length` steps, which is drawn on a terminal only.
    pub(crate) fn with_bar<T>(&self, length: usize, work: impl FnOnce(&Self) -> T) -> T {
        let bar = if self.quiet || length < 2 {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(length as u64).with_style(style())
        };
        let console = Self { quiet: self.quiet, has_failures: AtomicBool::new(false), bar };
        let result = work(&console);
        console.bar.finish_and_clear();
        self.has_failures.fetch_or(console.has_failures(), Ordering::Relaxed);
        result
    }

    /// Moves the bar by one step.
    pub(crate) fn step(&self) {
        self.bar.inc(1);
    }

    /// Hides the bar while `write` writes to the terminal.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    fn line(&self, text: impl Display) {
        // If standard error is closed, there is nowhere to report it.
        let _ = self.aside(|| writeln!(std::io::stderr(), "{text}"));
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:40} {pos}/{len}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
