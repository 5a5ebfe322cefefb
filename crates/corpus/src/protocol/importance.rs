//! Which features models need, on clips that they were not trained on.

use emo_learn::estimator::Predictor;
use emo_learn::inspection::{Importances, PermutationOptions, permutation_importance};
use rayon::prelude::*;

use super::{Fold, Protocol};
use crate::{Error, FeatureTable, Result};

impl Protocol {
    /// How much the score on each fold's test rows drops when features are permuted there, by a
    /// model that `fit` trains on the fold's training rows; the folds' permutations side by side.
    ///
    /// ```
    /// use emo_corpus::{FeatureTable, protocol::Protocol};
    /// use emo_learn::inspection::PermutationOptions;
    /// use emo_learn::{NoResampling, Pipeline, StandardScaler};
    /// use emo_ridge::RidgeClassifier;
    ///
    /// let csv = "clip,label,speaker,pitch,level\n\
    ///            a,calm,1,9,1\nb,sad,1,5,2\nc,calm,2,8,1\nd,sad,2,4,2\ne,calm,3,9,1\nf,sad,3,6,2\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let ridge = RidgeClassifier::default();
    /// let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge);
    /// let fit = |train: &FeatureTable| -> emo_corpus::Result<_> {
    ///     Ok(pipeline.fit(train.x(), &train.labels())?)
    /// };
    /// let options = PermutationOptions::default().n_repeats(3);
    /// let importance = Protocol::leave_one_out("speaker").permutation_importance(&table, fit, &options)?;
    /// assert_eq!(importance.importances().dim(), (2, 3 * 3));
    /// # Ok::<(), emo_corpus::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`evaluate_with`](Self::evaluate_with) and of [`permutation_importance`].
    pub fn permutation_importance<M, E>(
        &self,
        table: &FeatureTable,
        fit: impl Fn(&FeatureTable) -> Result<M, E> + Sync,
        options: &PermutationOptions<String>,
    ) -> Result<Importances, E>
    where
        M: Predictor<f64, String> + Sync,
        E: From<Error> + Send,
    {
        let of_fold = |fold: &Fold| {
            let (train, test) = table.split(&fold.split)?;
            let model = fit(&train)?;
            let drops = permutation_importance(&model, test.x(), &test.labels(), options);
            Ok(drops.map_err(Error::from)?)
        };
        let folds = self.folds(table)?;
        let parts = folds.par_iter().map(of_fold).collect::<Result<Vec<_>, E>>()?;
        Ok(Importances::concatenate(&parts).map_err(Error::from)?)
    }
}
