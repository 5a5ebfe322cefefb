//! Summaries: from the descriptors of all frames to a few numbers per clip.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::set::preparation::Prepared;
use crate::summary::correlations::Correlations;
use crate::summary::functionals::{Course, DURATIONS, Functionals, durations};
use crate::summary::moments::Moments;
use crate::summary::random_convolutions::{ConvolutionPlan, RandomConvolutions};
use crate::summary::statistic::Statistic;
use crate::summary::table::{Table, find_columns};

/// A summary of the descriptors over time: one part of the feature row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Summary {
    /// The mean of every column over all its frames.
    Mean,
    /// Statistics of columns, of parts of them, or of their changes.
    Functionals(Functionals),
    /// The duration of the clip in seconds, the share of voiced frames, the number of voiced
    /// segments per second, and the mean, standard deviation and maximum of their lengths.
    Durations,
    /// Correlations of columns.
    Correlations(Correlations),
    /// Statistics of the responses of random kernels.
    RandomConvolutions(RandomConvolutions),
}

impl Summary {
    /// The names of the columns that it makes of descriptors with the names `columns`.
    pub(crate) fn names(&self, columns: &[String]) -> Vec<String> {
        let chosen = self.places(columns);
        let chosen = chosen.iter().filter_map(|&place| columns.get(place)).map(String::as_str);
        match self {
            Self::Mean => Functionals::new(Course::Whole, [Statistic::Mean]).names(chosen),
            Self::Functionals(functionals) => functionals.names(chosen),
            Self::Durations => DURATIONS.map(str::to_owned).to_vec(),
            Self::Correlations(correlations) => correlations.names(chosen),
            Self::RandomConvolutions(convolutions) => convolutions.names(),
        }
    }

    pub(crate) fn needs_voicing(&self) -> bool {
        match self {
            Self::Functionals(functionals) => functionals.course == Course::Voiced,
            Self::Durations => true,
            _ => false,
        }
    }

    pub(crate) fn needs_levels(&self) -> bool {
        match self {
            Self::Functionals(functionals) => matches!(functionals.course, Course::Active(_)),
            _ => false,
        }
    }

    fn wanted(&self) -> Option<&[String]> {
        match self {
            Self::Functionals(functionals) => functionals.columns.as_deref(),
            Self::Correlations(correlations) => correlations.columns.as_deref(),
            _ => None,
        }
    }

    fn places(&self, columns: &[String]) -> Vec<usize> {
        find_columns(columns, self.wanted())
    }
}

/// A summary of known columns.
#[derive(Clone, Debug)]
pub(crate) enum SummaryPlan {
    Mean,
    Functionals(Functionals, Vec<usize>),
    /// Seconds a frame.
    Durations(f64),
    Correlations(Correlations, Vec<usize>),
    RandomConvolutions(ConvolutionPlan),
}

impl SummaryPlan {
    pub(crate) fn new(
        summary: &Summary,
        columns: &[String],
        seconds_per_frame: f64,
    ) -> Result<Self> {
        let places = summary.places(columns);
        if places.is_empty() {
            return Err(Error::Empty { what: "columns of a summary" });
        }
        Ok(match summary {
            Summary::Mean => Self::Mean,
            Summary::Functionals(functionals) => {
                functionals.check()?;
                Self::Functionals(functionals.clone(), places)
            }
            Summary::Durations => Self::Durations(seconds_per_frame),
            Summary::Correlations(correlations) => {
                correlations.check(places.len())?;
                Self::Correlations(correlations.clone(), places)
            }
            Summary::RandomConvolutions(convolutions) => {
                Self::RandomConvolutions(ConvolutionPlan::new(convolutions, columns)?)
            }
        })
    }
}

impl SummaryPlan {
    /// The frames of which it needs nothing but means and deviations; `None` where it needs more.
    pub(crate) fn moments_over(&self) -> Option<Course> {
        match self {
            Self::Functionals(functionals, _) if functionals.is_moments() => {
                Some(functionals.course)
            }
            _ => None,
        }
    }

    /// The columns whose values it needs, beside their means.
    pub(crate) fn places(&self) -> Vec<usize> {
        match self {
            Self::Mean | Self::Durations(_) => Vec::new(),
            Self::Functionals(_, places) | Self::Correlations(_, places) => places.clone(),
            Self::RandomConvolutions(convolutions) => convolutions.places().collect(),
        }
    }
}

/// The row that `plans` make of the descriptors of a clip.
pub(crate) fn row(
    plans: &[SummaryPlan],
    frames: Vec<Array2<f32>>,
    prepared: &Prepared<'_>,
) -> Result<Vec<f64>> {
    let means = if has_means(plans) { frames.iter().flat_map(means).collect() } else { Vec::new() };
    let table = needs_table(plans).then(|| Table::new(frames, prepared)).transpose()?;
    row_of_parts(plans, &means, &[], table.as_ref())
}

/// Whether a summary needs the mean of each column.
pub(crate) fn has_means(plans: &[SummaryPlan]) -> bool {
    plans.iter().any(|plan| matches!(plan, SummaryPlan::Mean))
}

/// Whether a summary needs all values of all frames.
pub(crate) fn needs_table(plans: &[SummaryPlan]) -> bool {
    plans.iter().any(|plan| !matches!(plan, SummaryPlan::Mean))
}

/// The row that `plans` make of the means of all columns and of their table; where there are
/// moments for a plan, of these.
pub(crate) fn row_of_parts(
    plans: &[SummaryPlan],
    means: &[f64],
    moments: &[Option<Moments>],
    table: Option<&Table>,
) -> Result<Vec<f64>> {
    let mut row = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        if let (SummaryPlan::Functionals(functionals, places), Some(Some(moments))) =
            (plan, moments.get(at))
        {
            moments.push(functionals, places, &mut row);
            continue;
        }
        match (plan, table) {
            (SummaryPlan::Mean, _) => row.extend_from_slice(means),
            (SummaryPlan::Functionals(functionals, places), Some(table)) => {
                functionals.push(table, places, &mut row)?;
            }
            (SummaryPlan::Durations(seconds), Some(table)) => {
                durations(&table.voiced, *seconds, &mut row);
            }
            (SummaryPlan::Correlations(correlations, places), Some(table)) => {
                correlations.push(table, places, &mut row)?;
            }
            (SummaryPlan::RandomConvolutions(convolutions), Some(table)) => {
                convolutions.push(table, &mut row)?;
            }
            (_, None) => {}
        }
    }
    Ok(row)
}

/// The mean of each column.
fn means(frames: &Array2<f32>) -> Vec<f64> {
    let mut sums = vec![0.0; frames.ncols()];
    for frame in frames.outer_iter() {
        for (sum, &x) in sums.iter_mut().zip(frame) {
            *sum += f64::from(x);
        }
    }
    sums.into_iter().map(|sum| sum / frames.nrows() as f64).collect()
}
