//! A folder of Parquet files that an interrupted run continues.

mod complete;
mod place;
mod shard;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use arrow_schema::Schema;
use serde_json::{Value, json};

pub(crate) use self::complete::check_complete;
use self::place::LocalFolder;
pub use self::place::Place;
pub use self::shard::Shard;
use crate::{Error, ParquetFile, Result};

/// A file of the folder, and the inputs whose rows it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    number: usize,
    /// The numbers of the inputs, from 0.
    pub inputs: Range<usize>,
}

/// The files of one shard in a folder, with a record of what is done.
///
/// Which inputs a file has the rows of depends on the number of inputs alone, so that a run that
/// was interrupted at any moment, and continued, leaves the same files as one that was not. A file
/// is complete or absent: it is written under another name, synchronised and renamed; then a line
/// is added to `_done-SHARD.jsonl`. Its first line describes the run, and only the same run
/// continues it. Readers of folders leave out files whose names start with `_` or a dot. Shards
/// share no file, so that they may be written at the same time; one shard must be written by one
/// process at a time. In a place that has no renaming, such as an object store, each file is
/// written by one request that does all or nothing.
///
/// ```
/// use emo_arrow::{FeatureFormat, PartFolder, Shard, table_to_batch};
/// use serde_json::json;
/// # use emo_corpus::{Clip, FeatureTable};
/// # let clips = vec![Clip::new("a").label("bored")];
/// # let table = FeatureTable::new(ndarray::array![[0.5]], vec!["zcr".into()], clips)?;
/// # let batch = table_to_batch(&table, FeatureFormat::default())?;
/// # let temporary = tempfile::tempdir()?;
/// # let folder = temporary.path().join("features");
///
/// let mut parts = PartFolder::create(&folder, Shard::WHOLE, &json!({"features": "zcr"}), 3, 2)?;
/// for part in parts.left() {
///     let mut file = parts.begin(&part, batch.schema_ref())?;
///     for _ in part.inputs.clone() {
///         file.write(&batch)?;
///     }
///     parts.finish(&part, file)?;
/// }
/// let names: Vec<_> = parts.files().iter().map(|it| it.file_name().unwrap().to_owned()).collect();
/// assert_eq!(names, ["part-0001-of-0001-000000.parquet", "part-0001-of-0001-000001.parquet"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct PartFolder {
    place: Box<dyn Place>,
    shard: Shard,
    parts: Vec<Part>,
    /// The rows of each part that is done, by its number.
    done: BTreeMap<usize, u64>,
}

impl PartFolder {
    /// Begins a shard. The folder is made where it is absent. `run` is what decides the rows: all
    /// options, and a digest of the `n_inputs` inputs.
    ///
    /// # Errors
    ///
    /// If there is a record of this shard already, or a Parquet file that is no part of a run with a
    /// record; or if the system cannot write. With the path.
    pub fn create(
        folder: impl AsRef<Path>,
        shard: Shard,
        run: &Value,
        n_inputs: usize,
        rows_per_part: usize,
    ) -> Result<Self> {
        let place = Box::new(LocalFolder(folder.as_ref().to_owned()));
        Self::create_in(place, shard, run, n_inputs, rows_per_part)
    }

    /// Continues a shard, or begins it where it was not begun.
    ///
    /// # Errors
    ///
    /// If the folder has shards of a run of other options, inputs or another number of shards, or a
    /// Parquet file that is no part of a run with a record; or if the system cannot read or write.
    /// With the path.
    pub fn resume(
        folder: impl AsRef<Path>,
        shard: Shard,
        run: &Value,
        n_inputs: usize,
        rows_per_part: usize,
    ) -> Result<Self> {
        let place = Box::new(LocalFolder(folder.as_ref().to_owned()));
        Self::resume_in(place, shard, run, n_inputs, rows_per_part)
    }

    /// As [`create`](Self::create), with the files in another place.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn create_in(
        place: Box<dyn Place>,
        shard: Shard,
        run: &Value,
        n_inputs: usize,
        rows_per_part: usize,
    ) -> Result<Self> {
        Self::begin_in(place, shard, run, n_inputs, rows_per_part, true)
    }

    /// As [`resume`](Self::resume), with the files in another place.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn resume_in(
        place: Box<dyn Place>,
        shard: Shard,
        run: &Value,
        n_inputs: usize,
        rows_per_part: usize,
    ) -> Result<Self> {
        Self::begin_in(place, shard, run, n_inputs, rows_per_part, false)
    }

    /// Reads the record of the shard, if there is one, and writes it anew.
    fn begin_in(
        mut place: Box<dyn Place>,
        shard: Shard,
        run: &Value,
        n_inputs: usize,
        rows_per_part: usize,
        is_new: bool,
    ) -> Result<Self> {
        let head = head(run, shard, n_inputs, rows_per_part);
        let record = record(shard);
        let path = place.path(&record);
        let mut open = || -> Result<BTreeMap<usize, u64>> {
            let names: BTreeSet<String> = place.names()?.into_iter().collect();
            let is_begun = names.contains(&record);
            if is_new && is_begun {
                let (expected, got) = ("an empty folder, or --resume", "a run that was begun here");
                return Err(Error::Run { expected: expected.into(), got: got.into() });
            }
            check_files(&names)?;
            check_others(&*place, &names, shard, &head)?;
            let text = if is_begun { place.read(&record)? } else { String::new() };
            let mut done = done(&text, &head)?;
            done.retain(|number, _| names.contains(&file(shard, *number)));
            let lines = done.iter().map(|(number, rows)| line(*number, *rows));
            place.write(&record, &format!("{head}\n{}", lines.collect::<String>()))?;
            Ok(done)
        };
        let done = open().map_err(|error| error.in_file(&path))?;
        let parts = parts(shard.range(n_inputs), rows_per_part);
        Ok(Self { place, shard, parts, done })
    }

    /// The parts that are not done, in their order.
    pub fn left(&self) -> Vec<Part> {
        let is_left = |part: &&Part| !self.done.contains_key(&part.number);
        self.parts.iter().filter(is_left).cloned().collect()
    }

    /// The number of rows that are done.
    pub fn rows_done(&self) -> u64 {
        self.done.values().sum()
    }

    /// Begins the file of a part.
    ///
    /// # Errors
    ///
    /// As [`ParquetFile::create`].
    pub fn begin(&self, part: &Part, schema: &Schema) -> Result<ParquetFile> {
        ParquetFile::create(self.place.draft(&file(self.shard, part.number)), schema)
    }

    /// Completes the file of a part, and records that it is done.
    ///
    /// # Errors
    ///
    /// If the system cannot write, with the path.
    pub fn finish(&mut self, part: &Part, file: ParquetFile) -> Result<()> {
        let rows = file.finish()? as u64;
        let (name, record) = (self::file(self.shard, part.number), record(self.shard));
        let place = &mut self.place;
        place.publish(&name).map_err(|error| Error::from(error).in_file(&place.path(&name)))?;
        let added = place.append(&record, &line(part.number, rows));
        added.map_err(|error| Error::from(error).in_file(&place.path(&record)))?;
        self.done.insert(part.number, rows);
        Ok(())
    }

    /// The files of the shard that are done, in the order of their inputs.
    pub fn files(&self) -> Vec<PathBuf> {
        let path = |number: &usize| self.place.path(&file(self.shard, *number));
        self.done.keys().map(path).collect()
    }
}

/// The inputs in parts of `length`.
fn parts(inputs: Range<usize>, length: usize) -> Vec<Part> {
    let starts = inputs.clone().step_by(length.max(1));
    let part = |(number, start): (usize, usize)| {
        let end = start.saturating_add(length.max(1)).min(inputs.end);
        Part { number, inputs: start..end }
    };
    starts.enumerate().map(part).collect()
}

/// The description of a run, which is the first line of its record.
fn head(run: &Value, shard: Shard, n_inputs: usize, rows_per_part: usize) -> Value {
    json!({
        "emo": env!("CARGO_PKG_VERSION"), "run": run, "shard": shard.to_string(),
        "inputs": n_inputs, "rows_per_part": rows_per_part,
    })
}

fn file(shard: Shard, number: usize) -> String {
    format!("part-{}-{number:06}.parquet", shard.name())
}

fn record(shard: Shard) -> String {
    format!("_done-{}.jsonl", shard.name())
}

fn is_record(name: &str) -> bool {
    name.starts_with("_done-") && name.ends_with(".jsonl")
}

/// The shard that the first line of a record describes.
fn shard_of(head: &Value) -> Option<Shard> {
    head.get("shard")?.as_str()?.parse().ok()
}

fn line(number: usize, rows: u64) -> String {
    format!("{}\n", json!({"part": number, "rows": rows}))
}

/// The parts and their rows in a record that begins with `head`. A last line that was cut off is
/// left out.
fn done(text: &str, head: &Value) -> Result<BTreeMap<usize, u64>> {
    let complete = text.rfind('\n').map_or("", |end| &text[..end]);
    let mut lines = complete.lines().map(|line| serde_json::from_str(line).unwrap_or(Value::Null));
    match lines.next() {
        None => Ok(BTreeMap::new()),
        Some(there) if there == *head => {
            let number = |line: &Value, key: &str| line.get(key).and_then(Value::as_u64);
            let part = |line: Value| {
                Some((number(&line, "part")?.try_into().ok()?, number(&line, "rows")?))
            };
            Ok(lines.filter_map(part).collect())
        }
        Some(there) => Err(other_run(&there, head)),
    }
}

/// Checks that the other shards in the folder are of the same run and of as many: the rows of an
/// input that is in the shards of two runs would be there twice.
fn check_others(
    place: &dyn Place,
    names: &BTreeSet<String>,
    shard: Shard,
    head: &Value,
) -> Result<()> {
    let own = record(shard);
    for name in names {
        if *name == own || !is_record(name) {
            continue;
        }
        let path = place.path(name);
        let text = place.read(name).map_err(|error| Error::from(error).in_file(&path))?;
        let first = text.lines().next().unwrap_or_default();
        let mut there: Value = serde_json::from_str(first).unwrap_or(Value::Null);
        let is_one_of_ours = shard_of(&there).is_some_and(|other| other.count == shard.count);
        if let Some(number) = there.get_mut("shard").filter(|_| is_one_of_ours) {
            *number = shard.to_string().into();
        }
        if there != *head {
            return Err(other_run(&there, head).in_file(&path));
        }
    }
    Ok(())
}

/// Checks that each Parquet file is a part of a run that has its record: readers of the folder would
/// take the rows of others for rows of this run.
fn check_files(names: &BTreeSet<String>) -> Result<()> {
    let is_recorded = |name: &String| {
        let part = name.strip_prefix("part-").and_then(|rest| rest.rsplit_once('-'));
        part.is_some_and(|(shard, _)| names.contains(&format!("_done-{shard}.jsonl")))
    };
    match names.iter().filter(|name| is_read(name)).find(|name| !is_recorded(name)) {
        None => Ok(()),
        Some(other) => Err(Error::Run {
            expected: "a folder without Parquet files of anything else".into(),
            got: other.clone(),
        }),
    }
}

/// Whether readers of a folder read the file with this name.
pub(crate) fn is_read(name: &str) -> bool {
    name.to_lowercase().ends_with(".parquet") && !name.starts_with(['_', '.'])
}

/// The error of two runs that differ, with the first difference.
fn other_run(there: &Value, head: &Value) -> Error {
    let (expected, got) = difference("run", there, head);
    Error::Run { expected: format!("{expected}, as in the run that the folder holds"), got }
}

/// The first value in which two descriptions of a run differ, with its name.
fn difference(name: &str, there: &Value, head: &Value) -> (String, String) {
    if let (Value::Object(there), Value::Object(head)) = (there, head) {
        let keys = head.keys().chain(there.keys());
        let mut differing = keys.filter(|key| there.get(*key) != head.get(*key));
        if let Some(key) = differing.next() {
            let value = |of: &serde_json::Map<String, Value>| of.get(key).cloned();
            return difference(
                key,
                &value(there).unwrap_or(Value::Null),
                &value(head).unwrap_or(Value::Null),
            );
        }
    }
    (format!("{name} {there}"), head.to_string())
}
