//! Statistics of a series of numbers.

use serde::{Deserialize, Serialize};

/// What one number says of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Statistic {
    /// The mean.
    Mean,
    /// The standard deviation, of a population (NumPy's `std`).
    Std,
    /// The mean magnitude.
    MeanAbs,
    /// The largest value.
    Max,
    /// The percentile, 0 to 100, linear between values (NumPy's `percentile`).
    Percentile(u8),
    /// The difference of two percentiles.
    Range {
        /// The percentile that is taken away.
        low: u8,
        /// The other.
        high: u8,
    },
    /// The third standardised moment; 0 of a constant (SciPy's `skew`).
    Skewness,
    /// The fourth, less 3; 0 of a constant (SciPy's `kurtosis`).
    Kurtosis,
    /// From the first to the last value along the line of least squares.
    Slope,
}

impl Statistic {
    /// Its part of a column's name: `mean`, `p25`, `p25_75` and so on.
    pub fn name(self) -> String {
        match self {
            Self::Mean => "mean".to_owned(),
            Self::Std => "std".to_owned(),
            Self::MeanAbs => "mean_abs".to_owned(),
            Self::Max => "max".to_owned(),
            Self::Percentile(percent) => format!("p{percent}"),
            Self::Range { low, high } => format!("p{low}_{high}"),
            Self::Skewness => "skewness".to_owned(),
            Self::Kurtosis => "kurtosis".to_owned(),
            Self::Slope => "slope".to_owned(),
        }
    }

    /// Whether its percentiles exist.
    pub(crate) fn is_valid(self) -> bool {
        match self {
            Self::Percentile(percent) => percent <= 100,
            Self::Range { low, high } => low <= 100 && high <= 100,
            _ => true,
        }
    }

    fn needs_order(self) -> bool {
        matches!(self, Self::Percentile(_) | Self::Range { .. })
    }
}

/// A series and what several statistics have in common.
#[derive(Debug, Default)]
pub(crate) struct Series {
    values: Vec<f32>,
    sorted: Vec<f32>,
    mean: f64,
    /// Sums of the second, third and fourth power of the deviations, over their number.
    moments: [f64; 3],
}

impl Series {
    /// Takes a new series; an empty one counts as a single 0.
    pub(crate) fn set(&mut self, values: impl IntoIterator<Item = f32>, statistics: &[Statistic]) {
        self.values.clear();
        self.values.extend(values);
        if self.values.is_empty() {
            self.values.push(0.0);
        }
        let n = self.values.len() as f64;
        self.mean = self.values.iter().map(|&x| f64::from(x)).sum::<f64>() / n;
        self.moments = [0.0; 3];
        for &x in &self.values {
            let deviation = f64::from(x) - self.mean;
            let square = deviation * deviation;
            self.moments[0] += square;
            self.moments[1] += square * deviation;
            self.moments[2] += square * square;
        }
        self.moments.iter_mut().for_each(|moment| *moment /= n);
        self.sorted.clear();
        if statistics.iter().any(|statistic| statistic.needs_order()) {
            self.sorted.extend_from_slice(&self.values);
            self.sorted.sort_unstable_by(f32::total_cmp);
        }
    }

    pub(crate) fn measure(&self, statistic: Statistic) -> f64 {
        let n = self.values.len() as f64;
        let [variance, third, fourth] = self.moments;
        // As SciPy: what varies by no more than rounding has no shape.
        let constant = variance <= (f64::from(f32::EPSILON) * self.mean).powi(2);
        match statistic {
            Statistic::Mean => self.mean,
            Statistic::Std => variance.sqrt(),
            Statistic::MeanAbs => self.values.iter().map(|&x| f64::from(x.abs())).sum::<f64>() / n,
            Statistic::Max => f64::from(self.values.iter().copied().fold(f32::MIN, f32::max)),
            Statistic::Percentile(percent) => self.percentile(percent),
            Statistic::Range { low, high } => self.percentile(high) - self.percentile(low),
            Statistic::Skewness if constant => 0.0,
            Statistic::Skewness => third / variance.powf(1.5),
            Statistic::Kurtosis if constant => 0.0,
            Statistic::Kurtosis => fourth / (variance * variance) - 3.0,
            Statistic::Slope => self.slope(),
        }
    }

    fn percentile(&self, percent: u8) -> f64 {
        let place = f64::from(percent) / 100.0 * (self.sorted.len() - 1) as f64;
        let below = place as usize;
        let at = |place: usize| f64::from(self.sorted[place.min(self.sorted.len() - 1)]);
        at(below) + (at(below + 1) - at(below)) * (place - below as f64)
    }

    fn slope(&self) -> f64 {
        let middle = (self.values.len() - 1) as f64 / 2.0;
        let (mut product, mut squares) = (0.0, 0.0);
        for (place, &x) in self.values.iter().enumerate() {
            let time = place as f64 - middle;
            product += time * (f64::from(x) - self.mean);
            squares += time * time;
        }
        if squares == 0.0 { 0.0 } else { product / squares * 2.0 * middle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use emo_fixtures::{Tolerance, assert_close, golden};

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
            series.set(case.values, &ALL);
            let actual = ALL.map(|statistic| series.measure(statistic));
            let tolerance = Tolerance { absolute: 1e-12, relative: 1e-12 };
            assert_close("statistics", actual, case.statistics, tolerance);
        }
    }

    #[test]
    fn a_constant_has_no_shape_and_an_empty_series_is_zero() {
        let mut series = Series::default();
        series.set([0.1; 7], &ALL);
        assert_close("shape", [series.measure(Statistic::Skewness)], [0.0], Tolerance::EXACT);
        series.set([], &ALL);
        let actual = ALL.map(|statistic| series.measure(statistic));
        assert_close("empty", actual, [0.0; 10], Tolerance::EXACT);
    }
}
