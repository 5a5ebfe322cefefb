//! A recording divided into as many columns as can be seen.

use super::Timeline;

/// The mean probabilities in each column; `None` where no window is.
pub(super) fn probabilities(timeline: &Timeline, n: usize) -> Vec<Option<Vec<f64>>> {
    let n_labels = timeline.labels.len();
    let mut sums = vec![(0.0, vec![0.0; n_labels]); n];
    for window in &timeline.windows {
        let (from, to) = (column(timeline, window.start, n), column(timeline, window.end, n));
        for (count, sum) in sums.iter_mut().take(to.max(from + 1)).skip(from) {
            *count += 1.0;
            for (sum, share) in sum.iter_mut().zip(&window.probabilities) {
                *sum += share;
            }
        }
    }
    let mean = |(count, sum): (f64, Vec<f64>)| {
        (count > 0.0).then(|| sum.into_iter().map(|sum| sum / count).collect())
    };
    sums.into_iter().map(mean).collect()
}

/// The column in which a time is, or the number of columns after the end.
fn column(timeline: &Timeline, seconds: f64, n: usize) -> usize {
    ((seconds / timeline.duration * n as f64).round() as usize).min(n)
}

/// The least and the largest sample in each column; fewer columns where there are fewer parts.
pub(super) fn envelope(timeline: &Timeline, n: usize) -> Vec<(f64, f64)> {
    let parts = &timeline.envelope;
    let n = n.min(parts.len());
    let range = |column: usize| (column * parts.len() / n, (column + 1) * parts.len() / n);
    let extremes = |(from, to): (usize, usize)| {
        let part = parts.iter().take(to).skip(from);
        part.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &(least, largest)| {
            (low.min(f64::from(least)), high.max(f64::from(largest)))
        })
    };
    (0..n).map(|column| extremes(range(column))).collect()
}
