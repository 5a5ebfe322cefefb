//! Rows in Parquet files: one file, or a folder of parts.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use emo_pipeline::arrow::{PartFolder, Shard, merge_files};
use emo_pipeline::corpus::is_url;
use emo_pipeline::{EmotionModel, Error, Result};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::arguments::Parts;
use crate::console::Console;
use crate::output;
use crate::recording_source::RecordingSource;
use crate::remote::Remote;
#[cfg(feature = "object-store")]
use crate::remote::{RemoteFolder, in_url};

/// Number of recordings per thread whose rows are in memory at a time.
const TOGETHER: usize = 32;

/// What is written.
pub(crate) struct Work<'a, S> {
    /// What decides the rows: only the same run can be continued.
    pub(crate) run: Value,
    /// The inputs.
    pub(crate) recordings: &'a [S],
    /// The columns.
    pub(crate) schema: &'a Schema,
}

/// Where rows are written, and which of them.
pub(crate) struct Destination<'a> {
    path: &'a Path,
    shards: Vec<Shard>,
    is_folder: bool,
    resume: bool,
    rows_per_part: usize,
    remote: &'a Remote,
}

impl<'a> Destination<'a> {
    /// From the arguments; checks that the path can be written.
    pub(crate) fn new(
        path: &'a Path,
        parts: &Parts,
        resume: bool,
        remote: &'a Remote,
    ) -> Result<Self> {
        let shards = match (parts.shard, parts.shards) {
            (Some(shard), _) => vec![shard],
            (None, count) => Shard::all(count.unwrap_or(1).into()).collect(),
        };
        let is_folder = is_folder(path, parts);
        if output::is_standard(path) {
            return Err(Error::InvalidParameter {
                parameter: "output".into(),
                expected: "a file or folder to write Parquet to".into(),
                got: "standard output".into(),
            });
        }
        if is_url(path) && resume && !is_folder {
            return Err(Error::InvalidParameter {
                parameter: "resume".into(),
                expected: "a folder, with a slash at its end, to continue a run in an object store"
                    .into(),
                got: path.display().to_string(),
            });
        }
        match (is_url(path), is_folder) {
            (true, false) => remote.check_writable(path)?,
            (true, true) => remote.check_writable(&path.join("_done"))?,
            (false, true) => output::check_folder(path)?,
            (false, false) => output::check(path)?,
        }
        let rows_per_part = usize::try_from(parts.rows_per_part).unwrap_or(usize::MAX);
        Ok(Self { path, shards, is_folder, resume, rows_per_part, remote })
    }

    /// Writes the rows of all inputs; `rows` computes those of some neighbours.
    pub(crate) fn write<S: RecordingSource>(
        &self,
        work: &Work<'_, S>,
        console: &Console,
        rows: impl Fn(Range<usize>, &Console) -> Result<RecordBatch>,
    ) -> Result<()> {
        if work.recordings.is_empty() {
            return Err(Error::Empty { what: "recordings" });
        }
        #[cfg(feature = "object-store")]
        if is_url(self.path) && !self.is_folder {
            return self.write_object(work, console, rows);
        }
        self.write_files(work, console, rows)
    }

    /// Writes a folder, or one local file.
    fn write_files<S: RecordingSource>(
        &self,
        work: &Work<'_, S>,
        console: &Console,
        rows: impl Fn(Range<usize>, &Console) -> Result<RecordBatch>,
    ) -> Result<()> {
        let folder = if self.is_folder { self.path.to_owned() } else { self.partial(&work.run) };
        if !self.is_folder && !self.resume && folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let mut files = Vec::new();
        for shard in &self.shards {
            files.extend(self.write_shard(&folder, *shard, work, console, &rows)?);
        }
        if !self.is_folder {
            merge_files(&files, self.path)?;
            fs::remove_dir_all(folder)?;
        }
        Ok(())
    }

    /// Writes one object: a temporary file, which is uploaded when it is complete.
    #[cfg(feature = "object-store")]
    fn write_object<S: RecordingSource>(
        &self,
        work: &Work<'_, S>,
        console: &Console,
        rows: impl Fn(Range<usize>, &Console) -> Result<RecordBatch>,
    ) -> Result<()> {
        let temporary = tempfile::Builder::new().prefix("emo-").tempdir()?;
        let path = temporary.path().join("table.parquet");
        let local = Destination { path: &path, shards: self.shards.clone(), ..*self };
        local.write_files(work, console, rows)?;
        self.remote.upload(&path, self.path)
    }

    fn write_shard<S: RecordingSource>(
        &self,
        folder: &Path,
        shard: Shard,
        work: &Work<'_, S>,
        console: &Console,
        rows: &impl Fn(Range<usize>, &Console) -> Result<RecordBatch>,
    ) -> Result<Vec<PathBuf>> {
        let Work { run, recordings, schema } = work;
        let mut parts = self.parts(folder, shard, run, recordings.len())?;
        let left = parts.left();
        let most = TOGETHER * rayon::current_num_threads();
        let n_left: usize = left.iter().map(|part| part.inputs.len()).sum();
        console.with_bar(n_left, |console| {
            left.iter().try_for_each(|part| -> Result<()> {
                let inputs = &recordings[part.inputs.clone()];
                self.remote.expect(inputs.iter().filter_map(S::path));
                let mut file = parts.begin(part, schema)?;
                for start in part.inputs.clone().step_by(most) {
                    let end = part.inputs.end.min(start + most);
                    file.write(&rows(start..end, console)?)?;
                }
                Ok(parts.finish(part, file)?)
            })
        })?;
        Ok(parts.files())
    }

    /// Begins a shard, or continues it.
    fn parts(&self, folder: &Path, shard: Shard, run: &Value, n: usize) -> Result<PartFolder> {
        #[cfg(feature = "object-store")]
        if is_url(folder) {
            let place = RemoteFolder::new(self.remote, folder).map_err(|it| in_url(folder, it))?;
            let begin = if self.resume { PartFolder::resume_in } else { PartFolder::create_in };
            return Ok(begin(Box::new(place), shard, run, n, self.rows_per_part)?);
        }
        let begin = if self.resume { PartFolder::resume } else { PartFolder::create };
        Ok(begin(folder, shard, run, n, self.rows_per_part)?)
    }

    /// The folder of the parts of one file, until it is complete.
    fn partial(&self, run: &Value) -> PathBuf {
        let digits: String = digest(run.to_string()).chars().take(8).collect();
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{digits}.partial"));
        self.path.with_file_name(name)
    }
}

/// Whether the path stands for a folder of Parquet files.
pub(crate) fn is_folder(path: &Path, parts: &Parts) -> bool {
    let ends_with_slash = path.to_string_lossy().ends_with(std::path::is_separator);
    parts.shard.is_some() || parts.shards.is_some() || ends_with_slash
}

/// Whether the name of the file says that it is Parquet.
pub(crate) fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("parquet"))
}

/// What identifies the recordings: all that is known of them, in their order.
pub(crate) fn digest_of(recordings: &[impl RecordingSource]) -> Result<String> {
    let mut hash = Sha256::new();
    for each in recordings {
        hash.update(format!("{:?}\n", each.recording()?));
    }
    Ok(digits(hash))
}

/// What identifies a model: all that its file has.
pub(crate) fn digest_of_model(model: &EmotionModel) -> Result<String> {
    let mut file = Vec::new();
    model.to_writer(&mut file)?;
    Ok(digest(file))
}

/// The SHA-256, as hexadecimal digits.
fn digest(bytes: impl AsRef<[u8]>) -> String {
    digits(Sha256::new_with_prefix(bytes))
}

fn digits(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
