//! The outcome of each item, and whether it was expected.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};

use emo_pipeline::{Error, Result, corpus, learn};

use crate::MEMORY;

/// The most memory that an item may take, in bytes; the largest file has 0.2 MB.
const MOST_MEMORY: usize = 64 << 20;
/// How an outcome is written in `expected.txt`: `.` is read, the others are kinds of errors.
const LETTERS: [(&str, char); 23] = [
    ("read", '.'),
    ("panicked", '!'),
    ("Unsupported", 'u'),
    ("Malformed", 'm'),
    ("Empty", 'e'),
    ("NonFiniteIn", 'n'),
    ("SampleRateTooHigh", 'r'),
    ("Rates", 'q'),
    ("TooManyChannels", 'c'),
    ("TooLong", 'l'),
    ("DecoderPanic", 'p'),
    ("BadValue", 'v'),
    ("Io", 'i'),
    ("Line", 'L'),
    ("Cell", 'C'),
    ("InvalidModel", 'M'),
    ("ModelField", 'F'),
    ("InvalidParameter", 'P'),
    ("Misfit", 'B'),
    ("OfClass", 'O'),
    ("NonFinite", 'N'),
    ("Shape", 'S'),
    ("Mlp", 'W'),
];
/// Letters a line of `expected.txt`.
const WIDTH: usize = 100;

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

/// The name of an item, what is expected of it, and what it is.
pub(crate) type Item<N, T> = (N, &'static str, T);

/// A walk through the gallery.
pub(crate) struct Visit {
    /// Letters by the name of a group.
    expected: BTreeMap<String, String>,
    groups: Vec<Group>,
    surprises: Vec<String>,
    /// What tells of panics, which are many here and take memory to tell of.
    hook: Hook,
}

struct Group {
    name: String,
    letters: String,
    /// The memory of the item that took most, in bytes.
    memory: usize,
}

impl Visit {
    pub(crate) fn new(expected: &str) -> Self {
        let mut groups: BTreeMap<String, String> = BTreeMap::new();
        let mut name = String::new();
        for line in expected.lines() {
            match line.strip_prefix("# ") {
                Some(group) => group.clone_into(&mut name),
                None => groups.entry(name.clone()).or_default().push_str(line),
            }
        }
        let hook = take_hook();
        set_hook(Box::new(|_| {}));
        Self { expected: groups, groups: Vec::new(), surprises: Vec::new(), hook }
    }

    /// Tries items whose outcome is next to them: `read`, or the name of an error.
    pub(crate) fn named<T, R>(
        &mut self,
        group: &str,
        items: impl IntoIterator<Item = Item<impl AsRef<str>, T>>,
        work: impl Fn(T) -> Result<R>,
    ) {
        let mut seen = Group::new(group);
        for (name, expected, item) in items {
            let outcome = seen.try_one(|| work(item));
            if outcome.0 != expected {
                let name = name.as_ref();
                self.surprises.push(format!("{group}: {name}: not {expected} but {outcome:?}"));
            }
        }
        self.keep(seen);
    }

    /// Tries items whose outcomes are in `expected.txt`.
    pub(crate) fn many<T, R>(
        &mut self,
        group: &str,
        items: impl IntoIterator<Item = T>,
        work: impl Fn(T) -> Result<R>,
    ) {
        let mut seen = Group::new(group);
        let expected = self.expected.get(group).cloned().unwrap_or_default();
        for (at, item) in items.into_iter().enumerate() {
            let outcome = seen.try_one(|| work(item));
            let letter = expected.chars().nth(at);
            if letter != Some(letter_of(&outcome.0)) {
                self.surprises.push(format!("{group}: {at}: not {letter:?} but {outcome:?}"));
            }
        }
        if seen.letters.len() != expected.len() {
            self.surprises.push(format!("{group}: not {} items", expected.len()));
        }
        self.keep(seen);
    }

    fn keep(&mut self, group: Group) {
        if group.memory > MOST_MEMORY {
            self.surprises.push(format!("{}: {} bytes of memory", group.name, group.memory));
        }
        self.groups.push(group);
    }

    /// Prints the totals, and ends the test if something was not as expected.
    pub(crate) fn end(mut self) {
        set_hook(std::mem::replace(&mut self.hook, Box::new(|_| {})));
        println!("| items | tried | read | refused | panics | most memory, MB |");
        println!("| --- | --- | --- | --- | --- | --- |");
        self.groups.iter().for_each(|group| group.print(&group.name));
        let letters = self.groups.iter().map(|group| group.letters.as_str()).collect();
        let memory = self.groups.iter().map(|group| group.memory).max().unwrap_or_default();
        Group { name: String::new(), letters, memory }.print("all");
        if std::env::var_os("EMO_GALLERY").is_some_and(|value| value == "write") {
            return self.write();
        }
        let shown = self.surprises.iter().take(40).map(String::as_str).collect::<Vec<_>>();
        assert!(shown.is_empty(), "{} surprises:\n{}", self.surprises.len(), shown.join("\n"));
    }

    /// Writes `expected.txt` anew, for the groups that have letters there.
    fn write(self) {
        for surprise in &self.surprises {
            println!("{surprise}");
        }
        let mut text = String::new();
        for group in self.groups.iter().filter(|group| group.name.contains(':')) {
            text.push_str(&format!("# {}\n", group.name));
            for line in group.letters.as_bytes().chunks(WIDTH) {
                text.push_str(&format!("{}\n", String::from_utf8_lossy(line)));
            }
        }
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gallery/expected.txt");
        std::fs::write(file, text).unwrap();
    }
}

impl Group {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), letters: String::new(), memory: 0 }
    }

    /// The name of an item's outcome, and what was said.
    fn try_one<R>(&mut self, work: impl FnOnce() -> Result<R>) -> (String, String) {
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let outcome = catch_unwind(AssertUnwindSafe(|| work().map(|_| ())));
        self.memory = self.memory.max(MEMORY.peak_usage().saturating_sub(before));
        let outcome = match outcome {
            Ok(Ok(())) => ("read".into(), String::new()),
            Ok(Err(error)) => (kind(&error), error.to_string()),
            Err(_) => ("panicked".into(), String::new()),
        };
        self.letters.push(letter_of(&outcome.0));
        outcome
    }

    fn print(&self, name: &str) {
        let count = |letter| self.letters.chars().filter(|&it| it == letter).count();
        let (tried, read, panics) = (self.letters.len(), count('.'), count('!'));
        let (refused, memory) = (tried - read - panics, self.memory as f64 / 1e6);
        println!("| {name} | {tried} | {read} | {refused} | {panics} | {memory:.1} |");
    }
}

/// The first word of an error's debugging text: the name of its variant.
fn name(error: &impl Debug) -> String {
    let text = format!("{error:?}");
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

/// The name of an error, without those of the errors around it.
fn kind(error: &Error) -> String {
    match error {
        Error::File { error, .. } => kind(error),
        Error::Audio(error) => name(error),
        Error::Features(error) => name(error),
        Error::Corpus(error) => kind_of_corpus(error),
        Error::Learn(error) => kind_of_learn(error),
        other => name(other),
    }
}

fn kind_of_corpus(error: &corpus::Error) -> String {
    match error {
        corpus::Error::File { error, .. } => kind_of_corpus(error),
        corpus::Error::Learn(error) => kind_of_learn(error),
        other => name(other),
    }
}

/// The name of the step where a step refuses its data.
fn kind_of_learn(error: &learn::Error) -> String {
    match error {
        learn::Error::Step { step, .. } => (*step).to_owned(),
        other => name(other),
    }
}

fn letter_of(kind: &str) -> char {
    LETTERS.iter().find(|(name, _)| *name == kind).map_or('?', |(_, letter)| *letter)
}
