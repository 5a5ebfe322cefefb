//! Identifiers of feature configurations: short names that a model file can compare.

use serde::Serialize;
use serde_json::Value;

use crate::descriptor::Descriptor;
use crate::set::config::FeatureConfig;
use crate::set::preparation::{Preparation, Voicing};
use crate::summary::plan::Summary;
use crate::transform::stft::StftParams;

/// The revision of the algorithms behind the features; every [`FeatureConfig::id`] contains it.
///
/// It is raised when the same samples and the same configuration give a row that differs from the
/// earlier one by more than the tolerances of `docs/parity.md`, so that a model is not used with
/// features that have changed their meaning. Rounding differences within these tolerances, as a
/// faster transform causes them, do not raise it.
pub const ALGORITHM_REVISION: u32 = 1;

/// A field that did not exist in the first revision, and as JSON the value that gives the numbers
/// of the time before it existed.
///
/// Such a field is left out of the hash while it has this value, so that configurations from before
/// keep their id. Any other value changes the id. The path has `[]` in place of each index.
struct Later {
    path: &'static str,
    neutral: &'static str,
}

/// The fields that were added later. There are none yet; an entry looks like
/// `Later { path: "stft.window", neutral: "\"hann\"" }`.
const ADDED_LATER: &[Later] = &[];

/// All fields of a configuration. In a file some default values are skipped, here none.
#[derive(Serialize)]
struct AllFields<'a> {
    sample_rate: u32,
    stft: &'a StftParams,
    preparation: &'a Preparation,
    voicing: &'a Voicing,
    descriptors: &'a [Descriptor],
    summaries: &'a [Summary],
}

impl FeatureConfig {
    /// A short name of this value, the same on every machine: the number of columns and a hash, as
    /// in `features-60-0123456789abcdef`.
    ///
    /// The hash covers every parameter, default values included, and [`ALGORITHM_REVISION`]. Two
    /// configurations with the same id give the same row, also across versions of this crate: if a
    /// default value or an algorithm changes, the id changes with it. A parameter that is added in
    /// a later version does not change the ids of configurations that do not use it.
    ///
    /// ```
    /// use emo_dsp_features::{FeatureConfig, StftParams};
    /// let config = FeatureConfig::default();
    /// let shorter = config.clone().stft(StftParams::default().hop_length(256));
    /// assert!(config.id().starts_with("features-60-"));
    /// assert_ne!(config.id(), shorter.id());
    /// ```
    pub fn id(&self) -> String {
        self.id_with(ALGORITHM_REVISION, ADDED_LATER)
    }

    /// The identifier in model files of format version 1.
    ///
    /// It hashes the JSON text of the configuration, in which default values of `preparation` and
    /// `voicing` are missing, and knows no algorithm revision. Use it only to read such files.
    pub fn id_v1(&self) -> String {
        // Serialising a plain struct to memory cannot fail.
        let text = serde_json::to_vec(self).unwrap_or_default();
        self.named(fnv1a(&text))
    }

    fn id_with(&self, revision: u32, later: &[Later]) -> String {
        let Self { sample_rate, stft, preparation, voicing, descriptors, summaries } = self;
        let sample_rate = *sample_rate;
        let all = AllFields { sample_rate, stft, preparation, voicing, descriptors, summaries };
        // As above: this cannot fail.
        let tree = serde_json::to_value(all).unwrap_or_default();
        let mut lines = vec![format!("revision={revision}")];
        push_lines(&tree, &mut String::new(), later, &mut lines);
        // The order of a map depends on a feature of serde_json that any crate may turn on.
        lines.sort_unstable();
        self.named(fnv1a(lines.join("\n").as_bytes()))
    }

    fn named(&self, hash: u64) -> String {
        format!("features-{}-{hash:016x}", self.column_names().len())
    }
}

/// Appends one line `path=value` for each number, text, truth value and null of `tree`. Lists and
/// maps without entries have a line too.
fn push_lines(tree: &Value, path: &mut String, later: &[Later], lines: &mut Vec<String>) {
    if later.iter().any(|later| later.is_neutral(path, tree)) {
        return;
    }
    let length = path.len();
    match tree {
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                path.push_str(&format!("[{index}]"));
                push_lines(item, path, later, lines);
                path.truncate(length);
            }
        }
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                path.push_str(if length == 0 { "" } else { "." });
                path.push_str(name);
                push_lines(value, path, later, lines);
                path.truncate(length);
            }
        }
        // The bits of a number do not depend on how a library prints it.
        Value::Number(number) => {
            let bits = number.as_f64().unwrap_or(f64::NAN).to_bits();
            lines.push(format!("{path}={bits:016x}"));
        }
        other => lines.push(format!("{path}={other}")),
    }
}

impl Later {
    fn is_neutral(&self, path: &str, value: &Value) -> bool {
        without_indices(path) == self.path
            && serde_json::from_str::<Value>(self.neutral).is_ok_and(|neutral| neutral == *value)
    }
}

/// A path with `[]` in place of each index.
fn without_indices(path: &str) -> String {
    let mut inside = false;
    path.chars()
        .filter(|&c| {
            inside = (inside || c == '[') && c != ']';
            !(inside && c.is_ascii_digit())
        })
        .collect()
}

/// The 64-bit FNV-1a hash (RFC 9923).
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::set::named::FeatureSet;

    #[test]
    fn a_revision_of_the_algorithms_changes_every_id() {
        for set in FeatureSet::ALL {
            let config = FeatureConfig::from(set);
            assert_ne!(config.id_with(1, &[]), config.id_with(2, &[]));
        }
    }

    #[test]
    fn a_field_that_was_added_later_counts_only_where_it_is_not_neutral() {
        let later = [
            Later { path: "preparation.trim_db", neutral: "null" },
            Later { path: "descriptors[].mfcc.mfcc.lifter", neutral: "0.0" },
        ];
        let config = FeatureConfig::default();
        let trimmed = config.clone().preparation(Preparation::default().trim_db(Some(35.0)));
        let before = config.id_with(1, &later);
        assert_ne!(before, config.id_with(1, &[]));
        assert_ne!(before, trimmed.id_with(1, &later));
        let lines = |later: &[Later]| {
            let mut lines = Vec::new();
            let tree = serde_json::to_value(&config).unwrap_or_default();
            push_lines(&tree, &mut String::new(), later, &mut lines);
            lines
        };
        let is_lifter = |line: &String| line.contains("lifter");
        assert_eq!(lines(&[]).iter().filter(|line| is_lifter(line)).count(), 1);
        assert_eq!(lines(&later).iter().filter(|line| is_lifter(line)).count(), 0);
    }

    #[test]
    fn indices_are_taken_out_of_a_path() {
        assert_eq!(without_indices("summaries[12].columns[0]"), "summaries[].columns[]");
        assert_eq!(without_indices("a1.b2"), "a1.b2");
    }
}
