//! A folder of Parquet files that an interrupted run continues.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use arrow_schema::Schema;
use serde_json::{Value, json};

use crate::file::rename;
use crate::{Error, ParquetFile, Result};

/// One of several shares of the inputs, each of which may be a process or a machine of its own:
/// `3/64` is the third of 64.
///
/// ```
/// use emo_arrow::Shard;
///
/// let shard: Shard = "2/3".parse()?;
/// assert_eq!(shard.range(10), 3..6);
/// # Ok::<(), emo_arrow::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: usize,
    count: usize,
}

impl Shard {
    /// The only shard.
    pub const WHOLE: Self = Self { index: 0, count: 1 };

    /// All of `count` shards, in their order; at least one.
    pub fn all(count: usize) -> impl Iterator<Item = Self> {
        let count = count.max(1);
        (0..count).map(move |index| Self { index, count })
    }

    /// Which of `n` inputs belong to the shard: neighbours, and as many as in any other, or one
    /// less.
    pub fn range(self, n: usize) -> Range<usize> {
        let border = |index: usize| (n as u128 * index as u128 / self.count as u128) as usize;
        border(self.index)..border(self.index + 1)
    }

    fn name(self) -> String {
        format!("{:04}-of-{:04}", self.index + 1, self.count)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index + 1, self.count)
    }
}

impl FromStr for Shard {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parsed = text.split_once('/').and_then(|(number, count)| {
            let (number, count): (usize, usize) = (number.parse().ok()?, count.parse().ok()?);
            (1..=count).contains(&number).then(|| Self { index: number - 1, count })
        });
        parsed.ok_or_else(|| Error::Value {
            what: "shard",
            expected: "a number and how many there are, such as 3/64".into(),
            got: format!("{text:?}"),
        })
    }
}

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
/// process at a time.
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
    folder: PathBuf,
    shard: Shard,
    parts: Vec<Part>,
    /// The rows of each part that is done, by its number.
    done: BTreeMap<usize, u64>,
    record: File,
}

impl PartFolder {
    /// Begins a shard. The folder is made where it is absent. `run` is what decides the rows: all
    /// options, and a digest of the `n_inputs` inputs.
    ///
    /// # Errors
    ///
    /// If there is a record of this shard already, or the system cannot write, with the path.
    pub fn create(
        folder: impl AsRef<Path>,
        shard: Shard,
        run: &Value,
        n_inputs: usize,
        rows_per_part: usize,
    ) -> Result<Self> {
        let record = record(folder.as_ref(), shard);
        if record.exists() {
            return Err(Error::Run {
                expected: "an empty folder, or --resume".into(),
                got: "a run that was begun here".into(),
            }
            .in_file(&record));
        }
        Self::resume(folder, shard, run, n_inputs, rows_per_part)
    }

    /// Continues a shard, or begins it where it was not begun.
    ///
    /// # Errors
    ///
    /// If the folder has shards of a run of other options, inputs or another number of shards, or
    /// the system cannot read or write, with the path.
    pub fn resume(
        folder: impl AsRef<Path>,
        shard: Shard,
        run: &Value,
        n_inputs: usize,
        rows_per_part: usize,
    ) -> Result<Self> {
        let folder = folder.as_ref().to_owned();
        let path = record(&folder, shard);
        let head = json!({
            "emo": env!("CARGO_PKG_VERSION"), "run": run, "shard": shard.to_string(),
            "inputs": n_inputs, "rows_per_part": rows_per_part,
        });
        let open = || -> Result<(File, BTreeMap<usize, u64>)> {
            fs::create_dir_all(&folder)?;
            check_others(&folder, shard, &head)?;
            let done = match fs::read_to_string(&path) {
                Ok(text) => done(&text, &head)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
                Err(error) => return Err(error.into()),
            };
            let done: BTreeMap<usize, u64> = done
                .into_iter()
                .filter(|(number, _)| file(&folder, shard, *number).is_file())
                .collect();
            Ok((rewritten(&path, &head, &done)?, done))
        };
        let (record, done) = open().map_err(|error| error.in_file(&path))?;
        let parts = parts(shard.range(n_inputs), rows_per_part);
        Ok(Self { folder, shard, parts, done, record })
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
        ParquetFile::create(file(&self.folder, self.shard, part.number), schema)
    }

    /// Completes the file of a part, and records that it is done.
    ///
    /// # Errors
    ///
    /// If the system cannot write, with the path.
    pub fn finish(&mut self, part: &Part, file: ParquetFile) -> Result<()> {
        let rows = file.finish()? as u64;
        let line = line(part.number, rows);
        let added = self.record.write_all(line.as_bytes()).and_then(|()| self.record.sync_data());
        added.map_err(|error| Error::from(error).in_file(&record(&self.folder, self.shard)))?;
        self.done.insert(part.number, rows);
        Ok(())
    }

    /// The files of the shard that are done, in the order of their inputs.
    pub fn files(&self) -> Vec<PathBuf> {
        self.done.keys().map(|number| file(&self.folder, self.shard, *number)).collect()
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

fn file(folder: &Path, shard: Shard, number: usize) -> PathBuf {
    folder.join(format!("part-{}-{number:06}.parquet", shard.name()))
}

fn record(folder: &Path, shard: Shard) -> PathBuf {
    folder.join(format!("_done-{}.jsonl", shard.name()))
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
fn check_others(folder: &Path, shard: Shard, head: &Value) -> Result<()> {
    let own = record(folder, shard);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        if path == own || !name.starts_with("_done-") || !name.ends_with(".jsonl") {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let first = text.lines().next().unwrap_or_default();
        let mut there: Value = serde_json::from_str(first).unwrap_or(Value::Null);
        let other: Option<Shard> =
            there.get("shard").and_then(Value::as_str).and_then(|it| it.parse().ok());
        let is_one_of_ours = other.is_some_and(|other| other.count == shard.count);
        if let Some(number) = there.get_mut("shard").filter(|_| is_one_of_ours) {
            *number = shard.to_string().into();
        }
        if there != *head {
            return Err(other_run(&there, head).in_file(&path));
        }
    }
    Ok(())
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

/// Writes the record anew, whole or not at all, and opens it to add lines.
fn rewritten(path: &Path, head: &Value, done: &BTreeMap<usize, u64>) -> Result<File> {
    let mut text = format!("{head}\n");
    for (number, rows) in done {
        text += &line(*number, *rows);
    }
    let partial = path.with_extension("jsonl.partial");
    let mut file = File::create(&partial)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    rename(&partial, path)?;
    Ok(OpenOptions::new().append(true).open(path)?)
}
