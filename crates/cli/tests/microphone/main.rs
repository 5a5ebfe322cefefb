//! `emo listen` without a sound card: ALSA's file plugin plays a microphone that is too fast, and
//! PulseAudio's null sink one that keeps time.
//!
//! A program of its own instead of Rust's test harness, which cannot count a test as skipped when
//! it finds at run time that something is missing.

#![allow(clippy::panic, clippy::unwrap_used)] // a test ends by them
#![allow(clippy::print_stdout)] // it prints as the harness does

mod listening;
mod sound;

use std::process::ExitCode;
use std::time::Duration;

use listening::Listening;
use serde_json::Value;
use sound::{Pulse, Skipped};

/// A name and what is tested.
type Test = (&'static str, fn() -> Result<(), Skipped>);

const TESTS: [Test; 4] = [
    ("audio_that_comes_too_fast_is_dropped_and_counted", too_fast),
    ("speech_at_a_microphone_becomes_events_and_a_summary", spoken),
    ("a_device_that_vanishes_is_looked_for_and_found_again", vanished),
    ("devices_are_listed_and_one_that_is_not_there_is_an_error", listed),
];

fn main() -> ExitCode {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let is_wanted = |name: &str| filter.as_deref().is_none_or(|filter| name.contains(filter));
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for (name, test) in TESTS.into_iter().filter(|(name, _)| is_wanted(name)) {
        let (count, outcome) = match std::panic::catch_unwind(test) {
            Ok(Ok(())) => (&mut passed, "ok".to_owned()),
            Ok(Err(Skipped(reason))) => (&mut skipped, format!("skipped: {reason}")),
            Err(_) => (&mut failed, "FAILED".to_owned()),
        };
        *count += 1;
        println!("test {name} ... {outcome}");
    }
    println!("\ntest result: {passed} passed; {failed} failed; {skipped} skipped\n");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn of_kind<'e>(events: &'e [Value], kind: &str) -> Vec<&'e Value> {
    events.iter().filter(|event| event["event"] == kind).collect()
}

fn too_fast() -> Result<(), Skipped> {
    let folder = tempfile::tempdir().unwrap();
    let config = sound::fast_file(folder.path())?;
    let mut listening = Listening::start(&[], &config);
    listening.wait_for("gap", Duration::from_secs(60));
    let events = listening.interrupt();
    let gaps = of_kind(&events, "gap");
    assert!(gaps.iter().all(|gap| gap["kind"] == "dropped"), "{gaps:?}");
    let length = |gap: &&Value| gap["end"].as_f64().unwrap() - gap["start"].as_f64().unwrap();
    let missing: f64 = gaps.iter().map(length).sum();
    let [summary] = of_kind(&events, "summary")[..] else { panic!("{events:?}") };
    assert!((summary["missing"].as_f64().unwrap() - missing).abs() < 1e-6, "{summary}");
    // What is missing counts as time, too.
    assert!(summary["seconds"].as_f64().unwrap() > missing, "{summary}");
    Ok(())
}

fn spoken() -> Result<(), Skipped> {
    let pulse = Pulse::start()?;
    let mut listening = Listening::start(&["--window", "1"], &pulse.alsa());
    pulse.play_until(&mut listening, "utterance_end");
    let events = listening.interrupt();
    for kind in ["speech_start", "measurement", "utterance_end"] {
        assert!(!of_kind(&events, kind).is_empty(), "{kind}: {events:?}");
    }
    assert!(of_kind(&events, "gap").is_empty(), "{events:?}");
    let end = of_kind(&events, "utterance_end")[0];
    let level = end["level_db"].as_f64().unwrap();
    assert!((-60.0..-3.0).contains(&level), "{level}");
    let [summary] = of_kind(&events, "summary")[..] else { panic!("{events:?}") };
    assert!(summary["speakers"][0]["utterances"].as_u64().unwrap() >= 1, "{summary}");
    Ok(())
}

fn vanished() -> Result<(), Skipped> {
    let mut pulse = Pulse::start()?;
    let mut listening = Listening::start(&[], &pulse.alsa());
    pulse.play_until(&mut listening, "speech_start");
    pulse.stop();
    // What is lost is reported as a gap without a length, and then one with it.
    listening.wait_for("gap", Duration::from_secs(60));
    pulse.restart()?;
    listening.wait_for("gap", Duration::from_secs(60));
    pulse.play_until(&mut listening, "speech_start");
    let events = listening.interrupt();
    let kinds: Vec<&str> =
        of_kind(&events, "gap").iter().map(|gap| gap["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[..2], ["device_lost", "device_back"], "{events:?}");
    Ok(())
}

fn listed() -> Result<(), Skipped> {
    let pulse = Pulse::start()?;
    let devices = Listening::run(&["--list-devices"], &pulse.alsa());
    assert!(devices.status.success(), "{devices:?}");
    let devices = String::from_utf8(devices.stdout).unwrap();
    assert!(devices.lines().any(|line| line.starts_with("* default\t")), "{devices}");
    let absent = Listening::run(&["--device", "absent"], &pulse.alsa());
    assert_eq!(absent.status.code(), Some(1));
    let message = String::from_utf8(absent.stderr).unwrap();
    let expected = "microphone: expected a device that --list-devices shows, got absent";
    assert!(message.contains(expected), "{message}");
    Ok(())
}
