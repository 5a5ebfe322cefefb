//! Folders of Parquet files, interrupted and continued.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::{fs, io};

use arrow_array::RecordBatch;
use emo_arrow::{
    FeatureFormat, PartFolder, Place, Shard, merge_files, read_batches, read_table, table_to_batch,
};
use emo_corpus::{Clip, FeatureTable};
use ndarray::array;
use proptest::prelude::*;
use serde_json::json;

/// The row of an input.
fn row(input: usize) -> RecordBatch {
    let clips = vec![Clip::new(input.to_string()).label("bored")];
    let table = FeatureTable::new(array![[input as f64]], vec!["zcr".into()], clips).unwrap();
    table_to_batch(&table, FeatureFormat::default()).unwrap()
}

/// Writes `most` of the parts that are left.
fn write(parts: &mut PartFolder, most: usize) {
    for part in parts.left().into_iter().take(most) {
        let mut file = parts.begin(&part, row(0).schema_ref()).unwrap();
        for input in part.inputs.clone() {
            file.write(&row(input)).unwrap();
        }
        parts.finish(&part, file).unwrap();
    }
}

fn names(parts: &PartFolder) -> Vec<usize> {
    let mut names = Vec::new();
    for path in parts.files() {
        let table = read_table(path).unwrap();
        names.extend(table.clips().iter().map(|clip| clip.name.parse::<usize>().unwrap()));
    }
    names
}

fn resumed(folder: &Path, run: &str) -> emo_arrow::Result<PartFolder> {
    PartFolder::resume(folder, Shard::WHOLE, &json!({"features": run}), 10, 3)
}

#[test]
fn a_run_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    write(&mut resumed(folder.path(), "a").unwrap(), 2);
    let mut parts = resumed(folder.path(), "a").unwrap();
    assert_eq!((parts.left().len(), parts.rows_done()), (2, 6));
    write(&mut parts, 9);
    assert_eq!(names(&parts), (0..10).collect::<Vec<_>>());
}

#[test]
fn what_a_killed_run_leaves_is_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("_done-0001-of-0001.jsonl");
    write(&mut resumed(folder.path(), "a").unwrap(), 3);
    let lines = fs::read_to_string(&record).unwrap();
    for cut in 0..=lines.len() {
        fs::write(&record, &lines[..cut]).unwrap();
        // A file that was renamed before its line was there, and one that was not.
        fs::write(folder.path().join(".part-0001-of-0001-000003.parquet.partial"), "PAR1").unwrap();
        let mut parts = resumed(folder.path(), "a").unwrap();
        let complete = lines[..cut].matches('\n').count().saturating_sub(1);
        assert_eq!(parts.left().len(), 4 - complete, "{cut}");
        if cut % 16 == 0 {
            write(&mut parts, 9);
            assert_eq!(names(&parts), (0..10).collect::<Vec<_>>(), "{cut}");
        }
    }
    // A file that was removed is written again.
    fs::write(&record, &lines).unwrap();
    fs::remove_file(folder.path().join("part-0001-of-0001-000001.parquet")).unwrap();
    assert_eq!(resumed(folder.path(), "a").unwrap().left().len(), 2);
}

#[test]
fn another_run_is_refused_and_nothing_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    write(&mut resumed(folder.path(), "a").unwrap(), 9);
    let error = resumed(folder.path(), "b").unwrap_err().to_string();
    let expected = r#"expected features "a", as in the run that the folder holds, got "b""#;
    assert!(error.contains(expected), "{error}");
    let begun = PartFolder::create(folder.path(), Shard::WHOLE, &json!({"features": "a"}), 10, 3);
    assert!(begun.unwrap_err().to_string().contains("expected an empty folder, or --resume"));
    assert!(resumed(folder.path(), "a").unwrap().left().is_empty());
}

#[test]
fn another_number_of_shards_is_refused_since_rows_would_double() {
    let folder = tempfile::tempdir().unwrap();
    let run = json!({"features": "a"});
    let begin = |shard: &str, run| {
        PartFolder::create(folder.path(), shard.parse().unwrap(), run, 10, 3).map(drop)
    };
    begin("1/4", &run).unwrap();
    begin("2/4", &run).unwrap();
    let error = begin("2/5", &run).unwrap_err().to_string();
    assert!(error.contains(r#"/4", as in the run that the folder holds, got "2/5""#), "{error}");
    let other_run = json!({"features": "b"});
    assert!(begin("3/4", &other_run).is_err());
    begin("3/4", &run).unwrap();
}

#[test]
fn a_folder_is_read_once_all_parts_of_all_shards_are_done() {
    let folder = tempfile::tempdir().unwrap();
    let begin = |shard: &str| {
        PartFolder::create(folder.path(), shard.parse().unwrap(), &json!({}), 10, 2).unwrap()
    };
    let refusal = || read_table(folder.path()).unwrap_err().to_string();
    let mut first = begin("1/2");
    write(&mut first, 1);
    let said = refusal();
    assert!(said.contains("expected all 3 parts, which --resume completes, got 1"), "{said}");
    write(&mut first, 9);
    let said = refusal();
    assert!(said.contains("expected all 2 shards of the run, got 1"), "{said}");
    write(&mut begin("2/2"), 9);
    assert_eq!(read_table(folder.path()).unwrap().len(), 10);
    let copy = folder.path().join("copy.parquet");
    let part = folder.path().join("part-0001-of-0002-000000.parquet");
    fs::copy(&part, &copy).unwrap();
    let said = refusal();
    assert!(said.contains("expected only files of the run, got copy.parquet"), "{said}");
    fs::remove_file(copy).unwrap();
    fs::remove_file(part).unwrap();
    let said = refusal();
    assert!(said.contains("expected part-0001-of-0002-000000.parquet, which --resume"), "{said}");
}

#[test]
fn a_run_does_not_begin_beside_other_parquet_files() {
    let folder = tempfile::tempdir().unwrap();
    write(&mut resumed(folder.path(), "a").unwrap(), 9);
    fs::remove_file(folder.path().join("_done-0001-of-0001.jsonl")).unwrap();
    let said = resumed(folder.path(), "b").unwrap_err().to_string();
    let expected =
        "expected a folder without Parquet files of anything else, got part-0001-of-0001";
    assert!(said.contains(expected), "{said}");
    assert_eq!(read_table(folder.path()).unwrap().len(), 10);
}

/// A bucket, as far as a run needs one.
#[derive(Clone, Debug, Default)]
struct Bucket {
    objects: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    drafts: PathBuf,
}

impl Bucket {
    fn put(&self, name: &str, bytes: Vec<u8>) {
        self.objects.lock().unwrap().insert(name.into(), bytes);
    }
}

impl Place for Bucket {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.objects.lock().unwrap().keys().cloned().collect())
    }

    fn read(&self, name: &str) -> io::Result<String> {
        Ok(String::from_utf8(self.objects.lock().unwrap()[name].clone()).unwrap())
    }

    fn write(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.put(name, text.into());
        Ok(())
    }

    fn append(&mut self, name: &str, line: &str) -> io::Result<()> {
        let text = self.read(name)? + line;
        self.write(name, &text)
    }

    fn draft(&self, name: &str) -> PathBuf {
        self.drafts.join(name)
    }

    fn publish(&mut self, name: &str) -> io::Result<()> {
        self.put(name, fs::read(self.draft(name))?);
        fs::remove_file(self.draft(name))
    }

    fn path(&self, name: &str) -> PathBuf {
        format!("s3://out/{name}").into()
    }
}

#[test]
fn a_run_in_another_place_leaves_the_same_files() {
    let (local, drafts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(&mut resumed(local.path(), "a").unwrap(), 9);
    let bucket = Bucket { drafts: drafts.path().to_owned(), ..Bucket::default() };
    let begin = |run: &str| {
        let (place, run) = (Box::new(bucket.clone()), json!({"features": run}));
        PartFolder::resume_in(place, Shard::WHOLE, &run, 10, 3)
    };
    write(&mut begin("a").unwrap(), 2);
    let mut parts = begin("a").unwrap();
    assert_eq!((parts.left().len(), parts.rows_done()), (2, 6));
    write(&mut parts, 9);
    assert_eq!(parts.files()[3], Path::new("s3://out/part-0001-of-0001-000003.parquet"));
    for (name, bytes) in bucket.objects.lock().unwrap().iter() {
        assert_eq!(fs::read(local.path().join(name)).unwrap(), *bytes, "{name}");
    }
    assert_eq!(bucket.names().unwrap().len(), 5);
    assert_eq!(fs::read_dir(drafts.path()).unwrap().count(), 0);
    let error = begin("b").unwrap_err().to_string();
    assert!(error.starts_with("s3://out/_done-0001-of-0001.jsonl: expected features"), "{error}");
}

#[test]
fn shards_merge_by_listing() {
    let folder = tempfile::tempdir().unwrap();
    for shard in Shard::all(3) {
        let mut parts = PartFolder::create(folder.path(), shard, &json!({}), 10, 2).unwrap();
        write(&mut parts, 9);
    }
    let mut files: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "parquet"))
        .collect();
    files.sort();
    let whole = folder.path().join("whole.parquet");
    merge_files(&files, &whole).unwrap();
    let table = read_table(&whole).unwrap();
    let expected: Vec<f64> = (0..10).map(f64::from).collect();
    assert_eq!(table.x().column(0).to_vec(), expected);
    let mut batches = 0;
    read_batches(&whole, |batch| {
        batches += 1;
        assert!(batch.schema_ref().metadata().contains_key(emo_arrow::keys::FEATURE_NAMES));
        Ok(())
    })
    .unwrap();
    assert!(batches > 0);
}

#[test]
fn shards_are_parsed_and_refused() {
    assert_eq!("3/64".parse::<Shard>().unwrap().to_string(), "3/64");
    for text in ["0/3", "4/3", "3", "a/b", "1/0", "-1/3"] {
        let error = text.parse::<Shard>().unwrap_err().to_string();
        assert!(error.contains("such as 3/64"), "{text}: {error}");
    }
}

proptest! {
    #[test]
    fn every_input_is_in_one_shard(n in 0..1000_usize, count in 1..70_usize) {
        let inputs: Vec<usize> = Shard::all(count).flat_map(|shard| shard.range(n)).collect();
        prop_assert_eq!(inputs, (0..n).collect::<Vec<_>>());
        let lengths: Vec<usize> = Shard::all(count).map(|shard| shard.range(n).len()).collect();
        prop_assert!(lengths.iter().max().unwrap() - lengths.iter().min().unwrap() <= 1);
    }
}
