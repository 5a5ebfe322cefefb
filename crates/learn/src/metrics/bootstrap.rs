//! How sure a score is, given how few speakers there are.

use emo_random::RandomState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// A confidence interval by resampling whole groups.
///
/// Recordings of one speaker resemble each other, so that speakers, not recordings, are drawn
/// with replacement, each with all its rows; a score is taken of every draw, and the interval
/// lies between the percentiles of those scores.
///
/// Source: B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13
/// (percentile interval); M. Bisani, H. Ney, "Bootstrap estimates for confidence intervals in ASR
/// performance evaluation", ICASSP 2004 (drawing speakers). Percentiles interpolate as
/// `numpy.percentile` does. Parameters are named as in `scipy.stats.bootstrap`.
///
/// ```
/// use emo_learn::metrics::{Bootstrap, accuracy_score};
/// use emo_learn::model_selection::take;
///
/// # fn main() -> emo_learn::Result<()> {
/// let (y_true, y_pred) = ([0, 1, 0, 1, 0, 1], [0, 1, 0, 0, 1, 1]);
/// let actors = [1, 1, 2, 2, 3, 3];
/// let interval = Bootstrap::default().interval(&actors, |rows| {
///     accuracy_score(&take(&y_true, rows)?, &take(&y_pred, rows)?, None)
/// })?;
/// assert!(interval.low <= 4.0 / 6.0 && 4.0 / 6.0 <= interval.high);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bootstrap {
    /// Number of draws; default 2000.
    pub n_resamples: usize,
    /// Share of the scores that lie inside the interval, in (0, 1); default 0.95.
    pub confidence_level: f64,
    /// Seed; default 0.
    pub random_state: u32,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self { n_resamples: 2000, confidence_level: 0.95, random_state: 0 }
    }
}

/// The ends of a confidence interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Bootstrap {
    /// Sets the number of draws.
    #[must_use]
    pub fn n_resamples(self, n_resamples: usize) -> Self {
        Self { n_resamples, ..self }
    }

    /// Sets the share of the scores that lie inside the interval.
    #[must_use]
    pub fn confidence_level(self, confidence_level: f64) -> Self {
        Self { confidence_level, ..self }
    }

    /// Sets the seed.
    #[must_use]
    pub fn random_state(self, random_state: u32) -> Self {
        Self { random_state, ..self }
    }

    /// The interval of `metric`, which scores a list of row numbers, some of them several times;
    /// `groups` has one entry for each row. Draws are scored in parallel, with one result at any
    /// number of threads.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] when `n_resamples` is 0 or above 100 000 or
    /// `confidence_level` is not in (0, 1), [`Error::TooFew`] below two groups, and whatever
    /// `metric` returns.
    pub fn interval<G: Ord>(
        &self,
        groups: &[G],
        metric: impl Fn(&[usize]) -> Result<f64> + Sync,
    ) -> Result<Interval> {
        self.check()?;
        let rows_of_group = rows_by_group(groups);
        let n_groups = rows_of_group.len();
        if n_groups < 2 {
            return Err(Error::TooFew { what: "groups".into(), expected: 2, got: n_groups });
        }
        let score = |draw: Vec<usize>| {
            let rows: Vec<usize> =
                draw.into_iter().flat_map(|group| &rows_of_group[group]).copied().collect();
            metric(&rows)
        };
        let draws = self.draws(n_groups)?;
        let mut scores = draws.into_par_iter().map(score).collect::<Result<Vec<f64>>>()?;
        scores.sort_by(f64::total_cmp);
        let outside = (1.0 - self.confidence_level) / 2.0;
        Ok(Interval { low: quantile(&scores, outside), high: quantile(&scores, 1.0 - outside) })
    }

    /// The groups of each draw, as NumPy's `randint(0, n_groups, n_groups)` picks them.
    fn draws(&self, n_groups: usize) -> Result<Vec<Vec<usize>>> {
        let mut random = RandomState::new(self.random_state);
        let mut group = || Ok(random.randint(0, n_groups as i64)? as usize);
        (0..self.n_resamples).map(|_| (0..n_groups).map(|_| group()).collect()).collect()
    }

    fn check(&self) -> Result<()> {
        let invalid = |parameter: &str, expected: &str, got: String| Error::InvalidParameter {
            parameter: parameter.into(),
            expected: expected.into(),
            got,
        };
        if !(1..=100_000).contains(&self.n_resamples) {
            return Err(invalid("n_resamples", "1 to 100000", self.n_resamples.to_string()));
        }
        if !(self.confidence_level > 0.0 && self.confidence_level < 1.0) {
            let got = self.confidence_level.to_string();
            return Err(invalid("confidence_level", "a share in (0, 1)", got));
        }
        Ok(())
    }
}

/// The rows of each group, the groups in order.
fn rows_by_group<G: Ord>(groups: &[G]) -> Vec<Vec<usize>> {
    let mut rows: Vec<usize> = (0..groups.len()).collect();
    rows.sort_by(|&a, &b| groups[a].cmp(&groups[b]));
    rows.chunk_by(|&a, &b| groups[a] == groups[b]).map(<[usize]>::to_vec).collect()
}

/// The value below which this share of the sorted values lies, interpolated between neighbours
/// (`numpy.quantile`, method `linear`).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    sorted[below] + (sorted[above] - sorted[below]) * (place - place.floor())
}
