//! All descriptors of a clip side by side: what is summarised.

use ndarray::{Array2, Axis};

/// The course of every descriptor column over time.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Columns × frames, so that a column lies in one piece.
    values: Array2<f32>,
    /// Which frames are voiced; all `false` where nothing asked for it.
    pub(crate) voiced: Vec<bool>,
}

impl Table {
    /// Joins frames × n matrices; frames that not all of them have are left out.
    pub(crate) fn new(matrices: &[Array2<f32>], voiced: &[bool]) -> Self {
        let frames = matrices.iter().map(Array2::nrows).min().unwrap_or(0);
        let columns = matrices.iter().map(Array2::ncols).sum();
        let mut values = Array2::zeros((columns, frames));
        let from = matrices.iter().flat_map(|matrix| matrix.axis_iter(Axis(1)));
        for (mut to, from) in values.outer_iter_mut().zip(from) {
            to.iter_mut().zip(from).for_each(|(to, &from)| *to = from);
        }
        let mut voiced = voiced.to_vec();
        voiced.resize(frames, false);
        Self { values, voiced }
    }

    pub(crate) fn frames(&self) -> usize {
        self.values.ncols()
    }

    pub(crate) fn column(&self, column: usize) -> &[f32] {
        let start = column * self.frames();
        let all = self.values.as_slice().unwrap_or_default();
        all.get(start..start + self.frames()).unwrap_or_default()
    }
}

/// The places of the columns that `wanted` names, in its order: by a whole name, or by the part
/// before `_` of several, as `mfcc` does. `None` is all of them.
pub(crate) fn find_columns(names: &[String], wanted: Option<&[String]>) -> Vec<usize> {
    let Some(wanted) = wanted else { return (0..names.len()).collect() };
    wanted.iter().flat_map(|wanted| named(names, wanted)).collect()
}

/// The places of the columns of one name.
pub(crate) fn named<'a>(
    names: &'a [String],
    wanted: &'a str,
) -> impl Iterator<Item = usize> + use<'a> {
    let matches = move |name: &String| match name.strip_prefix(wanted) {
        Some(rest) => rest.is_empty() || rest.starts_with('_'),
        None => false,
    };
    names.iter().enumerate().filter(move |(_, name)| matches(name)).map(|(place, _)| place)
}
