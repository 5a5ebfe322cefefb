//! Tables whose labels are renamed.

use super::FeatureTable;
use crate::{Clip, LabelMap, Result};

impl FeatureTable {
    /// The rows with their labels renamed, without those that the map leaves out.
    ///
    /// ```
    /// use emo_corpus::{FeatureTable, LabelMap};
    ///
    /// let csv = "clip,label,zcr\na,wut,1\nb,laughter,2\nc,calm,3\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let map = LabelMap::default().with("wut", "angry").without("laughter");
    /// assert_eq!(table.relabelled(&map)?.labels(), ["angry", "calm"]);
    /// # Ok::<(), emo_corpus::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the map gives a label that is empty.
    pub fn relabelled(&self, map: &LabelMap) -> Result<Self> {
        if map.is_identity() {
            return Ok(self.clone());
        }
        let renamed = self.clips.iter().enumerate();
        let renamed = renamed.filter_map(|(row, clip)| Some((row, map.apply_to(clip.clone())?)));
        let (rows, clips): (Vec<usize>, Vec<Clip>) = renamed.unzip();
        Self::check_clips(&clips)?;
        let mut table = self.rows(&rows);
        table.clips = clips;
        Ok(table)
    }
}
