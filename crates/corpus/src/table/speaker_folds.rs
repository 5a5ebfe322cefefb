//! Folds for what is chosen or calibrated on held-out clips of a table.

use emo_learn::model_selection::{
    Split, SplitInput, Splitter, StratifiedGroupKFold, StratifiedKFold,
};
use emo_learn::preprocessing::LabelEncoder;

use super::FeatureTable;
use crate::Result;

impl FeatureTable {
    /// Stratified folds of whole speakers, or of clips where no row has a speaker; each clip as
    /// recorded is tested once. Augmented copies train where their clip does, and are never tested.
    ///
    /// [`StratifiedGroupKFold`] or [`StratifiedKFold`], not shuffled. For cross-validation and
    /// searches, `CvOptions::new(table.speaker_folds(3)?)` takes them.
    ///
    /// # Errors
    ///
    /// When some rows have a speaker and others have none, there are too few speakers or clips of
    /// a label for the folds, or a copy has no clip as recorded.
    ///
    /// ```
    /// use emo_corpus::FeatureTable;
    ///
    /// let csv = "clip,label,speaker,pitch\na,calm,1,9\nb,sad,1,5\nc,calm,2,8\nd,sad,2,4\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let folds = table.speaker_folds(2)?;
    /// assert_eq!(folds[0].test, [0, 1]); // both clips of speaker 1
    /// # Ok::<(), emo_corpus::Error>(())
    /// ```
    pub fn speaker_folds(&self, n_splits: usize) -> Result<Vec<Split>> {
        let labels = self.labels();
        let labels = LabelEncoder::default().fit(&labels)?.transform(&labels)?;
        let copies = self.copies()?;
        let input = SplitInput::new(self.len()).labels(&labels).copies(&copies);
        if self.clips().iter().all(|clip| clip.speaker.is_none()) {
            return Ok(StratifiedKFold::default().n_splits(n_splits).split(&input)?);
        }
        let speakers = self.speakers()?;
        let speakers = LabelEncoder::default().fit(&speakers)?.transform(&speakers)?;
        let folds = StratifiedGroupKFold::default().n_splits(n_splits);
        Ok(folds.split(&input.groups(&speakers))?)
    }
}
