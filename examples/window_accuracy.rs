//! Measures what windows cost: RAVDESS clips joined to conversations, by speakers outside of the
//! training, in six folds of four actors.
//!
//!     cargo run --release --example window_accuracy -- FOLDER...
//!
//! Each folder holds the clips of one actor. Prints the unweighted average recall (UAR) of whole
//! clips, of utterances, and of windows of 1, 2, 3 and 5 s, alone and filtered over time: once for
//! a model that is trained on whole clips, and once for one that is trained on their speech and on
//! random crops of it too. Then, for the speech of one speaker joined without pauses, how late a
//! change of emotion is seen: from the change to the end of the first window whose filtered label
//! is the new one.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)] // a program prints

#[path = "window_accuracy/delay.rs"]
mod delay;
#[path = "window_accuracy/models.rs"]
mod models;
#[path = "window_accuracy/recall.rs"]
mod recall;

use std::path::PathBuf;

use delay::Delays;
use emo_live::{Answer, SpeechOptions, StreamOptions, Timeline};
use models::{Both, Clip};
use recall::Recall;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const FOLDS: usize = 6;
const WINDOWS: [f64; 4] = [1.0, 2.0, 3.0, 5.0];
/// Clips in a conversation of two speakers.
const CLIPS: usize = 60;

/// The recall of both models.
type Pair = [Recall; 2];

fn main() -> Outcome<()> {
    let folders: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let folders_each = folders.len().div_ceil(FOLDS).max(1);
    let actors = models::load(&folders)?;
    eprintln!("{} actors", actors.len());
    let (mut clips, mut utterances) = (Pair::default(), Pair::default());
    let mut windows: [[Pair; 2]; WINDOWS.len()] = Default::default();
    let mut delays: [Delays; WINDOWS.len()] = Default::default();
    for (fold, test) in actors.chunks(folders_each).enumerate() {
        let (from, to) = (fold * folders_each, fold * folders_each + test.len());
        let train: Vec<&Clip> = actors[..from].iter().chain(&actors[to..]).flatten().collect();
        let both = Both::train(&train)?;
        for actor in test {
            delay::measure(&both, actor, &mut delays)?;
        }
        for conversation in test.chunks(2) {
            for joined in conversations(conversation) {
                for clip in &joined {
                    add(&mut clips, &clip.label, &both.predict_row(&clip.row)?);
                }
                measure(&both, &joined, &mut utterances, &mut windows)?;
            }
        }
        eprintln!("fold {fold}");
    }
    println!(
        "| what | trained on clips | and on speech and crops | n |\n| --- | --- | --- | --- |"
    );
    print("whole clips", &clips);
    print("utterances", &utterances);
    for (window, [alone, filtered]) in WINDOWS.iter().zip(&windows) {
        print(&format!("windows of {window} s"), alone);
        print(&format!("windows of {window} s, filtered"), filtered);
    }
    println!(
        "\n| windows | changes that are seen | median, s | 90 %, s |\n| --- | --- | --- | --- |"
    );
    for (window, delays) in WINDOWS.iter().zip(&delays) {
        println!("| {window} s | {delays} |");
    }
    Ok(())
}

/// The clips of two speakers in turns, in parts.
fn conversations(actors: &[Vec<Clip>]) -> Vec<Vec<&Clip>> {
    let longest = actors.iter().map(Vec::len).max().unwrap_or(0);
    // Neighbours in the list share an emotion: steps of 7 mix them.
    let at = |k: usize, n: usize| k * 7 % n;
    let turns = (0..longest).flat_map(|k| actors.iter().map(move |it| &it[at(k, it.len())]));
    turns.collect::<Vec<_>>().chunks(CLIPS).map(<[_]>::to_vec).collect()
}

/// Measures one conversation with windows of each length.
fn measure(
    both: &Both,
    joined: &[&Clip],
    utterances: &mut Pair,
    windows: &mut [[Pair; 2]; WINDOWS.len()],
) -> Outcome<()> {
    let mut samples = Vec::new();
    let mut ends = Vec::new();
    for clip in joined {
        samples.extend_from_slice(&clip.samples);
        ends.push(samples.len() as u64);
    }
    let label_at = |place: u64| {
        let clip = ends.partition_point(|end| *end <= place);
        joined.get(clip).map_or("", |clip| clip.label.as_str())
    };
    for (window_s, [alone, filtered]) in WINDOWS.into_iter().zip(windows) {
        let options = StreamOptions::default()
            .sample_rate(models::RATE)
            .window_s(window_s)
            .speech(SpeechOptions::default());
        let timeline = Timeline::of_channels(both, &[("both", &samples)], options)?;
        for (_, utterance) in timeline.utterances() {
            if window_s == 3.0 {
                let middle = utterance.span.start / 2 + utterance.span.end / 2;
                add_answer(utterances, label_at(middle), &utterance.answer);
            }
            for it in &utterance.measurements {
                let label = label_at(it.span.start / 2 + it.span.end / 2);
                add_answer(alone, label, &it.answer);
                add_answer(filtered, label, &it.smoothed);
            }
        }
    }
    Ok(())
}

fn add_answer(pair: &mut Pair, label: &str, answer: &Answer) {
    add(pair, label, answer.probabilities());
}

/// The probabilities of both models stand one after the other.
fn add(pair: &mut Pair, label: &str, probabilities: &[f64]) {
    let half = probabilities.len() / 2;
    for (recall, shares) in pair.iter_mut().zip(probabilities.chunks(half.max(1))) {
        let top = shares.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        recall.add(label, top.map_or(0, |(at, _)| at));
    }
}

fn print(what: &str, pair: &Pair) {
    let [clips, crops] = pair.each_ref().map(Recall::uar);
    println!("| {what} | {clips:.3} | {crops:.3} | {} |", pair[0].count());
}
