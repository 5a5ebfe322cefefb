//! Sums over the rows of several series, which come in the order of time, some at a time.

use crate::kernel::lanes::{LANES, Lanes};
use crate::summary::series::Each;
use crate::summary::statistic::Statistic;

/// What is known of series once all rows have been seen.
#[derive(Debug)]
pub(crate) struct Sums {
    /// The number of rows.
    pub(crate) n: usize,
    values: Each,
    /// The sums of the magnitudes, where a statistic needs them.
    magnitudes: Option<Each>,
    /// The largest values, where a statistic needs them.
    largest: Option<Lanes>,
}

impl Default for Sums {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Sums {
    pub(crate) fn new(statistics: &[Statistic]) -> Self {
        Self {
            n: 0,
            values: [0.0; LANES],
            magnitudes: statistics.contains(&Statistic::MeanAbs).then_some([0.0; LANES]),
            largest: statistics.contains(&Statistic::Max).then_some(Lanes([f32::MIN; LANES])),
        }
    }

    #[inline(always)]
    pub(crate) fn add(&mut self, rows: &[Lanes]) {
        self.n += rows.len();
        self.values = added(self.values, rows, |x| x);
        if let Some(magnitudes) = self.magnitudes {
            self.magnitudes = Some(added(magnitudes, rows, f32::abs));
        }
        if let Some(mut largest) = self.largest {
            for &row in rows {
                largest = largest.max(row);
            }
            self.largest = Some(largest);
        }
    }

    pub(crate) fn mean(&self) -> Each {
        self.values.map(|sum| sum / self.n as f64)
    }

    pub(crate) fn mean_abs(&self) -> Each {
        self.magnitudes.unwrap_or_default().map(|sum| sum / self.n as f64)
    }

    pub(crate) fn max(&self) -> Each {
        self.largest.unwrap_or(Lanes::ZERO).0.map(f64::from)
    }
}

/// Adds what `each` makes of the values.
#[inline(always)]
fn added(mut sums: Each, rows: &[Lanes], each: impl Fn(f32) -> f32) -> Each {
    for row in rows {
        for (sum, &x) in sums.iter_mut().zip(&row.0) {
            *sum += f64::from(each(x));
        }
    }
    sums
}

/// Sums of the deviations from the mean, in a second reading of the same rows.
#[derive(Debug, Default)]
pub(crate) struct Deviations {
    /// The number of all rows.
    n: usize,
    /// The number of rows so far.
    seen: usize,
    /// The sums of their second, third and fourth power.
    powers: [Each; 3],
    /// The sums of the deviations, each times its distance from the middle row, where a statistic
    /// needs them.
    by_time: Option<Each>,
}

impl Deviations {
    pub(crate) fn new(n: usize, statistics: &[Statistic]) -> Self {
        let by_time = statistics.contains(&Statistic::Slope).then_some([0.0; LANES]);
        Self { n, seen: 0, powers: [[0.0; LANES]; 3], by_time }
    }

    #[inline(always)]
    pub(crate) fn add(&mut self, rows: &[Lanes], mean: &Each) {
        self.powers = with_powers(self.powers, rows, mean);
        if let Some(by_time) = self.by_time {
            let first = self.seen as f64 - self.middle();
            self.by_time = Some(with_products(by_time, rows, mean, first));
        }
        self.seen += rows.len();
    }

    /// The means of the second, third and fourth power.
    pub(crate) fn moments(&self) -> [Each; 3] {
        self.powers.map(|sums| sums.map(|sum| sum / self.n as f64))
    }

    /// The rise of the least-squares line from the first to the last row.
    pub(crate) fn slope(&self) -> Each {
        let middle = self.middle();
        let times = (0..self.n).map(|place| place as f64 - middle);
        let squares: f64 = times.map(|time| time * time).sum();
        let rise = |product| if squares == 0.0 { 0.0 } else { product / squares * 2.0 * middle };
        self.by_time.unwrap_or_default().map(rise)
    }

    fn middle(&self) -> f64 {
        self.n.saturating_sub(1) as f64 / 2.0
    }
}

#[inline(always)]
fn with_powers(powers: [Each; 3], rows: &[Lanes], mean: &Each) -> [Each; 3] {
    let [mut second, mut third, mut fourth] = powers;
    for row in rows {
        for lane in 0..LANES {
            let deviation = f64::from(row.0[lane]) - mean[lane];
            let square = deviation * deviation;
            second[lane] += square;
            third[lane] += square * deviation;
            fourth[lane] += square * square;
        }
    }
    [second, third, fourth]
}

/// `first` is the distance of the first row from the middle one.
#[inline(always)]
fn with_products(mut products: Each, rows: &[Lanes], mean: &Each, first: f64) -> Each {
    for (place, row) in rows.iter().enumerate() {
        // Exact: times are halves of whole numbers.
        let time = first + place as f64;
        for lane in 0..LANES {
            products[lane] += time * (f64::from(row.0[lane]) - mean[lane]);
        }
    }
    products
}
