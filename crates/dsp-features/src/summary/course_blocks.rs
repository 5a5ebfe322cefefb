//! The courses of columns and of their changes, block by block, and their correlations.

use std::ops::Range;

use ndarray::{Array2, ArrayViewMut1, Axis, Slice, linalg::general_mat_mul};

use crate::error::Result;
use crate::kernel::eightfold::EightfoldSum;
use crate::kernel::lanes::Lanes;
use crate::summary::table::{Table, blocks};

/// Reads the courses of some columns, then of their changes, one row each.
#[derive(Debug)]
pub(crate) struct CourseBlocks<'t> {
    table: &'t Table,
    columns: &'t [usize],
    /// Half the frames between the two values of a change, which belongs to the frame in between.
    half: usize,
    /// The courses in the frames that were read last.
    courses: Array2<f64>,
    frames: Range<usize>,
    buffer: Vec<Lanes>,
    values: Vec<Vec<f32>>,
}

impl<'t> CourseBlocks<'t> {
    pub(crate) fn new(table: &'t Table, columns: &'t [usize], half: usize) -> Self {
        let longest = blocks(0..table.frames()).next().map_or(0, |block| block.len());
        Self {
            table,
            columns,
            half,
            courses: Array2::zeros((2 * columns.len(), longest)),
            frames: 0..0,
            buffer: Vec::new(),
            values: vec![Vec::new(); columns.len()],
        }
    }

    /// The correlation of each pair of courses; 0 for one that is constant.
    ///
    /// All sums are added up in the order in which ndarray adds up whole courses: the blocks are as
    /// long as several of those of its product, and of its eightfold sums.
    pub(crate) fn correlations(mut self) -> Result<Array2<f64>> {
        let n = self.table.frames().max(1) as f64;
        let means = self.totals(|_, x| x)?.into_iter().map(|sum| sum / n).collect::<Vec<_>>();
        let squares = self.totals(|at, x| (x - means[at]) * (x - means[at]))?;
        let stds: Vec<f64> = squares.iter().map(|sum| (sum / n).sqrt()).collect();
        let mut matrix = Array2::zeros((means.len(), means.len()));
        for block in blocks(0..self.table.frames()) {
            let is_first = block.start == 0;
            self.read(block)?;
            let mut z = self.courses.slice_axis_mut(Axis(1), Slice::from(..self.frames.len()));
            for ((mut course, mean), std) in z.outer_iter_mut().zip(&means).zip(&stds) {
                // A deviation within rounding counts as a constant series.
                let still = *std <= 1e-6 * (1.0 + mean.abs());
                course.mapv_inplace(|x| if still { 0.0 } else { (x - mean) / std });
            }
            let beta = if is_first { 0.0 } else { 1.0 };
            general_mat_mul(1.0, &z, &z.t(), beta, &mut matrix);
        }
        Ok(matrix / n)
    }

    /// The sum of what `each` makes of the values of each course.
    fn totals(&mut self, each: impl Fn(usize, f64) -> f64) -> Result<Vec<f64>> {
        let mut sums = vec![EightfoldSum::default(); 2 * self.columns.len()];
        for block in blocks(0..self.table.frames()) {
            self.read(block)?;
            let courses = self.courses.slice_axis(Axis(1), Slice::from(..self.frames.len()));
            for (at, (sum, course)) in sums.iter_mut().zip(courses.outer_iter()).enumerate() {
                sum.add(course.to_slice().unwrap_or_default(), |x| each(at, x));
            }
        }
        Ok(sums.into_iter().map(EightfoldSum::total).collect())
    }

    /// Reads the courses in these frames, unless they have been read last.
    fn read(&mut self, frames: Range<usize>) -> Result<()> {
        if self.frames == frames {
            return Ok(());
        }
        // With the frames before and after from which changes are computed.
        let start = frames.start.saturating_sub(self.half);
        let end = (frames.end + self.half).min(self.table.frames());
        self.values.iter_mut().for_each(Vec::clear);
        self.table.read_columns(self.columns, start..end, &mut self.buffer, &mut self.values)?;
        for (at, values) in self.values.iter().enumerate() {
            let own = values.get(frames.start - start..).unwrap_or_default();
            let course = self.courses.row_mut(at).into_iter().take(frames.len());
            course.zip(own).for_each(|(to, &x)| *to = f64::from(x));
            let course = self.courses.index_axis_mut(Axis(0), self.columns.len() + at);
            changes(values, start, self.half, frames.clone(), course);
        }
        self.frames = frames;
        Ok(())
    }
}

/// The changes in `frames` of a column whose values from frame `start` on are given; 0 where one of
/// the two values does not exist.
fn changes(
    values: &[f32],
    start: usize,
    half: usize,
    frames: Range<usize>,
    mut course: ArrayViewMut1<'_, f64>,
) {
    course.fill(0.0);
    let first = frames.start.max(half);
    let pairs =
        values.iter().skip(first + half - start).zip(values.iter().skip(first - half - start));
    let to = course.iter_mut().skip(first - frames.start).take(frames.end.saturating_sub(first));
    to.zip(pairs).for_each(|(to, (later, x))| *to = f64::from(later - x));
}
