//! Files that are no recordings.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// How many files of a folder were left out because they are no recordings, by kind: hidden ones,
/// and the others by their ending.
///
/// `Display` gives the counts: `3 .txt, 1 hidden`.
///
/// ```
/// use emo_corpus::reader::LeftOut;
///
/// let mut left_out = LeftOut::default();
/// left_out.add("notes.TXT");
/// left_out.add("._anna.wav");
/// assert_eq!(left_out.to_string(), "1 .txt, 1 hidden");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut(BTreeMap<String, usize>);

impl LeftOut {
    /// Counts a file.
    pub fn add(&mut self, path: impl AsRef<Path>) {
        *self.0.entry(kind(path.as_ref())).or_default() += 1;
    }

    /// How many files there are.
    pub fn count(&self) -> usize {
        self.0.values().sum()
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<String> =
            self.0.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        f.write_str(&kinds.join(", "))
    }
}

fn kind(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with('.') {
        return "hidden".into();
    }
    match path.extension() {
        Some(ending) => format!(".{}", ending.to_string_lossy().to_lowercase()),
        None => "without extension".into(),
    }
}
