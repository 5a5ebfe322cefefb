//! Measures voice activity on recordings with known places of speech.
//!
//!     cargo run --release -p emo-live --example voice_activity -- OUT FOLDER...
//!     python3 fixtures/scripts/silero_probabilities.py OUT     # optional: silero's beside them
//!
//! Each folder holds the clips of some speakers. Clips are trimmed to their speech, set to one
//! level and placed between pauses; noise is added. The recordings are written to OUT. Where
//! silero's probabilities are beside them, in a file each, they go through the same rules as our
//! own.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)] // a program prints

#[path = "voice_activity/made.rs"]
mod made;
#[path = "voice_activity/score.rs"]
mod score;
#[path = "voice_activity/stored.rs"]
mod stored;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use emo_live::{Earshot, Hybrid, Speech, SpeechDetector, SpeechOptions, VoiceActivity};
use made::{Condition, Recording};
use score::Score;
use stored::Stored;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let out = arguments.next().ok_or("usage: voice_activity OUT FOLDER...")?;
    let folders: Vec<_> = arguments.collect();
    std::fs::create_dir_all(&out)?;
    println!("detector, condition, F1, precision, recall, boundary median ms, 95 % ms, found, xRT");
    let clips = made::speakers(&folders)?;
    for condition in Condition::ALL {
        let recordings = made::recordings(&clips, condition)?;
        let [mut own, mut earshot, mut silero] = [(); 3].map(|()| Score::default());
        let (mut own_time, mut earshot_time) = (Duration::ZERO, Duration::ZERO);
        // Speakers on whom something was chosen can be left out of the scores.
        let scored = std::env::var("SCORE").unwrap_or_default();
        let is_scored = |name: &str| scored.split(',').any(|start| name.starts_with(start));
        for recording in recordings.iter().filter(|it| is_scored(&it.name)) {
            let path = out.join(format!("{}-{}.wav", recording.name, condition.name));
            made::write_wav(&path, &recording.samples)?;
            let parts: String =
                recording.speech.iter().map(|p| format!("{}\t{}\n", p.start, p.end)).collect();
            std::fs::write(path.with_extension("speech"), parts)?;
            let started = Instant::now();
            own.add(recording, &detect(Hybrid::default(), recording)?);
            own_time += started.elapsed();
            let started = Instant::now();
            earshot.add(recording, &detect(Earshot::default(), recording)?);
            earshot_time += started.elapsed();
            let probabilities = path.with_extension("silero");
            if probabilities.exists() {
                silero.add(recording, &detect(read(&probabilities)?, recording)?);
            }
        }
        print(&own, "hybrid", condition, Some(own_time));
        print(&earshot, "earshot", condition, Some(earshot_time));
        print(&silero, "silero", condition, None);
    }
    Ok(())
}

fn detect(activity: impl VoiceActivity, recording: &Recording) -> Outcome<Vec<Speech>> {
    let mut detector = SpeechDetector::with_activity(activity, options()?)?;
    detector.push(&recording.samples)?;
    detector.finish();
    Ok(std::iter::from_fn(|| detector.poll()).collect())
}

/// The defaults, unless the environment names others.
fn options() -> Outcome<SpeechOptions> {
    let mut options = SpeechOptions::default();
    for (name, value) in std::env::vars() {
        match name.as_str() {
            "THRESHOLD" => options.threshold = value.parse()?,
            "MIN_SILENCE" => options.min_silence_duration_ms = value.parse()?,
            "MIN_SPEECH" => options.min_speech_duration_ms = value.parse()?,
            "PAD" => options.speech_pad_ms = value.parse()?,
            _ => (),
        }
    }
    Ok(options)
}

/// Silero's probabilities, one on each line, of frames of 512 samples.
fn read(path: &Path) -> Outcome<Stored> {
    let text = std::fs::read_to_string(path)?;
    Ok(Stored::new(512, text.lines().map(str::parse).collect::<Result<_, _>>()?))
}

fn print(score: &Score, detector: &str, condition: Condition, time: Option<Duration>) {
    let Some(summary) = score.summary() else { return };
    let speed =
        time.map_or(String::new(), |time| format!("{:.0}", score.seconds() / time.as_secs_f64()));
    println!("{detector}, {}, {summary}, {speed}", condition.name);
}
