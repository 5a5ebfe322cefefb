//! Where the values of frames go: into means, into deviations, or into a table.

use ndarray::Array2;

use crate::descriptor::Descriptor;
use crate::error::Result;
use crate::extractor::FeatureExtractor;
use crate::kernel::lanes::Lanes;
use crate::set::preparation::Prepared;
use crate::summary::columns::Columns;
use crate::summary::functionals::Course;
use crate::summary::moments::Moments;
use crate::summary::plan::{SummaryPlan, has_means, row_of_parts};
use crate::summary::table::active;

/// Takes the frames of all descriptors.
#[derive(Debug)]
pub(super) struct Sink {
    parts: Vec<Part>,
    /// The sum of each column; empty where no summary needs means.
    sums: Vec<f64>,
    /// For each summary that needs no more.
    moments: Vec<Option<Moments>>,
    /// All values of the columns that the other summaries need.
    columns: Columns,
}

/// The columns of one descriptor.
#[derive(Debug)]
struct Part {
    first: usize,
    len: usize,
    /// Frames so far.
    frames: usize,
}

impl Sink {
    /// For `frames` frames that all descriptors have; 0 where there are only means. The values of
    /// more than `kept` frames are not kept in memory.
    pub(super) fn new(
        extractor: &FeatureExtractor,
        frames: usize,
        kept: usize,
        prepared: &Prepared<'_>,
    ) -> Self {
        let mut n_columns = 0;
        let part = |descriptor: &Descriptor| {
            let (first, len) = (n_columns, descriptor.names().len());
            n_columns += len;
            Part { first, len, frames: 0 }
        };
        let parts = extractor.config.descriptors.iter().map(part).collect();
        let summaries = &extractor.summaries;
        let sums = if has_means(summaries) { vec![0.0; n_columns] } else { Vec::new() };
        let moments = |summary: &SummaryPlan| {
            let counts = match summary.moments_over()? {
                Course::Active(range_db) => {
                    active(&prepared.powers, range_db).take(frames).collect()
                }
                _ => vec![true; frames],
            };
            Some(Moments::new(n_columns, counts))
        };
        let moments = summaries.iter().map(moments).collect();
        let mut wanted = vec![false; n_columns];
        let others = summaries.iter().filter(|summary| summary.moments_over().is_none());
        for place in others.flat_map(SummaryPlan::places) {
            wanted[place] = true;
        }
        Self { parts, sums, moments, columns: Columns::of_stream(&wanted, frames, kept) }
    }

    /// Takes the next `frames` frames of a descriptor, a row of lanes for each of its columns.
    pub(super) fn add(&mut self, part: usize, rows: &[Lanes], frames: usize) {
        let rows = rows.iter().map(|row| row.0.iter().copied().take(frames));
        self.add_columns(part, rows, frames);
    }

    /// Takes the next frame of a descriptor.
    #[cfg(feature = "encoder-without-weights")]
    pub(super) fn add_frame(&mut self, part: usize, values: &[f32]) {
        self.add_columns(part, values.iter().map(|&x| std::iter::once(x)), 1);
    }

    /// Takes all frames of a descriptor.
    pub(super) fn add_matrix(&mut self, part: usize, matrix: &Array2<f32>) {
        let columns = matrix.columns().into_iter();
        self.add_columns(part, columns.map(|column| column.into_iter().copied()), matrix.nrows());
    }

    fn add_columns(
        &mut self,
        part: usize,
        columns: impl Iterator<Item = impl Iterator<Item = f32> + Clone>,
        frames: usize,
    ) {
        let Some(part) = self.parts.get_mut(part) else { return };
        for (place, values) in (part.first..part.first + part.len).zip(columns) {
            if let Some(sum) = self.sums.get_mut(place) {
                values.clone().for_each(|x| *sum += f64::from(x));
            }
            for moments in self.moments.iter_mut().flatten() {
                let frames = (part.frames..).zip(values.clone());
                frames.for_each(|(frame, x)| moments.add(place, frame, x));
            }
            self.columns.set(place, part.frames, values);
        }
        part.frames += frames;
    }

    /// Fails if values could not be stored.
    pub(super) fn check(&self) -> Result<()> {
        self.columns.check()
    }

    /// The row of the clip.
    pub(super) fn row(
        self,
        extractor: &FeatureExtractor,
        prepared: &Prepared<'_>,
    ) -> Result<Vec<f64>> {
        let counts = self.parts.iter().flat_map(|part| std::iter::repeat_n(part.frames, part.len));
        let means: Vec<f64> = self.sums.iter().zip(counts).map(|(sum, n)| sum / n as f64).collect();
        let table = self.columns.into_table(prepared)?;
        row_of_parts(&extractor.summaries, &means, &self.moments, Some(&table))
    }
}
