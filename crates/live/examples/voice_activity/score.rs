//! How well the found parts agree with the true ones.

use emo_live::Speech;

use crate::made::Recording;

/// The step of the grid on which frames are compared: 10 ms at 16 kHz.
const STEP: u64 = 160;

/// Counts of frames, and the distances of boundaries, over recordings.
#[derive(Default)]
pub(crate) struct Score {
    both: u64,
    found_only: u64,
    true_only: u64,
    samples: usize,
    n_true: usize,
    n_found: usize,
    /// ms.
    distances: Vec<f64>,
}

impl Score {
    pub(crate) fn add(&mut self, recording: &Recording, found: &[Speech]) {
        let within = |parts: &[Speech], at: u64| parts.iter().any(|p| p.start <= at && at < p.end);
        for at in (0..recording.samples.len() as u64).step_by(STEP as usize) {
            match (within(&recording.speech, at), within(found, at)) {
                (true, true) => self.both += 1,
                (false, true) => self.found_only += 1,
                (true, false) => self.true_only += 1,
                (false, false) => (),
            }
        }
        self.samples += recording.samples.len();
        self.n_true += recording.speech.len();
        self.n_found += found.len();
        for part in &recording.speech {
            self.distances.extend(nearest(part.start, found.iter().map(|p| p.start)));
            self.distances.extend(nearest(part.end, found.iter().map(|p| p.end)));
        }
    }

    pub(crate) fn seconds(&self) -> f64 {
        self.samples as f64 / 16_000.0
    }

    /// F1, precision, recall, median and 95th percentile of the distances, parts found of true
    /// ones.
    pub(crate) fn summary(&self) -> Option<String> {
        if self.samples == 0 {
            return None;
        }
        let both = self.both as f64;
        let precision = both / (self.both + self.found_only).max(1) as f64;
        let recall = both / (self.both + self.true_only).max(1) as f64;
        let f1 = 2.0 * both / (2 * self.both + self.found_only + self.true_only).max(1) as f64;
        let mut sorted = self.distances.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| sorted.get((sorted.len() as f64 * share) as usize).copied();
        let (median, late) = (at(0.5).unwrap_or(f64::NAN), at(0.95).unwrap_or(f64::NAN));
        let (n_found, n_true) = (self.n_found, self.n_true);
        Some(format!(
            "{f1:.4}, {precision:.4}, {recall:.4}, {median:.0}, {late:.0}, {n_found}/{n_true}"
        ))
    }
}

fn nearest(place: u64, places: impl Iterator<Item = u64>) -> Option<f64> {
    places.map(|other| other.abs_diff(place)).min().map(|samples| samples as f64 / 16.0)
}
