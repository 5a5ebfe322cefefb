//! Summaries: from the descriptors of all frames to a few numbers per clip.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::set::preparation::Prepared;
use crate::summary::correlations::Correlations;
use crate::summary::functionals::{Course, DURATIONS, Functionals, durations};
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

/// The row that `plans` make of the descriptors of a clip.
pub(crate) fn row(
    plans: &[SummaryPlan],
    frames: &[Array2<f32>],
    prepared: &Prepared<'_>,
) -> Result<Vec<f64>> {
    let mut row = Vec::new();
    let mut table = None;
    for plan in plans {
        if let SummaryPlan::Mean = plan {
            frames.iter().for_each(|frames| push_means(frames, &mut row));
            continue;
        }
        let table = table.get_or_insert_with(|| Table::new(frames, prepared));
        match plan {
            SummaryPlan::Mean => {}
            SummaryPlan::Functionals(functionals, places) => {
                functionals.push(table, places, &mut row);
            }
            SummaryPlan::Durations(seconds) => durations(&table.voiced, *seconds, &mut row),
            SummaryPlan::Correlations(correlations, places) => {
                correlations.push(table, places, &mut row)?;
            }
            SummaryPlan::RandomConvolutions(convolutions) => convolutions.push(table, &mut row),
        }
    }
    Ok(row)
}

fn push_means(frames: &Array2<f32>, row: &mut Vec<f64>) {
    let mut sums = vec![0.0; frames.ncols()];
    for frame in frames.outer_iter() {
        for (sum, &x) in sums.iter_mut().zip(frame) {
            *sum += f64::from(x);
        }
    }
    row.extend(sums.into_iter().map(|sum| sum / frames.nrows() as f64));
}
