//! Messages on standard error: progress, notes and failures.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use emo_pipeline::corpus::reader::LeftOut;
use indicatif::{ProgressBar, ProgressStyle};

/// Maximum number of reasons in a summary.
const REASONS: usize = 8;

/// The messages for each reason.
type Failures = BTreeMap<String, BTreeSet<String>>;

/// Standard error, and what failed.
pub(crate) struct Console {
    quiet: bool,
    failures: Arc<Mutex<Failures>>,
    bar: ProgressBar,
}

impl Console {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet, failures: Arc::default(), bar: ProgressBar::hidden() }
    }

    pub(crate) fn has_failures(&self) -> bool {
        !self.failures().is_empty()
    }

    /// Prints an error and remembers it. A message that was printed before is not repeated.
    pub(crate) fn failure(&self, error: impl Display) {
        let text = one_line(&error.to_string()).into_owned();
        // Messages begin with the path, and commands in them name it again.
        let (path, reason) = text.split_once(": ").unwrap_or(("", &text));
        let reason = without_path(reason, path);
        let is_new = self.failures().entry(reason).or_default().insert(text.clone());
        if is_new {
            self.line(format_args!("error: {text}"));
        }
    }

    /// Notes how many recordings were skipped, and why, if more than one was.
    pub(crate) fn summary(&self) {
        let failures = self.failures().clone();
        let mut reasons: Vec<(&String, usize)> =
            failures.iter().map(|(reason, messages)| (reason, messages.len())).collect();
        let count: usize = reasons.iter().map(|(_, count)| count).sum();
        if count < 2 {
            return;
        }
        // A list of reasons that each occurred once would repeat the errors.
        if count == reasons.len() {
            self.note(format_args!("skipped {count} recordings"));
            return;
        }
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        self.note(format_args!("skipped {count} recordings:"));
        for (reason, count) in reasons.iter().take(REASONS) {
            self.note(format_args!("{count:>6} {reason}"));
        }
        let more = reasons.len().saturating_sub(REASONS);
        if more > 0 {
            self.note(format_args!("       and {more} other reason{}", plural(more)));
        }
    }

    /// Notes how many files of a folder were left out since they are no recordings, if any were.
    pub(crate) fn left_out(&self, folder: &Path, files: &LeftOut) {
        let count = files.count();
        if count > 0 {
            let folder = folder.display();
            let (s, are) = if count == 1 { ("", "is") } else { ("s", "are") };
            self.note(format_args!(
                "{folder}: skipped {count} file{s} that {are} not audio: {files}"
            ));
        }
    }

    fn failures(&self) -> MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Prints a note, unless the console is quiet.
    pub(crate) fn note(&self, text: impl Display) {
        if !self.quiet {
            self.line(one_line(&text.to_string()));
        }
    }

    /// Runs `work` with a progress bar of `length` steps, which is drawn on a terminal only.
    pub(crate) fn with_bar<T>(&self, length: usize, work: impl FnOnce(&Self) -> T) -> T {
        let bar = if self.quiet || length < 2 {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(length as u64).with_style(style())
        };
        let console = Self { quiet: self.quiet, failures: self.failures.clone(), bar };
        let result = work(&console);
        console.bar.finish_and_clear();
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

/// The ending of a noun after this count.
pub(crate) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Text for one line: control characters, which could forge lines or change the terminal, are
/// written as escapes.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return text.into();
    }
    let shown = |letter: char| {
        if letter.is_control() { letter.escape_default().to_string() } else { letter.to_string() }
    };
    text.chars().map(shown).collect::<String>().into()
}

/// A reason with FILE in place of the path, which commands quote where it has spaces.
fn without_path(reason: &str, path: &str) -> String {
    if path.is_empty() {
        return reason.to_owned();
    }
    reason.replace(&format!("'{path}'"), "FILE").replace(path, "FILE")
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:40} {pos}/{len}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
