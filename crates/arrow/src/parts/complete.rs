//! Whether a folder holds all of a run, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Shard, done, file, is_record, parts, shard_of};
use crate::{Error, Result};

/// Checks that the files of a folder are those of a run that is complete. A folder without a record
/// is of another program, and is not checked.
pub(crate) fn check_complete(folder: &Path, files: &[PathBuf]) -> Result<()> {
    let (mut shards, mut expected) = (BTreeSet::new(), BTreeSet::new());
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !is_record(&name) {
            continue;
        }
        let shard = complete_shard(&fs::read_to_string(&path)?, &mut expected)
            .map_err(|error| error.in_file(&path))?;
        count = shard.count;
        shards.insert(shard.name());
    }
    if shards.is_empty() {
        return Ok(());
    }
    if shards.len() != count {
        let (expected, got) = (format!("all {count} shards of the run"), shards.len().to_string());
        return Err(Error::Run { expected, got });
    }
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let there: BTreeSet<String> = files.iter().map(name).collect();
    if let Some(got) = there.difference(&expected).next() {
        let expected = "only files of the run".into();
        return Err(Error::Run { expected, got: got.clone() });
    }
    if let Some(missing) = expected.difference(&there).next() {
        let expected = format!("{missing}, which --resume computes again");
        return Err(Error::Run { expected, got: "no such file".into() });
    }
    Ok(())
}

/// The shard of a record, all parts of which must be done. Adds the names of their files.
fn complete_shard(text: &str, files: &mut BTreeSet<String>) -> Result<Shard> {
    let first = text.lines().next().unwrap_or_default();
    let head: Value = serde_json::from_str(first).unwrap_or(Value::Null);
    let number = |key: &str| head.get(key).and_then(Value::as_u64)?.try_into().ok();
    let (Some(shard), Some(inputs), Some(rows)) =
        (shard_of(&head), number("inputs"), number("rows_per_part"))
    else {
        let (expected, got) = ("the description of a run in the first line", first.to_owned());
        return Err(Error::Run { expected: expected.into(), got });
    };
    let done = done(text, &head)?;
    let parts = parts(shard.range(inputs), rows);
    let missing = parts.iter().filter(|part| !done.contains_key(&part.number)).count();
    if missing > 0 {
        return Err(Error::Run {
            expected: format!("all {} parts, which --resume completes", parts.len()),
            got: format!("{} of them", parts.len() - missing),
        });
    }
    files.extend(parts.iter().map(|part| file(shard, part.number)));
    Ok(shard)
}
