//! What loading gives.

use crate::Note;

/// Mono samples and their rate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AudioClip {
    /// The samples; full scale is -1 to 1.
    pub samples: Vec<f32>,
    /// Samples per second, Hz.
    pub sample_rate: u32,
    /// The channel of the file that this is, from 0; `None` where channels were averaged.
    pub channel: Option<usize>,
    /// What a listener should know of how the file was read.
    pub notes: Vec<Note>,
}

impl AudioClip {
    /// The length in seconds; 0 where the sample rate is 0.
    pub fn duration(&self) -> f64 {
        if self.sample_rate == 0 {
            return 0.0;
        }
        self.samples.len() as f64 / f64::from(self.sample_rate)
    }
}
