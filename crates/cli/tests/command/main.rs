//! The command `emo` from end to end: what it prints, what it writes and how it exits.
//!
//! Plain `std::process`: a helper crate would save a dozen lines.

#![allow(clippy::unwrap_used)] // a test ends by it

mod adapt;
mod audio_options;
mod convert;
mod described;
mod extract;
mod features;
mod guides;
mod outputs;
mod over_time;
mod own_data;
mod own_labels;
#[cfg(feature = "parquet")]
mod parquet;
mod predict;
mod resume;
mod train;
mod urls;
mod usage;
#[cfg(feature = "web")]
mod web;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a run left.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn emo(arguments: &[&str]) -> Run {
    emo_with_stdin(arguments, &[])
}

fn emo_with_stdin(arguments: &[&str], stdin: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_emo"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read it has ended by now, or will.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// The run, which must have gone well and silently.
    fn succeeded(self) -> Self {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""));
        self
    }
}

fn audio(name: &str) -> String {
    text(&emo_fixtures::path("audio").join(name))
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// A folder with copies of fixtures under other names, in subfolders where the names have them.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (fixture, name) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(emo_fixtures::path("audio").join(fixture), path).unwrap();
    }
    folder
}

/// A sixth of the feature table in fixtures/.
fn small_table(folder: &TempDir) -> PathBuf {
    let table = fs::read_to_string(emo_fixtures::path("ravdess_features.csv")).unwrap();
    let (header, rows) = table.split_once('\n').unwrap();
    let rows = rows.lines().step_by(6).collect::<Vec<_>>().join("\n");
    let path = folder.path().join("features.csv");
    fs::write(&path, format!("{header}\n{rows}\n")).unwrap();
    path
}
