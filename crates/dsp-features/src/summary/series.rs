//! Series of numbers, side by side, and the statistics of each.

use crate::kernel::lanes::{LANES, Lanes};
use crate::kernel::simd::vectorised;
use crate::kernel::sorting::sort;
use crate::summary::statistic::Statistic;

/// One number for each series.
pub(crate) type Each = [f64; LANES];

/// [`LANES`] series of one length, and what several statistics have in common.
#[derive(Debug, Default)]
pub(crate) struct Series {
    rows: Vec<Lanes>,
    sorted: Vec<Lanes>,
    mean: Each,
    /// Sums of the second, third and fourth power of the deviations, over their number.
    moments: [Each; 3],
}

impl Series {
    /// Takes new series, a row for each moment; empty ones count as a single 0.
    pub(crate) fn set(&mut self, rows: impl IntoIterator<Item = Lanes>, statistics: &[Statistic]) {
        self.rows.clear();
        self.rows.extend(rows);
        if self.rows.is_empty() {
            self.rows.push(Lanes::ZERO);
        }
        vectorised(
            #[inline(always)]
            || {
                self.mean = mean(&self.rows, |x| x);
                self.moments = moments(&self.rows, &self.mean);
            },
        );
        self.sorted.clear();
        if statistics.iter().any(|statistic| statistic.needs_order()) {
            self.sorted.extend_from_slice(&self.rows);
            sort(&mut self.sorted);
        }
    }

    pub(crate) fn measure(&self, statistic: Statistic) -> Each {
        let [variance, third, fourth] = &self.moments;
        let shape = |measure: fn(f64, f64) -> f64, moment: &Each| {
            std::array::from_fn(|lane| {
                // As SciPy: what varies by no more than rounding has no shape.
                let least = (f64::from(f32::EPSILON) * self.mean[lane]).powi(2);
                let constant = variance[lane] <= least;
                if constant { 0.0 } else { measure(moment[lane], variance[lane]) }
            })
        };
        match statistic {
            Statistic::Mean => self.mean,
            Statistic::Std => variance.map(f64::sqrt),
            Statistic::MeanAbs => self.mean_abs(),
            Statistic::Max => self.max(),
            Statistic::Percentile(percent) => self.percentile(percent),
            Statistic::Range { low, high } => {
                let (low, high) = (self.percentile(low), self.percentile(high));
                std::array::from_fn(|lane| high[lane] - low[lane])
            }
            Statistic::Skewness => shape(|moment, variance| moment / variance.powf(1.5), third),
            Statistic::Kurtosis => {
                shape(|moment, variance| moment / (variance * variance) - 3.0, fourth)
            }
            Statistic::Slope => self.slope(),
        }
    }

    fn mean_abs(&self) -> Each {
        vectorised(
            #[inline(always)]
            || mean(&self.rows, f32::abs),
        )
    }

    fn max(&self) -> Each {
        let mut largest = Lanes([f32::MIN; LANES]);
        for &row in &self.rows {
            largest = largest.max(row);
        }
        largest.0.map(f64::from)
    }

    fn percentile(&self, percent: u8) -> Each {
        let last = self.sorted.len() - 1;
        let place = f64::from(percent) / 100.0 * last as f64;
        let below = place as usize;
        let at = |place: usize| self.sorted[place.min(last)].0.map(f64::from);
        let (low, high) = (at(below), at(below + 1));
        let share = place - below as f64;
        std::array::from_fn(|lane| low[lane] + (high[lane] - low[lane]) * share)
    }

    fn slope(&self) -> Each {
        let middle = (self.rows.len() - 1) as f64 / 2.0;
        let products = vectorised(
            #[inline(always)]
            || moments_of_time(&self.rows, &self.mean, middle),
        );
        let times = (0..self.rows.len()).map(|place| place as f64 - middle);
        let squares: f64 = times.map(|time| time * time).sum();
        let rise = |product| if squares == 0.0 { 0.0 } else { product / squares * 2.0 * middle };
        products.map(rise)
    }
}

/// The mean of what `each` makes of the values.
#[inline(always)]
fn mean(rows: &[Lanes], each: impl Fn(f32) -> f32) -> Each {
    let mut sums = [0.0; LANES];
    for row in rows {
        for (sum, &x) in sums.iter_mut().zip(&row.0) {
            *sum += f64::from(each(x));
        }
    }
    sums.map(|sum| sum / rows.len() as f64)
}

/// The means of the second, third and fourth power of the deviations from `mean`.
#[inline(always)]
fn moments(rows: &[Lanes], mean: &Each) -> [Each; 3] {
    let [mut second, mut third, mut fourth] = [[0.0; LANES]; 3];
    for row in rows {
        for lane in 0..LANES {
            let deviation = f64::from(row.0[lane]) - mean[lane];
            let square = deviation * deviation;
            second[lane] += square;
            third[lane] += square * deviation;
            fourth[lane] += square * square;
        }
    }
    [second, third, fourth].map(|sums| sums.map(|sum| sum / rows.len() as f64))
}

/// The sum of the deviations from `mean`, each times its distance from the middle row.
#[inline(always)]
fn moments_of_time(rows: &[Lanes], mean: &Each, middle: f64) -> Each {
    let mut products = [0.0; LANES];
    for (place, row) in rows.iter().enumerate() {
        let time = place as f64 - middle;
        for lane in 0..LANES {
            products[lane] += time * (f64::from(row.0[lane]) - mean[lane]);
        }
    }
    products
}

#[cfg(test)]
mod tests {
    use super::*;
    use emo_fixtures::{Tolerance, assert_close, golden};
    use serde::Deserialize;

    /// The same series in every lane.
    fn rows(values: impl IntoIterator<Item = f32>) -> Vec<Lanes> {
        values.into_iter().map(|x| Lanes([x; LANES])).collect()
    }

    /// The statistics of all lanes, lane by lane.
    fn measured(series: &Series) -> Vec<f64> {
        let measures = ALL.map(|statistic| series.measure(statistic));
        (0..LANES).flat_map(|lane| measures.map(|measure| measure[lane])).collect()
    }

    #[derive(Deserialize)]
    struct Case {
        values: Vec<f32>,
        statistics: Vec<f64>,
    }

    const ALL: [Statistic; 10] = [
        Statistic::Mean,
        Statistic::Std,
        Statistic::MeanAbs,
        Statistic::Max,
        Statistic::Percentile(1),
        Statistic::Percentile(75),
        Statistic::Range { low: 10, high: 90 },
        Statistic::Skewness,
        Statistic::Kurtosis,
        Statistic::Slope,
    ];

    #[test]
    fn statistics_are_numpys_and_scipys() {
        for case in golden::<Vec<Case>>("descriptors/statistics") {
            let mut series = Series::default();
            series.set(rows(case.values), &ALL);
            let tolerance = Tolerance { absolute: 1e-12, relative: 1e-12 };
            let expected = case.statistics.repeat(LANES);
            assert_close("statistics", measured(&series), expected, tolerance);
        }
    }

    #[test]
    fn lanes_do_not_touch_each_other() {
        let place = |moment: usize, lane: usize| ((moment * 7 + lane * lane) % 11) as f32;
        let together = (0..20).map(|moment| Lanes(std::array::from_fn(|lane| place(moment, lane))));
        let mut series = Series::default();
        series.set(together, &ALL);
        let together = ALL.map(|statistic| series.measure(statistic));
        for lane in 0..LANES {
            series.set(rows((0..20).map(|moment| place(moment, lane))), &ALL);
            let alone = ALL.map(|statistic| series.measure(statistic)[0]);
            let of_lane = together.map(|measure| measure[lane]);
            assert_close("one lane", of_lane, alone, Tolerance::EXACT);
        }
    }

    #[test]
    fn a_constant_has_no_shape_and_an_empty_series_is_zero() {
        let mut series = Series::default();
        series.set(rows([0.1; 7]), &ALL);
        let shape = series.measure(Statistic::Skewness);
        assert_close("shape", shape, [0.0; LANES], Tolerance::EXACT);
        series.set([], &ALL);
        assert_close("empty", measured(&series), [0.0; 10 * LANES], Tolerance::EXACT);
    }
}
