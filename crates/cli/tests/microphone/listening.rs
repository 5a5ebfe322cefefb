//! `emo listen` as it runs.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The environment of a run.
pub(crate) type Environment = Vec<(&'static str, String)>;

/// `emo listen --events jsonl`, and what it has printed.
pub(crate) struct Listening {
    child: Child,
    lines: Receiver<String>,
    events: Vec<Value>,
}

fn command(arguments: &[&str], environment: &Environment) -> Command {
    let model = emo_fixtures::path("../crates/models/ravdess-full.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_emo"));
    command.arg("listen").args(arguments).envs(environment.iter().cloned());
    command.arg("--model").arg(Path::new(&model));
    command
}

impl Listening {
    pub(crate) fn start(arguments: &[&str], environment: &Environment) -> Self {
        let mut command = command(arguments, environment);
        command.args(["--events", "jsonl"]).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let (sender, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                sender.send(line).ok();
            }
        });
        Self { child, lines, events: Vec::new() }
    }

    /// Runs it to its end.
    pub(crate) fn run(arguments: &[&str], environment: &Environment) -> Output {
        command(arguments, environment).output().unwrap()
    }

    /// Whether an event of this kind comes in this time.
    pub(crate) fn sees(&mut self, kind: &str, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.events.push(serde_json::from_str(&line).unwrap()),
                Err(RecvTimeoutError::Timeout) => return false,
                Err(RecvTimeoutError::Disconnected) => panic!("it has ended: {:?}", self.events),
            }
            if self.events.last().is_some_and(|event| event["event"] == kind) {
                return true;
            }
        }
    }

    /// Waits for an event of this kind, which must come in this time.
    pub(crate) fn wait_for(&mut self, kind: &str, patience: Duration) {
        assert!(self.sees(kind, patience), "no {kind}: {:?}", self.events);
    }

    /// Presses Ctrl-C, after which it must end well, and gives all its events.
    pub(crate) fn interrupt(mut self) -> Vec<Value> {
        let process = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &process]).status().unwrap().success());
        let status = self.child.wait().unwrap();
        let rest = self.lines.iter().map(|line| serde_json::from_str(&line).unwrap());
        self.events.extend(rest);
        assert!(status.success(), "{status}: {:?}", self.events);
        std::mem::take(&mut self.events)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        // Only a test that failed leaves it running.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
