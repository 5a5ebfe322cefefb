//! How late a change of emotion is seen.

use std::fmt;

use emo_live::{StreamOptions, Timeline};

use crate::models::{self, Both, Clip};
use crate::{Outcome, WINDOWS};

/// From changes to the windows that show them, s.
#[derive(Default)]
pub(crate) struct Delays {
    seen: Vec<f64>,
    n: usize,
}

/// The speech of one speaker without pauses, with windows of each length, by the model that is
/// trained on whole clips.
pub(crate) fn measure(
    both: &Both,
    clips: &[Clip],
    delays: &mut [Delays; WINDOWS.len()],
) -> Outcome<()> {
    let (mut samples, mut starts) = (Vec::new(), Vec::new());
    // Neighbours in the list share an emotion: steps of 7 mix them.
    for at in 0..clips.len() {
        let clip = &clips[at * 7 % clips.len()];
        starts.push((samples.len() as u64, clip.label.as_str()));
        samples.extend_from_slice(&clip.samples[clip.speech.clone()]);
    }
    for (window_s, delays) in WINDOWS.into_iter().zip(delays) {
        let options = StreamOptions::default().sample_rate(models::RATE).window_s(window_s);
        let timeline = Timeline::of_channels(both, &[("one", &samples)], options)?;
        let shown: Vec<(u64, &str)> = timeline
            .utterances()
            .iter()
            .flat_map(|(_, utterance)| &utterance.measurements)
            .map(|it| (it.span.end, models::first_label(it.smoothed.probabilities())))
            .collect();
        for (before, after) in starts.iter().zip(&starts[1..]) {
            let end = starts.iter().find(|it| it.0 > after.0).map_or(u64::MAX, |it| it.0);
            if before.1 != after.1 {
                delays.add(&shown, after.0, end, after.1);
            }
        }
    }
    Ok(())
}

impl Delays {
    /// A change to `label` at a sample, and where the next one is.
    fn add(&mut self, shown: &[(u64, &str)], change: u64, next: u64, label: &str) {
        self.n += 1;
        // A window that ends within a second after the next change can still show this one.
        let until = next.saturating_add(u64::from(models::RATE));
        let mut after = shown.iter().filter(|it| it.0 > change && it.0 < until);
        if let Some((end, _)) = after.find(|it| it.1 == label) {
            self.seen.push((end - change) as f64 / f64::from(models::RATE));
        }
    }
}

impl fmt::Display for Delays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sorted = self.seen.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| sorted.get((sorted.len() as f64 * share) as usize).copied();
        let [median, late] = [0.5, 0.9].map(|share| at(share).unwrap_or(f64::NAN));
        write!(f, "{} of {} | {median:.2} | {late:.2}", self.seen.len(), self.n)
    }
}
