//! What loading gives.

/// Mono samples and their rate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AudioClip {
    /// The samples; full scale is -1 to 1.
    pub samples: Vec<f32>,
    /// Samples a second, Hz.
    pub sample_rate: u32,
}

impl AudioClip {
    /// The length in seconds; 0 where the sample rate is 0.
    pub fn duration(&self) -> f64 {
        match self.sample_rate {
            0 => 0.0,
            rate => self.samples.len() as f64 / f64::from(rate),
        }
    }
}
