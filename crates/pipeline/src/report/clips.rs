//! The clips: how many of each label, speaker, and value of any other key.

use std::collections::{BTreeMap, BTreeSet};

use emo_report::{ClipCounts, Section};

use crate::{Clip, GroupKey, Result};

/// Most values of a key that are drawn as bars, and most parts of a bar.
const MOST_BARS: usize = 60;
const MOST_PARTS: usize = 3;

/// Most values of a key that are listed.
const MOST_LISTED: usize = 8;

/// The section, of clips as recorded.
pub(super) fn section(clips: &[Clip], n_columns: usize) -> Result<Section> {
    let recorded: Vec<&Clip> = clips.iter().filter(|clip| clip.copy.is_none()).collect();
    let mut words = format!("{} clips with {n_columns} features each.", recorded.len());
    if clips.len() > recorded.len() {
        let copies = clips.len() - recorded.len();
        words.push_str(&format!(" {copies} augmented copies of them were used for training too."));
    }
    let mut section = Section::new("Clips").text(&words);
    let keys = keys(&recorded);
    let part = keys.iter().find(|key| can_divide(&recorded, key));
    for key in ["label", "speaker", "corpus"] {
        let counts = counts(&recorded, key, part.map(String::as_str));
        let least = if key == "corpus" { 2 } else { 1 };
        if (least..=MOST_BARS).contains(&counts.rows.len()) {
            section = section.plot(counts.plot()?);
        }
    }
    let rows: Vec<Vec<String>> = keys.iter().map(|key| row(&recorded, key)).collect();
    if rows.is_empty() {
        return Ok(section);
    }
    let header = ["key", "values", "clips by value"];
    Ok(section.table("Further keys of the clips", &header, &rows))
}

/// The keys of the clips' metadata, sorted.
fn keys(clips: &[&Clip]) -> Vec<String> {
    let keys: BTreeSet<&String> = clips.iter().flat_map(|clip| clip.metadata.keys()).collect();
    keys.into_iter().cloned().collect()
}

/// Whether bars can be divided by a key: it has a value for each clip, and two or three in all.
fn can_divide(clips: &[&Clip], key: &str) -> bool {
    let values: Option<BTreeSet<GroupKey>> = clips.iter().map(|clip| clip.key(key)).collect();
    values.is_some_and(|values| (2..=MOST_PARTS).contains(&values.len()))
}

/// How many clips there are of each value of a key, in the values' order.
fn totals(clips: &[&Clip], key: &str) -> BTreeMap<GroupKey, usize> {
    let mut totals = BTreeMap::new();
    for value in clips.iter().filter_map(|clip| clip.key(key)) {
        *totals.entry(value).or_default() += 1;
    }
    totals
}

/// The clips of each value of a key, divided by the values of another.
fn counts(clips: &[&Clip], key: &str, part: Option<&str>) -> ClipCounts {
    let parts: Vec<GroupKey> =
        part.map(|part| totals(clips, part).into_keys().collect()).unwrap_or_default();
    let mut rows: BTreeMap<GroupKey, Vec<usize>> = BTreeMap::new();
    for clip in clips {
        let Some(value) = clip.key(key) else { continue };
        let own = part.and_then(|part| clip.key(part));
        let place = parts.iter().position(|part| Some(part) == own.as_ref()).unwrap_or_default();
        let row = rows.entry(value).or_insert_with(|| vec![0; parts.len().max(1)]);
        if let Some(count) = row.get_mut(place) {
            *count += 1;
        }
    }
    ClipCounts {
        key: key.to_owned(),
        parts: parts.iter().map(ToString::to_string).collect(),
        rows: rows.into_iter().map(|(value, row)| (value.to_string(), row)).collect(),
    }
}

/// A key, the number of its values, and the clips of each where these are few.
fn row(clips: &[&Clip], key: &str) -> Vec<String> {
    let totals = totals(clips, key);
    let listed = if totals.len() <= MOST_LISTED {
        let each = totals.iter().map(|(value, clips)| format!("{value}: {clips}"));
        each.collect::<Vec<_>>().join(", ")
    } else {
        "too many to list".to_owned()
    };
    vec![key.to_owned(), totals.len().to_string(), listed]
}
