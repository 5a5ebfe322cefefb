//! Means and deviations of columns whose values are not kept.

use crate::summary::functionals::{Course, Functionals};
use crate::summary::statistic::Statistic;

/// Sums over the frames of columns that come one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Moments {
    /// Which frames count.
    counts: Vec<bool>,
    /// One for each column of the clip.
    sums: Vec<Sums>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    n: usize,
    sum: f64,
    /// The first value. Deviations from it are summed, so that a mean far from 0 costs no digits.
    origin: f64,
    deviations: f64,
    squares: f64,
}

impl Functionals {
    /// Whether [`Moments`] are enough.
    pub(crate) fn is_moments(&self) -> bool {
        matches!(self.course, Course::Whole | Course::Active(_))
            && self.statistics.iter().all(|it| matches!(it, Statistic::Mean | Statistic::Std))
    }
}

impl Moments {
    pub(crate) fn new(n_columns: usize, counts: Vec<bool>) -> Self {
        Self { counts, sums: vec![Sums::default(); n_columns] }
    }

    /// Takes the value of a frame, if the frame counts.
    pub(crate) fn add(&mut self, column: usize, frame: usize, x: f32) {
        let Some(sums) = self.sums.get_mut(column) else { return };
        if self.counts.get(frame) != Some(&true) {
            return;
        }
        let x = f64::from(x);
        if sums.n == 0 {
            sums.origin = x;
        }
        let deviation = x - sums.origin;
        sums.n += 1;
        sums.sum += x;
        sums.deviations += deviation;
        sums.squares += deviation * deviation;
    }

    /// Appends the statistics of columns to a row; 0 where no frame counts.
    pub(crate) fn push(&self, functionals: &Functionals, columns: &[usize], row: &mut Vec<f64>) {
        for sums in columns.iter().filter_map(|&column| self.sums.get(column)) {
            let n = sums.n.max(1) as f64;
            let mean_deviation = sums.deviations / n;
            let variance = (sums.squares / n - mean_deviation * mean_deviation).max(0.0);
            row.extend(functionals.statistics.iter().map(|statistic| match statistic {
                Statistic::Std => variance.sqrt(),
                _ => sums.sum / n,
            }));
        }
    }
}
