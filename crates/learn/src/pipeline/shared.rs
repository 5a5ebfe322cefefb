//! Rows that are transformed and resampled once for several classifiers.

use ndarray::{Array2, ArrayRef2};
use rayon::prelude::*;

use super::{FittedPipeline, Pipeline};
use crate::{
    Error, Result,
    estimator::{Classifier, Label, Resampler, Transformer},
    preprocessing::{FittedLabelEncoder, LabelEncoder},
};

/// What a classifier is trained on: the training rows behind the first two steps.
pub(super) struct Prepared<T, F, L> {
    transformer: T,
    labels: FittedLabelEncoder<L>,
    x: Array2<F>,
    y: Vec<usize>,
}

impl<T, R, C> Pipeline<T, R, C> {
    /// Transforms and resamples the rows of `x` with these numbers, which exist; `y` has a label
    /// for each row of `x`. The rows are copied once, and changed in that memory where the steps
    /// can do so.
    pub(super) fn prepare<F, L>(
        &self,
        x: &ArrayRef2<F>,
        y: &[L],
        rows: impl ExactSizeIterator<Item = usize> + Clone,
    ) -> Result<Prepared<T::Fitted, F, L>>
    where
        F: Clone,
        L: Label,
        T: Transformer<F>,
        R: Resampler<F>,
    {
        if rows.len() == 0 {
            return Err(Error::Empty { what: "rows to train on" });
        }
        let y: Vec<L> = rows.clone().map(|row| y[row].clone()).collect();
        let labels = LabelEncoder::default().fit(&y)?;
        let y = labels.transform(&y)?;
        let x = copied(x, rows, self.resampler.n_resampled(&y))?;
        let (transformer, x) = self.transformer.fit_transform(x)?;
        let named = |error: Error| error.with_labels(labels.classes());
        let (x, y) = self.resampler.fit_resample(x, y).map_err(named)?;
        Ok(Prepared { transformer, labels, x, y })
    }
}

impl<T, F, L: Label> Prepared<T, F, L> {
    /// Trains the classifier, and puts it behind the transformer.
    pub(super) fn fit<C: Classifier<F>>(
        self,
        classifier: &C,
    ) -> Result<FittedPipeline<T, C::Fitted, L>> {
        let classifier = self.classifier(classifier)?;
        Ok(FittedPipeline { transformer: self.transformer, classifier, labels: self.labels })
    }

    fn classifier<C: Classifier<F>>(&self, classifier: &C) -> Result<C::Fitted> {
        let named = |error: Error| error.with_labels(self.labels.classes());
        classifier.fit(&self.x, &self.y).map_err(named)
    }
}

/// See [`Estimator::fit_each`](crate::estimator::Estimator::fit_each); the rows exist.
///
/// There are as many copies of the rows at a time as it takes to keep all threads busy: one, where
/// more pipelines than threads share the rows.
pub(super) fn fit_each<F, L, T, R, C, O>(
    pipelines: &[Pipeline<T, R, C>],
    x: &ArrayRef2<F>,
    y: &[L],
    rows: &[usize],
    each: &(impl Fn(usize, &dyn Fn() -> Result<FittedPipeline<T::Fitted, C::Fitted, L>>) -> O + Sync),
) -> Vec<O>
where
    F: Clone + Send + Sync,
    L: Label + Send + Sync,
    T: Transformer<F>,
    R: Resampler<F>,
    C: Classifier<F>,
    O: Send,
{
    let group = |places: &Vec<usize>| -> Vec<(usize, O)> {
        let Some(first) = places.first().map(|&place| &pipelines[place]) else { return Vec::new() };
        let prepared = first.prepare(x, y, rows.iter().copied());
        let train = |&place: &usize| {
            let pipeline = &pipelines[place];
            let fit = || match &prepared {
                Ok(prepared) => Ok(FittedPipeline {
                    classifier: prepared.classifier(&pipeline.classifier)?,
                    transformer: prepared.transformer.clone(),
                    labels: prepared.labels.clone(),
                }),
                // Each gets an error of its own.
                Err(_) => pipeline.prepare(x, y, rows.iter().copied())?.fit(&pipeline.classifier),
            };
            (place, each(place, &fit))
        };
        places.par_iter().map(train).collect()
    };
    let groups = alike(pipelines);
    let mean_size = pipelines.len() / groups.len().max(1);
    let at_once = rayon::current_num_threads().div_ceil(mean_size.max(1));
    let some = groups.chunks(at_once);
    let mut all: Vec<(usize, O)> =
        some.flat_map(|some| some.par_iter().flat_map_iter(group).collect::<Vec<_>>()).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, outcome)| outcome).collect()
}

/// The places of pipelines whose first two steps have equal hyperparameters.
fn alike<T, R, C>(pipelines: &[Pipeline<T, R, C>]) -> Vec<Vec<usize>>
where
    T: crate::parameters::Parameters,
    R: crate::parameters::Parameters,
{
    let mut groups: Vec<(_, Vec<usize>)> = Vec::new();
    for (place, pipeline) in pipelines.iter().enumerate() {
        let steps = (pipeline.transformer.parameters(), pipeline.resampler.parameters());
        match groups.iter_mut().find(|(others, _)| *others == steps) {
            Some((_, places)) => places.push(place),
            None => groups.push((steps, vec![place])),
        }
    }
    groups.into_iter().map(|(_, places)| places).collect()
}

/// The rows with these numbers, with memory for `n_reserved` rows.
fn copied<F: Clone>(
    x: &ArrayRef2<F>,
    rows: impl ExactSizeIterator<Item = usize>,
    n_reserved: usize,
) -> Result<Array2<F>> {
    let (n_rows, n_columns) = (rows.len(), x.ncols());
    let mut values = Vec::new();
    // Without that memory, whoever adds the rows says so.
    let reserved = n_reserved.max(n_rows).checked_mul(n_columns);
    if reserved.is_none_or(|size| values.try_reserve_exact(size).is_err()) {
        values.reserve_exact(n_rows * n_columns);
    }
    for row in rows {
        let row = x.row(row);
        match row.as_slice() {
            Some(row) => values.extend_from_slice(row),
            None => values.extend(row.iter().cloned()),
        }
    }
    let got = values.len();
    let expected = n_rows * n_columns;
    Array2::from_shape_vec((n_rows, n_columns), values).map_err(|_| Error::Shape {
        what: "values of the training rows",
        expected,
        got,
    })
}
