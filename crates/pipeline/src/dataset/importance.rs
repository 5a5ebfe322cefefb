//! Which features models need, on clips that they were not trained on.

use rayon::prelude::*;

use super::{Emotion, FeatureTable, Protocol};
use crate::Result;
use crate::estimator::Predictor;
use crate::inspection::{Importances, PermutationOptions, permutation_importance};

impl Protocol {
    /// How much the score on each fold's test rows drops when features are permuted there, by a
    /// model that `fit` trains on the fold's training rows; the folds' permutations side by side.
    ///
    /// ```
    /// use emo_pipeline::dataset::{FeatureTable, Protocol};
    /// use emo_pipeline::emotion_model::{RidgeTrainer, TrainedPipeline};
    /// use emo_pipeline::inspection::PermutationOptions;
    ///
    /// let csv = "clip,emotion,actor,pitch,level\n\
    ///            a,calm,1,9,1\nb,sad,1,5,2\nc,calm,2,8,1\nd,sad,2,4,2\ne,calm,3,9,1\nf,sad,3,6,2\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let trainer = RidgeTrainer::default().n_splits(2);
    /// let fit = |train: &FeatureTable| Ok(TrainedPipeline::from(trainer.fit(train)?.pipeline));
    /// let options = PermutationOptions::default().n_repeats(3);
    /// let importance = Protocol::LeaveOneSpeakerOut.permutation_importance(&table, fit, &options)?;
    /// assert_eq!(importance.importances().dim(), (2, 3 * 3));
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`evaluate_with`](Self::evaluate_with) and of [`permutation_importance`].
    pub fn permutation_importance<M: Predictor<f64, Emotion> + Sync>(
        self,
        table: &FeatureTable,
        fit: impl Fn(&FeatureTable) -> Result<M> + Sync,
        options: &PermutationOptions<Emotion>,
    ) -> Result<Importances> {
        let of_fold = |fold: &super::Fold| {
            let (train, test) = table.split(&fold.split)?;
            permutation_importance(&fit(&train)?, test.x(), &test.labels(), options)
        };
        let folds = self.folds(table)?;
        let parts = folds.par_iter().map(of_fold).collect::<Result<Vec<_>>>()?;
        Importances::concatenate(&parts)
    }
}
