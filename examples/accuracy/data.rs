//! What the tables are made of: recordings, features, and the recipe of the training.

use std::path::PathBuf;

use emo_pipeline::{FeatureConfig, Result, Treatment};

use crate::condition::Condition;
use crate::recordings::Recordings;
use crate::unseen_speakers::Heard;

/// Where everything is.
pub(crate) struct Data {
    /// Folder of the recordings.
    pub(crate) recordings: PathBuf,
    /// Tables that were computed before.
    pub(crate) cache: PathBuf,
    /// The recordings as MP3.
    pub(crate) mp3: Option<PathBuf>,
}

/// As recorded, and under these treatments.
pub(crate) fn conditions(treatments: &[Treatment]) -> Vec<Condition> {
    let treated = treatments.iter().map(|&treatment| Condition::Treated(treatment));
    std::iter::once(Condition::AsRecorded).chain(treated).collect()
}

impl Data {
    /// The recordings of a channel.
    pub(crate) fn channel(&self, channel: &'static str) -> Result<Recordings> {
        Recordings::new(&self.recordings, channel, &self.cache, self.mp3.as_deref())
    }

    /// The spoken clips under some conditions.
    pub(crate) fn speech(&self, config: &FeatureConfig, conditions: &[Condition]) -> Result<Heard> {
        let speech = self.channel("speech")?;
        let rows = |&condition| Ok((condition, speech.rows(config, condition)?));
        let rows = conditions.iter().map(rows).collect::<Result<_>>()?;
        Ok(Heard { clips: speech.infos(), rows })
    }
}
