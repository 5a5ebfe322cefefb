//! Series of numbers, side by side, and the statistics of each.

use crate::error::Result;
use crate::kernel::lanes::{LANES, Lanes};
use crate::kernel::selection::select;
use crate::kernel::simd::vectorised;
use crate::kernel::sorting::sort;
use crate::summary::part::PartOfTile;
use crate::summary::statistic::Statistic;
use crate::summary::sums::{Deviations, Sums};

/// One number for each series.
pub(crate) type Each = [f64; LANES];

/// [`LANES`] series of one length, and what several statistics have in common.
#[derive(Debug, Default)]
pub(crate) struct Series {
    /// The rows, where they are kept.
    rows: Vec<Lanes>,
    sums: Sums,
    mean: Each,
    deviations: Deviations,
    order: Order,
}

/// The rows of the series in each lane's order.
#[derive(Debug)]
enum Order {
    All(Vec<Lanes>),
    /// Those at some places, which ascend.
    Some(Vec<(usize, Lanes)>),
}

impl Default for Order {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Series {
    /// Takes new series, a row for each moment; empty ones count as a single 0.
    pub(crate) fn set(&mut self, rows: impl IntoIterator<Item = Lanes>, statistics: &[Statistic]) {
        self.rows.clear();
        self.rows.extend(rows);
        self.measure_kept(statistics);
    }

    /// Takes a part of a tile. Of a long one no copy is made: it is read several times.
    pub(crate) fn read(&mut self, part: &PartOfTile<'_>, statistics: &[Statistic]) -> Result<()> {
        self.rows.clear();
        if !part.table.is_long() {
            part.for_each(|rows| self.rows.extend_from_slice(rows))?;
            self.measure_kept(statistics);
            return Ok(());
        }
        let mut sums = Sums::new(statistics);
        part.for_each(|rows| add_to_sums(&mut sums, rows))?;
        if sums.n == 0 {
            self.measure_kept(statistics);
            return Ok(());
        }
        self.begin_deviations(sums, statistics);
        part.for_each(|rows| add_to_deviations(&mut self.deviations, &self.mean, rows))?;
        let places = places(statistics, self.sums.n);
        let values = if places.is_empty() {
            Vec::new()
        } else {
            select(&places, |each| part.for_each(each))?
        };
        self.order = Order::Some(places.into_iter().zip(values).collect());
        Ok(())
    }

    fn measure_kept(&mut self, statistics: &[Statistic]) {
        if self.rows.is_empty() {
            self.rows.push(Lanes::ZERO);
        }
        let mut sums = Sums::new(statistics);
        add_to_sums(&mut sums, &self.rows);
        self.begin_deviations(sums, statistics);
        add_to_deviations(&mut self.deviations, &self.mean, &self.rows);
        let mut sorted = match std::mem::take(&mut self.order) {
            Order::All(rows) => rows,
            Order::Some(_) => Vec::new(),
        };
        sorted.clear();
        if statistics.iter().any(|statistic| statistic.needs_order()) {
            sorted.extend_from_slice(&self.rows);
            sort(&mut sorted);
        }
        self.order = Order::All(sorted);
    }

    fn begin_deviations(&mut self, sums: Sums, statistics: &[Statistic]) {
        self.mean = sums.mean();
        self.deviations = Deviations::new(sums.n, statistics);
        self.sums = sums;
    }

    pub(crate) fn measure(&self, statistic: Statistic) -> Each {
        let [variance, third, fourth] = &self.deviations.moments();
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
            Statistic::MeanAbs => self.sums.mean_abs(),
            Statistic::Max => self.sums.max(),
            Statistic::Percentile(percent) => self.percentile(percent),
            Statistic::Range { low, high } => {
                let (low, high) = (self.percentile(low), self.percentile(high));
                std::array::from_fn(|lane| high[lane] - low[lane])
            }
            Statistic::Skewness => shape(|moment, variance| moment / variance.powf(1.5), third),
            Statistic::Kurtosis => {
                shape(|moment, variance| moment / (variance * variance) - 3.0, fourth)
            }
            Statistic::Slope => self.deviations.slope(),
        }
    }

    fn percentile(&self, percent: u8) -> Each {
        let (place, [below, above]) = places_of(percent, self.sums.n);
        let (low, high) = (self.order.at(below), self.order.at(above));
        let share = place - below as f64;
        std::array::from_fn(|lane| low[lane] + (high[lane] - low[lane]) * share)
    }
}

impl Order {
    fn at(&self, place: usize) -> Each {
        let row = match self {
            Self::All(rows) => rows.get(place),
            Self::Some(rows) => rows.iter().find(|(other, _)| *other == place).map(|(_, row)| row),
        };
        row.map_or([0.0; LANES], |row| row.0.map(f64::from))
    }
}

/// Where a percentile of `n` values lies in their order, and the places next to it.
fn places_of(percent: u8, n: usize) -> (f64, [usize; 2]) {
    let last = n - 1;
    let place = f64::from(percent) / 100.0 * last as f64;
    let below = place as usize;
    (place, [below.min(last), (below + 1).min(last)])
}

/// The places in the order of `n` values that statistics need.
fn places(statistics: &[Statistic], n: usize) -> Vec<usize> {
    let percents = statistics.iter().flat_map(|statistic| match *statistic {
        Statistic::Percentile(percent) => [Some(percent), None],
        Statistic::Range { low, high } => [Some(low), Some(high)],
        _ => [None, None],
    });
    let mut places: Vec<usize> =
        percents.flatten().flat_map(|percent| places_of(percent, n).1).collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn add_to_sums(sums: &mut Sums, rows: &[Lanes]) {
    vectorised(
        #[inline(always)]
        || sums.add(rows),
    );
}

fn add_to_deviations(deviations: &mut Deviations, mean: &Each, rows: &[Lanes]) {
    vectorised(
        #[inline(always)]
        || deviations.add(rows, mean),
    );
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
