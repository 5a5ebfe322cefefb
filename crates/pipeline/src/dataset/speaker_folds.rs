//! Folds for what is chosen or calibrated on held-out clips of a table.

use super::FeatureTable;
use crate::Result;
use crate::model_selection::{Split, SplitInput, Splitter, StratifiedGroupKFold, StratifiedKFold};
use crate::preprocessing::LabelEncoder;

impl FeatureTable {
    /// Stratified folds of whole actors where every row has one, and else of clips; each clip as
    /// recorded is tested once. Treated copies train where their clip does, and are never tested.
    ///
    /// [`StratifiedGroupKFold`] or [`StratifiedKFold`], not shuffled. For cross-validation and
    /// searches, `CvOptions::new(table.speaker_folds(3)?)` takes them.
    ///
    /// # Errors
    ///
    /// When there are too few actors or clips of an emotion for the folds, or a copy has no clip
    /// as recorded.
    ///
    /// ```
    /// use emo_pipeline::dataset::FeatureTable;
    ///
    /// let csv = "clip,emotion,actor,pitch\na,calm,1,9\nb,sad,1,5\nc,calm,2,8\nd,sad,2,4\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let folds = table.speaker_folds(2)?;
    /// assert_eq!(folds[0].test, [0, 1]); // both clips of actor 1
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    pub fn speaker_folds(&self, n_splits: usize) -> Result<Vec<Split>> {
        let labels = self.labels();
        let labels = LabelEncoder::default().fit(&labels)?.transform(&labels)?;
        let copies = self.copies()?;
        let input = SplitInput::new(self.len()).labels(&labels).copies(&copies);
        let Ok(actors) = self.groups() else {
            return StratifiedKFold::default().n_splits(n_splits).split(&input);
        };
        let actors = LabelEncoder::default().fit(&actors)?.transform(&actors)?;
        StratifiedGroupKFold::default().n_splits(n_splits).split(&input.groups(&actors))
    }
}
