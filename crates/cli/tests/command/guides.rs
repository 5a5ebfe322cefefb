//! The commands of a guide in `docs/`, typed as they stand, print what the guide shows.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What was typed, and what was printed.
struct Step {
    command: String,
    output: Vec<String>,
}

/// The blocks of a document that begin with a command.
fn steps(document: &str) -> Vec<Step> {
    let blocks = document.split("```console\n").skip(1);
    let blocks = blocks.map(|block| block.split("\n```").next().unwrap());
    let step = |block: &str| {
        let mut lines = block.lines().map(str::to_owned);
        let command = lines.next().unwrap().strip_prefix("$ ").unwrap().to_owned();
        Step { command, output: lines.collect() }
    };
    blocks.map(step).collect()
}

/// What a command prints in `folder`: one of `emo`, or of the two others that the document uses.
fn printed(step: &Step, folder: &Path) -> String {
    let words: Vec<&str> = step.command.split(' ').collect();
    match words[..] {
        ["cat", file] => {
            fs::write(folder.join(file), step.output.join("\n") + "\n").unwrap();
            fs::read_to_string(folder.join(file)).unwrap()
        }
        ["head", "-n", "1", file] => {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            text.lines().next().unwrap().to_owned()
        }
        ["emo", ref arguments @ ..] => {
            let mut command = Command::new(env!("CARGO_BIN_EXE_emo"));
            let output = command.args(arguments).current_dir(folder).output().unwrap();
            assert!(output.status.success(), "{}: {output:?}", step.command);
            assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{}", step.command);
            String::from_utf8(output.stdout).unwrap()
        }
        _ => unreachable!("{}", step.command),
    }
}

/// Whether the lines are as expected, where `…` ends a line early or is a line for any others.
fn agrees(expected: &[String], lines: &[&str]) -> bool {
    match (expected, lines) {
        ([], []) => true,
        ([only], _) if only.trim() == "…" => true,
        ([any, rest @ ..], _) if any.trim() == "…" => {
            (0..=lines.len()).any(|at| agrees(rest, &lines[at..]))
        }
        ([expected, rest @ ..], [line, others @ ..]) => {
            let is_equal = match expected.strip_suffix('…') {
                Some(start) => line.starts_with(start),
                None => expected == line,
            };
            is_equal && agrees(rest, others)
        }
        _ => false,
    }
}

/// Runs the commands of a guide in `folder`; at least so many are expected.
#[track_caller]
pub(super) fn assert_prints_what_it_shows(guide: &str, folder: &Path, at_least: usize) {
    let document = fs::read_to_string(emo_fixtures::path("../docs").join(guide)).unwrap();
    let steps = steps(&document);
    assert!(steps.len() >= at_least, "{} commands", steps.len());
    let mut wrong = String::new();
    for step in &steps {
        let text = printed(step, folder);
        let lines: Vec<&str> = text.lines().collect();
        if !agrees(&step.output, &lines) {
            wrong += &format!("$ {}\n{text}\n", step.command);
        }
    }
    assert!(wrong.is_empty(), "docs/{guide} does not show what is printed:\n{wrong}");
}

#[test]
fn getting_started_is_as_the_guide_says() {
    assert_prints_what_it_shows("getting-started.md", &emo_fixtures::path(".."), 4);
}
